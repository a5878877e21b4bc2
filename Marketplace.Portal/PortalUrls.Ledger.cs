using Marketplace.Ledger;

namespace Marketplace.Portal;

/// <summary>The books.</summary>
public static partial class PortalUrls
{
    public const string Ledger = "/ledger";
    public const string LedgerAccountsCsv = "/ledger/accounts.csv";
    public const string CommissionsCsv = "/ledger/commissions.csv";

    /// <param name="tab"><c>accounts</c>, <c>journals</c>, <c>trial</c>, <c>commissions</c> or <c>close</c>.</param>
    public static string LedgerIn(string tab, int? month = null, AccountKind? account = null, string? currency = null) =>
        With(Ledger, ("tab", tab), ("month", Number(month)), ("of", account?.ToString()), ("in", currency));

    public static string LedgerAccount(long id, int? month = null, string? currency = null) =>
        With($"{Ledger}/accounts/{id}", ("month", Number(month)), ("in", currency));

    public static string LedgerAccountCsv(long id, int month, string currency) =>
        With($"{Ledger}/accounts/{id}/entries.csv", ("month", Number(month)), ("in", currency));

    public static string Journal(long id) => $"{Ledger}/journals/{id}";

    public static string JournalsCsv(int? month = null, AccountKind? account = null) =>
        With($"{Ledger}/journals.csv", ("month", Number(month)), ("of", account?.ToString()));

    public static string TrialBalanceCsv(int? month = null, string? currency = null) =>
        With($"{Ledger}/trial-balance.csv", ("month", Number(month)), ("in", currency));

    private static string? Number(int? number) => number is { } some ? $"{some}" : null;
}
