using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Subscriptions;

/// <param name="Next">When the next period is billed; null where none follows.</param>
/// <param name="Ends">When it ends because it was canceled.</param>
public sealed record SubscriptionRow(
    Guid Id, string Organization, string PackageId, string Name, OfferTier Tier, OfferModel Model, int Sites, SubscriptionState State, DateTime StartedAt,
    DateTime? Next, DateTime? Ends, DateTime? EndedAt, string Currency);

/// <param name="Invoice">The number of its invoice; null where nothing was due.</param>
/// <param name="ChargeAt">When its payment is tried next.</param>
/// <param name="Amount">Of the invoice, or what of it is for this subscription.</param>
/// <param name="Due">By when it is to be paid by transfer; null where it is charged.</param>
/// <param name="With">The other subscriptions on its invoice.</param>
public sealed record PeriodRow(
    int Number, DateTime From, DateTime Until, string? Invoice, Money? Amount, DateTime? PaidAt, DateTime? ChargeAt, int Attempts, string? Failure,
    DateOnly? Due, IReadOnlyList<SubscriptionName> With);

public sealed record SubscriptionName(Guid Id, string Name);

/// <summary>A subscription that an invoice is for.</summary>
/// <param name="Line">The first line that is for it, from 0.</param>
/// <param name="IsOrdered">The invoice is that of its order, and the line alone is for its term; otherwise all lines up to the next one are for it.</param>
public sealed record InvoicedPeriod(Guid SubscriptionId, string Name, DateTime From, DateTime Until, int Line, bool IsOrdered);

public sealed record EventRow(SubscriptionEventKind Kind, string Text, string? By, DateTime At);

/// <param name="At">When it is due.</param>
public sealed record UpcomingCharge(DateTime At, Money Net, Money Total);

/// <param name="Method">By what it is paid; null where there is nothing.</param>
/// <param name="Upcoming">The next charges as they would be now, without what is used; none where it is not renewed.</param>
/// <param name="IsOwner">The actor may cancel it and choose how it is paid.</param>
public sealed record SubscriptionDetail(
    SubscriptionRow Row, long OrganizationId, long LicenseId, Guid OrderId, string TimeZone, string CancelReason, string ParkedBecause, Guid? MethodId,
    string? Method, bool IsOwner, bool IsOperator, IReadOnlyList<PeriodRow> Periods, IReadOnlyList<EventRow> Events, IReadOnlyList<UpcomingCharge> Upcoming)
{
    /// <summary>By which the next invoices are paid first.</summary>
    public Money Credit { get; init; } = Money.Zero(Row.Currency);

    /// <summary>What it becomes with its next period, in words; null if that is planned by nobody.</summary>
    public string? Later { get; init; }

    public DateTime? PausedFrom { get; init; }

    /// <summary>What takes its offer's place by an announcement; null where nothing does.</summary>
    public AnnouncedTerms? Announced { get; init; }

    /// <summary>The actor belongs to the client, and may pay what is open.</summary>
    public bool IsMember { get; init; }

    /// <summary>The invoice of the period that has ended, until it is final; null where there is none.</summary>
    public DraftInvoice? Draft { get; init; }
}

/// <param name="Words">Tier, model and sites.</param>
/// <param name="Price">Of a period, without tax and before promotions.</param>
/// <param name="At">When the first period begins that is billed by it.</param>
public sealed record AnnouncedTerms(string Words, Money Price, DateTime At);

/// <param name="FinalAt">Until then what sites tell of the period counts.</param>
public sealed record DraftInvoice(DateTime FinalAt, IReadOnlyList<DraftLine> Lines, Money Total);

public sealed record DraftLine(string Text, Money Gross);

/// <summary>Reads subscriptions: for members of the client, and all of them for operators.</summary>
public sealed class SubscriptionQueries(
    IDbContextFactory<MarketplaceDb> databases, RenewalInvoices invoices, IOptions<SubscriptionOptions> options, TimeProvider clock)
{
    public static readonly IListColumns Columns = ColumnsAt(default);
    private const int MaxRows = 100;

    /// <summary>Those of the actor's organizations, what needs someone first.</summary>
    public async Task<Page<SubscriptionRow>> OwnAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db.Subscriptions.Of(actor), query, clock.UtcNow).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<SubscriptionRow> StreamOwnAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db.Subscriptions.Of(actor), query, clock.UtcNow), cancel);

    /// <summary>All of them, for operators.</summary>
    public async Task<Page<SubscriptionRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(All(db, actor), query, clock.UtcNow).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<SubscriptionRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(All(db, actor), query, clock.UtcNow), cancel);

    /// <summary>Null if there is none that the actor may see.</summary>
    public async Task<SubscriptionDetail?> ReadAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (member, operators) = (db.Subscriptions.Of(actor), db.StaffGrants.Allowing(actor, StaffRole.Operator));
        var one = db.Subscriptions.Where(s => s.Id == id && (member.Any(own => own.Id == s.Id) || operators.Any()));
        if (await Rows(one, ListQuery.First, clock.UtcNow).FirstOrDefaultAsync(cancel) is not { } row)
        {
            return null;
        }

        var subscription = await db.Subscriptions.AsNoTracking().SingleAsync(s => s.Id == id, cancel);
        var (invoiceRows, users) = (db.Invoices, db.Users);
        var periods = await db.SubscriptionPeriods.Where(p => p.SubscriptionId == id).OrderByDescending(p => p.Number).Take(MaxRows)
            .Select(p => new
            {
                p.Number, p.From, p.Until, p.PaidAt, ChargeAt = p.LeadId == null ? p.ChargeAt : p.Lead!.ChargeAt, p.Attempts, p.Failure,
                Invoice = invoiceRows.Where(i => i.Id == p.InvoiceId)
                    .Select(i => new { i.Number, Minor = i.NetMinor + i.TaxMinor, Due = i.IsTest ? null : i.Due }).FirstOrDefault(),
                p.PartMinor, Joint = p.PartMinor == null ? null : p.InvoiceId,
            }).ToListAsync(cancel);
        var with = await OthersAsync(db, id, [.. periods.Select(p => p.Joint).OfType<long>()], cancel);
        var events = await db.Set<SubscriptionEvent>().Where(e => e.SubscriptionId == id).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(MaxRows)
            .Select(e => new EventRow(e.Kind, e.Text, users.Where(u => u.Id == e.ById).Select(u => u.DisplayName).FirstOrDefault(), e.At)).ToListAsync(cancel);
        var (method, isTest) = await invoices.PayerAsync(db, subscription, cancel);
        return new(
            row, subscription.OrganizationId, subscription.LicenseId, subscription.OrderId, subscription.TimeZone, subscription.CancelReason,
            subscription.ParkedBecause, subscription.MethodId, method?.Text,
            await db.Subscriptions.OwnedBy(actor).AnyAsync(s => s.Id == id, cancel), await operators.AnyAsync(cancel),
            periods.ConvertAll(p => new PeriodRow(
                p.Number, p.From, p.Until, p.Invoice?.Number, 
                p.Invoice is { } invoice ? new Money(p.PartMinor ?? invoice.Minor, subscription.Currency) : null, p.PaidAt,
                p.ChargeAt, p.Attempts, p.Failure, p.Invoice?.Due, [.. with[p.Joint ?? 0]])),
            events, await UpcomingAsync(db, subscription, cancel))
        {
            Credit = await ClientBalances.OfAsync(db, subscription.OrganizationId, subscription.Currency, isTest, cancel),
            Later = subscription.LaterWords,
            PausedFrom = subscription.PausedFrom,
            Announced = subscription.RenewsAt is null ? null : Announced(subscription),
            IsMember = await member.AnyAsync(s => s.Id == id, cancel),
            Draft = await DraftAsync(db, subscription, cancel),
        };
    }

    /// <summary>The subscriptions that an invoice is for, for who may see them.</summary>
    public async Task<IReadOnlyList<InvoicedPeriod>> OnInvoiceAsync(Actor actor, string number, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (member, operators) = (db.Subscriptions.Of(actor), db.StaffGrants.Allowing(actor, StaffRole.Operator));
        var named = db.Invoices.Where(i => i.Number == number);
        return await db.SubscriptionPeriods.Where(p => named.Any(i => i.Id == p.InvoiceId)
                && (operators.Any() || member.Any(s => s.Id == p.SubscriptionId)))
            .OrderBy(p => p.InvoiceLine).Take(MaxRows)
            .Select(p => new InvoicedPeriod(
                p.SubscriptionId, p.Subscription.Name, p.From, p.Until, p.InvoiceLine, named.Any(i => i.Id == p.InvoiceId && i.OrderId != null)))
            .ToListAsync(cancel);
    }

    // By invoice.
    private static async Task<ILookup<long, SubscriptionName>> OthersAsync(MarketplaceDb db, Guid id, List<long> invoices, CancellationToken cancel)
    {
        var others = invoices.Count == 0 ? [] : await db.SubscriptionPeriods
            .Where(p => p.SubscriptionId != id && p.PartMinor != null && invoices.Contains(p.InvoiceId!.Value)).OrderBy(p => p.InvoiceLine)
            .Select(p => new { Invoice = p.InvoiceId!.Value, Other = new SubscriptionName(p.SubscriptionId, p.Subscription.Name) }).ToListAsync(cancel);
        return others.ToLookup(one => one.Invoice, one => one.Other);
    }

    private static AnnouncedTerms? Announced(Subscription subscription) =>
        subscription.Terms.Succeeded() is { Line: { Offer: var offer, Sites: var sites } } next
            ? new(Subscription.WordsOf(offer.Tier, offer.Model, sites), new(offer.ForSites(sites), subscription.Currency), next.From) : null;

    // As they would be now: taxes and what is used may change until then.
    private async Task<IReadOnlyList<UpcomingCharge>> UpcomingAsync(MarketplaceDb db, Subscription subscription, CancellationToken cancel)
    {
        if (subscription.RenewsAt is null || await OpenAsync(db, subscription, cancel) is not { } open)
        {
            return [];
        }

        return invoices.Upcoming(open, subscription, subscription.Terms);
    }

    private async Task<DraftInvoice?> DraftAsync(MarketplaceDb db, Subscription subscription, CancellationToken cancel)
    {
        var (now, hours) = (clock.UtcNow, options.Value.DraftHours);
        if (subscription is not { IsMetered: true, Period: >= 0 } || (subscription.RenewsAt ?? subscription.EndsAt) is not { } at || at > now
            || at.AddHours(hours) <= now || await OpenAsync(db, subscription, cancel) is not { } open)
        {
            return null;
        }

        // What was used is marked here as billed, and not saved.
        var used = await RenewalInvoices.UsedAsync(db, subscription, cancel);
        var quote = invoices.Price(open, subscription, subscription.RenewsAt is null ? null : subscription.Terms.Next().Period, used);
        var lines = quote.Lines.Select(line => new DraftLine(line.Used ?? $"{line.Tier}, {line.Model.Words()}", line.Net + line.Tax));
        return new(at.AddHours(hours), [.. lines], quote.Total);
    }

    // The page does not wait for a tax service.
    private async Task<OpenBasket?> OpenAsync(MarketplaceDb db, Subscription subscription, CancellationToken cancel)
    {
        try
        {
            return (await invoices.OpenAsync(db, subscription.OrganizationId, subscription.Currency, cancel)).Open;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static IQueryable<Subscription> All(MarketplaceDb db, Actor actor)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.Subscriptions.Where(_ => operators.Any());
    }

    // Ids are no numbers, by which lists end their order.
    private static IQueryable<SubscriptionRow> Rows(IQueryable<Subscription> subscriptions, ListQuery query, DateTime now) =>
        ((IOrderedQueryable<Subscription>)ColumnsAt(now).Apply(subscriptions.AsNoTracking(), query)).ThenBy(s => s.Id).Select(s => new SubscriptionRow(
            s.Id, s.Organization.Name, s.Module.PackageId, s.Name, s.Tier, s.Model, s.Sites,
            s.EndedAt != null ? SubscriptionState.Ended : s.ParkedAt != null ? SubscriptionState.Parked
                : s.PastDueSince != null ? SubscriptionState.PastDue : s.CanceledAt != null ? SubscriptionState.Canceled
                : s.PausedFrom <= now ? SubscriptionState.Paused
                : s.Period < 0 && s.TrialEndsAt > now ? SubscriptionState.Trialing : SubscriptionState.Active,
            s.StartedAt, s.RenewsAt, s.EndsAt, s.EndedAt, s.Currency));

    // The state is that of Subscription.StateAt, which the database cannot ask.
    private static ListColumns<Subscription> ColumnsAt(DateTime now) => new ListColumns<Subscription>(s => s.OrganizationId, "state", "-started")
        .Choice("state", s => s.EndedAt != null ? SubscriptionState.Ended : s.ParkedAt != null ? SubscriptionState.Parked
            : s.PastDueSince != null ? SubscriptionState.PastDue : s.CanceledAt != null ? SubscriptionState.Canceled
            : s.PausedFrom <= now ? SubscriptionState.Paused
            : s.Period < 0 && s.TrialEndsAt > now ? SubscriptionState.Trialing : SubscriptionState.Active)
        .Text("module", s => s.Name).Text("client", s => s.Organization.Name).Choice("tier", s => s.Tier).Choice("model", s => s.Model)
        .Number("sites", s => s.Sites).Time("started", s => s.StartedAt).Time("next", s => s.RenewsAt).Time("ends", s => s.EndsAt)
        .Text("currency", s => s.Currency);
}
