using Marketplace.Billing.Dunning;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Pricing.Rates;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Revenue;

/// <summary>
/// Every measure computed a second time, plainly: all rows are read once, and each figure is a loop over them. What was sold comes from the documents
/// themselves; <see cref="PlainRevenue"/> computes the movements a second time.
/// </summary>
internal sealed class PlainMeasures
{
    private readonly List<RecurringMovement> _movements;
    private readonly List<(InvoiceDocument Document, long ClientId, int Sign, InvoiceLine Line)> _sold;
    private readonly List<Entry> _entries;
    private readonly List<DunningCase> _cases;
    private readonly List<Subscription> _trials;
    private readonly List<License> _trialLicenses;
    private readonly List<(DateOnly Day, string Currency, decimal PerEuro)> _rates;

    public PlainMeasures(TestDatabase database)
    {
        _movements = database.Read(db => db.RecurringMovements.AsNoTracking().ToList());
        _sold = database.Read(db => db.Invoices.AsNoTracking().ToList()).Where(invoice => invoice.Document.InterestOn is null)
            .SelectMany(invoice => invoice.Document.Lines.Select(line =>
                (invoice.Document, invoice.OrganizationId, invoice.Kind is InvoiceKind.Invoice ? 1 : -1, line))).ToList();
        _entries = database.Read(db => db.Entries.AsNoTracking().Include(e => e.Journal).Include(e => e.Debit).Include(e => e.Credit).ToList());
        _cases = database.Read(db => db.DunningCases.AsNoTracking().Include(c => c.Subscription.Module).ToList());
        _trials = database.Read(db => db.Subscriptions.AsNoTracking().Include(s => s.Module).Where(s => s.TrialEndsAt != null).ToList());
        _trialLicenses = database.Read(db => db.Licenses.AsNoTracking().Include(l => l.Module).Include(l => l.Offer)
            .Where(l => l.Origin == LicenseOrigin.Trial && !db.Set<Subscription>().Any(s => s.LicenseId == l.Id)).ToList());
        _rates = database.Read(db => db.ExchangeRates.AsNoTracking().OrderBy(r => r.Day).ToList()).ConvertAll(rate => (rate.Day, rate.Currency, rate.PerEuro));
    }

    /// <summary>In euros.</summary>
    public decimal? Of(RevenueMeasure measure, RevenueFilter filter, RevenueSpan span)
    {
        var (opening, closing) = (At(filter, span.Opening), At(filter, span.To));
        var (gained, lost) = (Moved(filter, span, MovementKind.New, MovementKind.Expansion, MovementKind.Reactivation),
            -Moved(filter, span, MovementKind.Contraction, MovementKind.Churn));
        var (before, after, left) = Clients(filter, span);
        var (ended, converted) = Trials(filter, span);
        var isWhole = filter == new RevenueFilter();
        return measure.Code switch
        {
            "mrr" => closing,
            "arr" => closing * 12,
            "net-new-mrr" => gained - lost,
            "client-churn" => Share(left, before),
            "net-retention" => Share(opening + gained - Moved(filter, span, MovementKind.New) - lost, opening),
            "gross-retention" => Share(opening - lost, opening),
            "revenue-churn" => Share(lost, opening),
            "quick-ratio" => Share(gained, lost),
            "arpa" => Share(closing, after),
            "ltv" => left > 0 && Share(left, before) is { } churn && Share(closing, after) is { } each ? each / (churn / span.Months) : null,
            "trial-conversion" => Share(converted, ended),
            "one-time-sales" => Sold(filter, span, SaleKind.OneTime),
            "recurring-sales" => Sold(filter, span, SaleKind.Recurring),
            "usage-sales" => Sold(filter, span, SaleKind.Usage),
            "usage-average" => Sold(filter, new(span.To.AddDays(1).AddMonths(-3), span.To), SaleKind.Usage) / 3,
            "payment-recovery" => Recovery(filter, span),
            _ when !isWhole => null,
            "cash-collected" => Booked(span, AccountKind.ProviderCash, JournalKind.Payment),
            "refunds" => -Booked(span, AccountKind.ProviderCash, JournalKind.Refund),
            "disputes" => -Booked(span, AccountKind.ProviderCash, JournalKind.Dispute),
            "commission" => -Booked(span, AccountKind.Commission, null),
            "fees" => Booked(span, AccountKind.ProviderFees, null),
            "payouts-due" => -Balance(span.To, AccountKind.PayableAvailable),
            "shares-held" => -Balance(span.To, AccountKind.PayableHeld),
            "deferred-revenue" => -Balance(span.To, AccountKind.DeferredRevenue),
            "receivables" => Balance(span.To, AccountKind.Receivable),
            _ => throw new InvalidOperationException($"Nobody computes {measure.Code} a second time."),
        };
    }

    public decimal At(RevenueFilter filter, DateOnly day) =>
        Chosen(filter).Where(m => m.Day <= day).GroupBy(m => m.Currency).Sum(group => Euros(group.Sum(m => m.Minor), group.Key, day));

    public decimal Moved(RevenueFilter filter, RevenueSpan span, params MovementKind[] kinds) => Chosen(filter)
        .Where(m => m.Day >= span.From && m.Day <= span.To && kinds.Contains(filter.PublisherId is null ? m.Kind : m.PublisherKind))
        .Sum(m => Euros(m.Minor, m.Currency, m.Day));

    private IEnumerable<RecurringMovement> Chosen(RevenueFilter filter) => _movements.Where(m =>
        (filter.ModuleId ?? m.ModuleId) == m.ModuleId && (filter.PublisherId ?? m.PublisherId) == m.PublisherId
        && (filter.ClientId ?? m.OrganizationId) == m.OrganizationId && (filter.Tier ?? m.Tier) == m.Tier && (filter.Model ?? m.Model) == m.Model
        && (filter.Currency ?? m.Currency) == m.Currency && (filter.Country ?? m.Country) == m.Country
        && (filter.PromotionId ?? m.PromotionId) == m.PromotionId);

    private (int Before, int After, int Left) Clients(RevenueFilter filter, RevenueSpan span)
    {
        var (before, after, left) = (0, 0, 0);
        foreach (var client in Chosen(filter).GroupBy(m => m.OrganizationId))
        {
            bool Pays(DateOnly day) => client.Where(m => m.Day <= day).Sum(m => m.Minor) > 0;
            (before, after) = (before + (Pays(span.Opening) ? 1 : 0), after + (Pays(span.To) ? 1 : 0));
            left += client.Select(m => m.Day).Distinct().Count(day => day >= span.From && day <= span.To && Pays(day.AddDays(-1)) && !Pays(day));
        }

        return (before, after, left);
    }

    private (int Ended, int Converted) Trials(RevenueFilter filter, RevenueSpan span)
    {
        if (filter.Currency is not null || filter.Country is not null || filter.PromotionId is not null)
        {
            return (0, 0);
        }

        bool In(DateTime? at) => at is { } some && DateOnly.FromDateTime(some) >= span.From && DateOnly.FromDateTime(some) <= span.To;
        var ended = _trials.Where(s => In(s.TrialEndsAt) && (filter.ModuleId ?? s.ModuleId) == s.ModuleId
            && (filter.PublisherId ?? s.Module.PublisherId) == s.Module.PublisherId && (filter.ClientId ?? s.OrganizationId) == s.OrganizationId
            && (filter.Tier ?? s.Tier) == s.Tier && (filter.Model ?? s.Model) == s.Model).ToList();
        var lapsed = _trialLicenses.Count(l => In(l.ExpiresAt) && (filter.ModuleId ?? l.ModuleId) == l.ModuleId
            && (filter.PublisherId ?? l.Module.PublisherId) == l.Module.PublisherId && (filter.ClientId ?? l.OrganizationId) == l.OrganizationId
            && (filter.Tier ?? l.Tier) == l.Tier && (filter.Model is null || filter.Model == l.Offer?.Model));
        return (ended.Count + lapsed, ended.Count(s => s.Period >= 0));
    }

    private decimal Sold(RevenueFilter filter, RevenueSpan span, SaleKind stream) => _sold
        .Where(one => one.Document.Date >= span.From && one.Document.Date <= span.To && StreamOf(one.Line) == stream)
        .Where(one => (filter.ModuleId ?? one.Line.ModuleId) == one.Line.ModuleId && (filter.PublisherId ?? one.Line.PublisherId) == one.Line.PublisherId
            && (filter.ClientId ?? one.ClientId) == one.ClientId && (filter.Tier ?? one.Line.Tier) == one.Line.Tier
            && (filter.Model ?? one.Line.Model) == one.Line.Model && (filter.Currency ?? one.Line.Net.Currency) == one.Line.Net.Currency
            && (filter.Country ?? one.Document.Buyer.Address.Country) == one.Document.Buyer.Address.Country
            && (filter.PromotionId ?? one.Line.PromotionId) == one.Line.PromotionId)
        .Sum(one => one.Sign * Euros(one.Line.Net.Minor, one.Line.Net.Currency, one.Document.Date));

    // As people read it on the document.
    private static SaleKind StreamOf(InvoiceLine line) => line.Text.EndsWith(", usage", StringComparison.Ordinal) ? SaleKind.Usage
        : line.Detail.Contains("a month", StringComparison.Ordinal) || line.Detail.Contains("a year", StringComparison.Ordinal) ? SaleKind.Recurring
        : SaleKind.OneTime;

    private decimal? Recovery(RevenueFilter filter, RevenueSpan span)
    {
        decimal In(params DunningState[] states) => filter.PromotionId is not null ? 0 : _cases
            .Where(c => c.ClosedAt is { } at && DateOnly.FromDateTime(at) >= span.From && DateOnly.FromDateTime(at) <= span.To && states.Contains(c.State))
            .Where(c => (filter.ModuleId ?? c.Subscription.ModuleId) == c.Subscription.ModuleId
                && (filter.PublisherId ?? c.Subscription.Module.PublisherId) == c.Subscription.Module.PublisherId
                && (filter.ClientId ?? c.OrganizationId) == c.OrganizationId && (filter.Tier ?? c.Subscription.Tier) == c.Subscription.Tier
                && (filter.Model ?? c.Subscription.Model) == c.Subscription.Model && (filter.Currency ?? c.Currency) == c.Currency
                && (filter.Country ?? c.Country) == c.Country)
            .Sum(c => Euros(c.Minor, c.Currency, DateOnly.FromDateTime(c.ClosedAt!.Value)));
        return Share(In(DunningState.Recovered), In(DunningState.Recovered, DunningState.Lost, DunningState.WrittenOff));
    }

    private decimal Booked(RevenueSpan span, AccountKind account, JournalKind? journal) => _entries
        .Where(e => DayOf(e) >= span.From && DayOf(e) <= span.To && (journal ?? e.Journal.Kind) == e.Journal.Kind)
        .Sum(e => Side(e, account) * Euros(e.Minor, e.Currency, DayOf(e)));

    private decimal Balance(DateOnly day, AccountKind account) => _entries.Where(e => DayOf(e) <= day).GroupBy(e => e.Currency)
        .Sum(group => Euros(group.Sum(e => Side(e, account) * e.Minor), group.Key, day));

    private static int Side(Entry entry, AccountKind account) => (entry.Debit.Kind == account ? 1 : 0) - (entry.Credit.Kind == account ? 1 : 0);

    private static DateOnly DayOf(Entry entry) => DateOnly.FromDateTime(entry.Journal.At) is var day && (day.Year * 100) + day.Month < entry.Journal.Month
        ? new(entry.Journal.Month / 100, entry.Journal.Month % 100, 1) : day;

    private decimal Euros(long minor, string currency, DateOnly day)
    {
        if (currency == "EUR")
        {
            return minor / 100m;
        }

        var known = _rates.Where(rate => rate.Currency == currency).ToList();
        return minor / 100m / (known.Exists(rate => rate.Day <= day) ? known.Last(rate => rate.Day <= day) : known[0]).PerEuro;
    }

    private static decimal? Share(decimal part, decimal whole) => whole <= 0 ? null : part / whole;
}
