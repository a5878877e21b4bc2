using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Dunning;

/// <summary>Who is where.</summary>
/// <param name="Campaign">Its name and version, as <c>Default, version 2</c>; empty for who may not know.</param>
/// <param name="Step">The last day of the campaign that has come; null before day 0 was mailed.</param>
/// <param name="Next">When the payment is tried next; null where it is not.</param>
/// <param name="Failure">A code of <see cref="Payments.PaymentFailure"/>.</param>
public sealed record DunningRow(
    Guid PeriodId, Guid SubscriptionId, string Client, string Name, long Minor, string Currency, string Campaign, DateTime StartsAt, DateTime EnteredAt,
    DateTime? Next, DateTime? EndsAt, int? Step, int Attempts, string? Failure, DunningState State, DateTime? PausedUntil, string? Invoice)
{
    public Money Amount => new(Minor, Currency);
}

/// <param name="Day">Of the step in its campaign.</param>
/// <param name="IsSent">It went out; otherwise it was left out, since a later one was due too.</param>
public sealed record DunningMailRow(int Day, DunningLetter Letter, bool IsSent, DateTime At);

/// <param name="Mails">In the order of their days.</param>
public sealed record DunningDetail(DunningRow Row, IReadOnlyList<DunningMailRow> Mails);

/// <summary>What a campaign does on a day of a calendar.</summary>
public sealed record CalendarDay(DateOnly Day, int Retries, int Mails, int Ends);

/// <summary>What a client is told on its pages.</summary>
/// <param name="Next">When the payment is tried next; null where it is not.</param>
public sealed record DunningBanner(Guid SubscriptionId, string Name, Money Amount, DateTime? Next, DateTime EndsAt);

/// <summary>Reads what waits for its payment: all of it for operators, and for members what concerns them.</summary>
public sealed class DunningQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public static readonly ListColumns<DunningCase> Columns = new ListColumns<DunningCase>(c => c.OrganizationId, "state", "next")
        .Text("client", c => c.Organization.Name).Text("subscription", c => c.Subscription.Name).Choice("state", c => c.State)
        .Text("campaign", c => c.Campaign.Campaign.Name).Time("entered", c => c.EnteredAt).Time("next", c => c.Period.ChargeAt)
        .Text("failure", c => c.Period.Failure).Number("amount", c => c.Minor).Text("currency", c => c.Currency);

    private const int MaxCases = 2000, MaxBanners = 20;

    /// <summary>For operators; what is open first.</summary>
    public async Task<Page<DunningRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var page = await Rows(db, All(db, actor), query).PageAsync(query, cancel);
        return new([.. page.Rows.Select(Row)], page.Total, page.Number, page.Size);
    }

    /// <summary>Those of the actor's organizations, all of them for operators. Which campaign they follow is for operators alone.</summary>
    public async Task<Page<DunningRow>> SeenAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var page = await Rows(db, Seen(db, actor), query).PageAsync(query, cancel);
        var isOperator = await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel);
        return new([.. page.Rows.Select(read => isOperator ? Row(read) : Row(read) with { Campaign = "" })], page.Total, page.Number, page.Size);
    }

    /// <summary>One of them with what was mailed; null if there is none that the actor may see.</summary>
    public async Task<DunningDetail?> ReadAsync(Actor actor, Guid periodId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Rows(db, Seen(db, actor).Where(c => c.PeriodId == periodId), ListQuery.First).FirstOrDefaultAsync(cancel) is not { } read)
        {
            return null;
        }

        var isOperator = await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel);
        var mails = await db.Set<DunningMail>().Where(m => m.PeriodId == periodId).OrderBy(m => m.Day).Take(DunningPlan.MaxSteps)
            .Select(m => new DunningMailRow(m.Day, m.Letter, m.IsSent, m.At)).ToListAsync(cancel);
        var row = Row(read);
        return new(isOperator ? row : row with { Campaign = "" }, mails);
    }

    public IAsyncEnumerable<DunningRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, All(db, actor), query), cancel).Select(Row);

    /// <summary>What comes on each day of a month, by the days of UTC; for operators.</summary>
    public async Task<IReadOnlyList<CalendarDay>> CalendarAsync(Actor actor, DateOnly month, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (first, now) = (new DateOnly(month.Year, month.Month, 1), clock.UtcNow);
        var cases = await All(db, actor).AsNoTracking().Where(c => c.State == DunningState.Open).OrderBy(c => c.EnteredAt).Take(MaxCases)
            .Include(c => c.Campaign).Include(c => c.Mails).ToListAsync(cancel);
        var coming = (from one in cases
                      let times = one.Times
                      from step in one.Campaign.Plan.Steps
                      let at = times.At(step.Day)
                      where at >= one.After(now)
                      select (
                          Day: DateOnly.FromDateTime(at), step.Retries, Mails: step.Mail is not null && one.Mails.All(mail => mail.Day != step.Day),
                          Ends: step.Day == one.Campaign.Plan.LastDay)).ToLookup(step => step.Day);
        return
        [
            .. Enumerable.Range(0, first.AddMonths(1).DayNumber - first.DayNumber).Select(first.AddDays).Select(day => new CalendarDay(
                day, coming[day].Count(step => step.Retries), coming[day].Count(step => step.Mails), coming[day].Count(step => step.Ends))),
        ];
    }

    /// <summary>What the actor's organizations are told on their pages, what ends first before the rest.</summary>
    public async Task<IReadOnlyList<DunningBanner>> BannersAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = clock.UtcNow;
        var cases = await db.DunningCases.Of(actor).AsNoTracking().Where(c => c.State == DunningState.Open).OrderBy(c => c.EnteredAt).Take(MaxBanners)
            .Include(c => c.Campaign).Include(c => c.Period.Subscription).Include(c => c.Period.Followers).ThenInclude(f => f.Subscription)
            .ToListAsync(cancel);
        return
        [
            .. cases.Where(one => one.Campaign.Plan.Steps.Any(step => step.ShowsBanner && one.Times.At(step.Day) <= now))
                .Select(one => new DunningBanner(one.SubscriptionId, one.Period.Names, one.Amount, one.Period.ChargeAt, one.Times.EndsAt))
                .OrderBy(banner => banner.EndsAt),
        ];
    }

    /// <summary>When a subscription of the actor's organizations ends if it is not paid; null where nothing is open.</summary>
    public async Task<DateTime?> EndOfAsync(Actor actor, Guid subscriptionId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return (await db.DunningCases.Of(actor).AsNoTracking().Include(c => c.Campaign)
            .Where(c => c.State == DunningState.Open && ((c.SubscriptionId == subscriptionId && c.Subscription.EndedAt == null)
                || c.Period.Followers.Any(f => f.SubscriptionId == subscriptionId && f.Subscription.EndedAt == null)))
            .OrderBy(c => c.StartsAt).FirstOrDefaultAsync(cancel))?.Times.EndsAt;
    }

    private static IQueryable<DunningCase> All(MarketplaceDb db, Actor actor)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.DunningCases.Where(_ => operators.Any());
    }

    private static IQueryable<DunningCase> Seen(MarketplaceDb db, Actor actor)
    {
        var (operators, own) = (db.StaffGrants.Allowing(actor, StaffRole.Operator), db.Organizations.Of(actor));
        return db.DunningCases.Where(c => operators.Any() || own.Any(o => o.Id == c.OrganizationId));
    }

    // Ids are no numbers, by which lists end their order.
    private static IQueryable<Read> Rows(MarketplaceDb db, IQueryable<DunningCase> cases, ListQuery query)
    {
        var invoices = db.Set<Invoices.Invoice>();
        return ((IOrderedQueryable<DunningCase>)Columns.Apply(cases.AsNoTracking(), query)).ThenBy(c => c.PeriodId).Select(c => new Read(
            c, c.Campaign, c.Campaign.Campaign.Name, c.Organization.Name, c.Subscription.Name, c.Period.Followers.Count, c.Period.ChargeAt, c.Period.Attempts,
            c.Period.Failure,
            invoices.Where(i => i.Id == c.Period.InvoiceId).Select(i => i.Number).FirstOrDefault()));
    }

    private DunningRow Row(Read read)
    {
        var (one, plan, now) = (read.Case, read.Version.Plan, clock.UtcNow);
        var times = new DunningTimes(plan, one.StartsAt.AddMinutes(one.ShiftMinutes), TimeZones.Find(one.Zone) ?? TimeZoneInfo.Utc);
        var isOpen = one.State is DunningState.Open;
        return new(
            one.PeriodId, one.SubscriptionId, read.Client, read.Others == 0 ? read.Name : $"{read.Name} and {read.Others:#,0} more", one.Minor, one.Currency,
            $"{read.Campaign}, version {read.Version.Number}", one.StartsAt, one.EnteredAt, isOpen ? read.ChargeAt : null, isOpen ? times.EndsAt : null,
            isOpen ? plan.Steps.LastOrDefault(step => times.At(step.Day) <= now)?.Day : null, read.Attempts, read.Failure, one.State,
            one.IsPausedAt(now) ? one.PausedUntil : null, read.Invoice);
    }

    private sealed record Read(
        DunningCase Case, DunningVersion Version, string Campaign, string Client, string Name, int Others, DateTime? ChargeAt, int Attempts,
        string? Failure, string? Invoice);
}
