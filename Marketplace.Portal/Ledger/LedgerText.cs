using System.Globalization;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Portal.Shared;

namespace Marketplace.Portal.Ledger;

/// <summary>The books in words, alike on every page.</summary>
internal static class LedgerText
{
    public static string Kind(JournalKind kind) => kind switch
    {
        JournalKind.ProviderFee => "Provider fee",
        JournalKind.ShareRelease => "Share released",
        JournalKind.WriteOff => "Write-off",
        JournalKind.ClientCredit => "Client credit",
        JournalKind.Exchange => "Currency exchange",
        _ => $"{kind}",
    };

    public static string Kind(string name) => Enum.TryParse<JournalKind>(name, out var kind) ? Kind(kind) : name;

    public static string Account(string name) => Enum.TryParse<AccountKind>(name, out var kind) ? AccountChart.Of(kind).Title : name;

    public static string Month(int month) => Format.Month(LedgerMonth.First(month));

    /// <summary>15%, 12.5%.</summary>
    public static string Rate(int basisPoints) => Format.Percent(basisPoints / 10_000.0);

    public static string State(RateState state) => state switch { RateState.InForce => "In force", _ => $"{state}" };

    /// <summary>One side of an entry or sum; empty where there is nothing on it.</summary>
    public static string Side(long minor, string currency) => minor == 0 ? "" : Format.Amount(new(minor, currency));

    /// <summary>As files hold it: in the currency's own unit, with its decimals.</summary>
    public static decimal Plain(long minor, string currency) => decimal.Parse(Currency.Of(currency).Text(minor), CultureInfo.InvariantCulture);

    /// <summary>A document of the books that has a page.</summary>
    public static string? Address(string document) => document.Split('/', 2) switch
    {
        ["module", var id] => PortalUrls.Module(id),
        ["invoice", var number] => PortalUrls.Invoice(number),
        ["payout", var id] => $"/payouts/{id}",
        _ => null,
    };
}
