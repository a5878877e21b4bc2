namespace Marketplace.Ledger;

/// <summary>On which side the balance of an account usually is, so that it is shown without a minus.</summary>
public enum AccountType
{
    Asset,
    Liability,
    Income,
    Expense,
}

/// <summary>What an account is for; docs/ledger.md says what is posted to each.</summary>
public enum AccountKind
{
    ProviderCash,
    CashInTransit,
    Receivable,
    PayableAvailable,
    PayableHeld,
    UnallocatedReceipts,
    ClientCredit,
    DeferredRevenue,
    TaxPayable,
    Revenue,
    Commission,
    InterestEarned,
    ProviderFees,
    Refunds,
    Disputes,
    WriteOffs,
    Rounding,
    ExchangeDifference,
}

/// <param name="Number">By which the books are ordered; its first digit says the type.</param>
public sealed record ChartLine(AccountKind Kind, int Number, string Title)
{
    public AccountType Type => AccountChart.TypeOf(Number);
}

/// <summary>The chart of accounts. An account itself is a row, made when something is first posted to it.</summary>
public static class AccountChart
{
    public static readonly IReadOnlyList<ChartLine> All =
    [
        new(AccountKind.ProviderCash, 1010, "Provider cash"),
        new(AccountKind.CashInTransit, 1020, "Cash in transit"),
        new(AccountKind.Receivable, 1200, "Receivable"),
        new(AccountKind.PayableAvailable, 2100, "Payable, available"),
        new(AccountKind.PayableHeld, 2110, "Payable, held"),
        new(AccountKind.UnallocatedReceipts, 2200, "Unallocated receipts"),
        new(AccountKind.ClientCredit, 2210, "Client credit"),
        new(AccountKind.DeferredRevenue, 2300, "Deferred revenue"),
        new(AccountKind.TaxPayable, 2400, "Tax payable"),
        new(AccountKind.Revenue, 4000, "Revenue"),
        new(AccountKind.Commission, 4100, "Commission"),
        new(AccountKind.InterestEarned, 4200, "Interest earned"),
        new(AccountKind.ProviderFees, 5100, "Provider fees"),
        new(AccountKind.Refunds, 5200, "Refunds"),
        new(AccountKind.Disputes, 5300, "Disputes"),
        new(AccountKind.WriteOffs, 5400, "Write-offs"),
        new(AccountKind.Rounding, 5500, "Rounding"),
        new(AccountKind.ExchangeDifference, 5600, "FX difference"),
    ];

    private static readonly Dictionary<AccountKind, ChartLine> ByKind = All.ToDictionary(line => line.Kind);

    public static ChartLine Of(AccountKind kind) => ByKind[kind];

    internal static AccountType TypeOf(int number) => (number / 1000) switch
    {
        1 => AccountType.Asset,
        2 => AccountType.Liability,
        4 => AccountType.Income,
        _ => AccountType.Expense,
    };

    /// <summary>The balance as it is read: positive on the account's own side.</summary>
    public static long Balance(int number, long debit, long credit) =>
        TypeOf(number) is AccountType.Asset or AccountType.Expense ? debit - credit : credit - debit;
}
