using Marketplace.Billing.Subscriptions;
using Marketplace.Data;

namespace Marketplace.Billing.AccountStatements;

public enum StatementKind
{
    Invoice,
    CreditNote,
    Payment,
    Refund,
    WriteOff,

    /// <summary>An invoice was paid by credit: what is owed less what is kept stays the same.</summary>
    CreditUsed,
}

/// <summary>Which statement is asked for.</summary>
/// <param name="Currency">Null for that of the newest invoice.</param>
/// <param name="From">The first day, by the organization's calendar; null for the first of the month before the last.</param>
/// <param name="To">The last day; null for today.</param>
public sealed record StatementRequest(long OrganizationId, string? Currency = null, DateOnly? From = null, DateOnly? To = null, int Page = 1);

/// <param name="Number">Of the invoice or credit note that it belongs to; null where there is none.</param>
/// <param name="Text">By what it was paid, or why it went back; empty where the number says it all.</param>
/// <param name="Amount">More than nothing for what the client owes more, less for what it owes less.</param>
/// <param name="Used">How much credit paid it.</param>
/// <param name="Balance">What is owed after it, less what is kept as credit.</param>
public sealed record StatementEntry(DateTime At, StatementKind Kind, string? Number, string Text, Money Amount, Money Used, Money Balance);

/// <summary>Days of a calendar.</summary>
public sealed record StatementPeriod(DateOnly From, DateOnly To, TimeZoneInfo Zone)
{
    private static readonly DateOnly First = new(2000, 1, 1), Last = new(2200, 12, 31);

    public DateTime Start => BillingCycle.Local(From.ToDateTime(default), Zone);

    /// <summary>The moment after the last.</summary>
    public DateTime End => BillingCycle.Local(To.AddDays(1).ToDateTime(default), Zone);

    public DateOnly DayOf(DateTime at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(at, Zone));

    public static StatementPeriod Of(StatementRequest asked, DateTime now, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, zone));
        var to = Within(asked.To ?? today);
        var from = Within(asked.From ?? new DateOnly(to.Year, to.Month, 1).AddMonths(-2));
        return new(from < to ? from : to, to, zone);
    }

    private static DateOnly Within(DateOnly day) => day < First ? First : day > Last ? Last : day;
}

/// <summary>What a client owes in a currency, and how that came about.</summary>
/// <param name="Currencies">In which there are statements.</param>
/// <param name="Opening">What was owed before, less what was kept as credit.</param>
/// <param name="Sums">Of the period, by kind.</param>
/// <param name="Closing">What is owed at its end, less <paramref name="Credit"/>.</param>
/// <param name="Credit">What is kept as credit at its end.</param>
/// <param name="Total">How many lines there are.</param>
/// <param name="Lines">Of the page that was asked for.</param>
public sealed record ClientStatement(
    long OrganizationId, string Organization, string Seller, IReadOnlyList<string> Currencies, string Currency, StatementPeriod Period, DateOnly Today,
    Money Opening, IReadOnlyDictionary<StatementKind, Money> Sums, Money Closing, Money Credit, int Total, int Page, IReadOnlyList<StatementEntry> Lines)
{
    /// <summary>What of all invoices is open today though its day is over.</summary>
    public Money Overdue { get; init; } = Money.Zero(Currency);

    /// <summary>What of all invoices was not paid at its end.</summary>
    public Money Owed => Closing + Credit;
}
