using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Payouts.Accounts;
using Marketplace.Payouts.Shares;
using Marketplace.Payouts.Terms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Payouts;

/// <summary>How a publisher is paid in a currency now.</summary>
/// <param name="Day">Of the month, on which its payouts are prepared; 0 by hand alone.</param>
/// <param name="Reason">Why it is other than usual; null where it is as the settings say.</param>
public sealed record TermsView(
    long PublisherId, string Publisher, string Currency, int ReserveBasisPoints, int ReserveDays, int Day, long Minimum, string? Reason, DateTime? At)
{
    public Money MinimumAmount => new(Minimum, Currency);
}

/// <param name="Values">What was set; null of it counts as usual.</param>
/// <param name="IsInForce">No later one has taken its place.</param>
public sealed record TermsRow(
    long Id, long PublisherId, string Publisher, string Currency, TermsValues Values, string Reason, string By, DateTime At, bool IsInForce);

public abstract record TermsOutcome
{
    public sealed record Saved : TermsOutcome;

    /// <param name="Field">Of what, as in <see cref="PayoutTerms"/>.</param>
    public sealed record Invalid(string Field, string Problem) : TermsOutcome;

    public sealed record NotFound : TermsOutcome;
}

/// <summary>Operators set reserve, schedule and minimum of one publisher, by currency; its members see what counts and why.</summary>
public sealed class PublisherTerms(
    IDbContextFactory<MarketplaceDb> databases, IOptions<PayoutOptions> payouts, IOptions<ShareOptions> shares, TimeProvider clock)
{
    private const int MaxViews = 500;

    public static readonly ListColumns<PayoutTerms> Columns = new ListColumns<PayoutTerms>(t => t.Id, "-at")
        .Text("publisher", t => t.Publisher.Name).Text("currency", t => t.Currency).Sorted("reserve", t => t.ReserveBasisPoints)
        .Sorted("day", t => t.Day).Sorted("minimum", t => t.Minimum).Text("reason", t => t.Reason).Text("by", t => t.By.DisplayName).Time("at", t => t.At);

    public async Task<Page<TermsRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, actor, query).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<TermsRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, actor, query), cancel);

    /// <summary>Of one's own publishers, in each currency in which they have a balance or terms of their own.</summary>
    public async Task<IReadOnlyList<TermsView>> OwnAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.Organizations.Of(actor).Where(o => o.Publishes);
        var balances = (await EarningQueries.Balances(db, own).Take(MaxViews).ToListAsync(cancel))
            .Select(b => (b.PublisherId, b.Publisher, b.Currency));
        var set = await db.CurrentPayoutTerms().AsNoTracking().Include(t => t.Publisher).Where(t => own.Any(o => o.Id == t.PublisherId))
            .OrderBy(t => t.Id).Take(MaxViews).ToListAsync(cancel);
        var terms = set.ToDictionary(t => (t.PublisherId, t.Currency));
        return
        [
            .. balances.Concat(set.Select(t => (t.PublisherId, t.Publisher.Name, t.Currency))).Distinct().OrderBy(one => one.Item2).ThenBy(one => one.Currency)
                .Select(one => View(one.PublisherId, one.Item2, one.Currency, terms.GetValueOrDefault((one.PublisherId, one.Currency)))),
        ];
    }

    /// <param name="publisher">Its name.</param>
    public async Task<TermsOutcome> SetAsync(Actor actor, string publisher, string currency, TermsValues values, string reason, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel))
        {
            return new TermsOutcome.NotFound();
        }

        var name = OrganizationName.Fold(publisher.Trim());
        var id = await db.Organizations.Where(o => o.NormalizedName == name && o.Publishes).Select(o => (long?)o.Id).FirstOrDefaultAsync(cancel);
        if (id is not { } publisherId)
        {
            return new TermsOutcome.Invalid(nameof(PayoutTerms.Publisher), $"No publisher is called “{publisher.Trim()}”.");
        }

        if (await db.Organizations.WithMember(actor.UserId).AnyAsync(o => o.Id == publisherId, cancel))
        {
            return new TermsOutcome.Invalid(nameof(PayoutTerms.Publisher), "You belong to this publisher. Someone else has to set its terms.");
        }

        if (Problem(currency, values, reason.Trim()) is { } problem)
        {
            return problem;
        }

        var (now, terms) = (clock.UtcNow, new PayoutTerms(publisherId, Currency.Of(currency).Code, values, reason.Trim(), actor.UserId, clock.UtcNow));
        db.Add(terms);
        var text = Text(View(publisherId, "", terms.Currency, terms));
        db.Audit(actor, "payout-terms.set", $"organization/{publisherId}", $"{terms.Currency}: {text} {terms.Reason}", now);
        await db.NotifyOwnersAsync(
            publisherId, $"payout-terms/{publisherId}", $"Your payouts in {terms.Currency} have other terms from now on. {text} {terms.Reason}", now, cancel);
        db.Changed(LiveTopic.Payouts, now);
        await db.SaveChangesAsync(cancel);
        return new TermsOutcome.Saved();
    }

    private static TermsOutcome.Invalid? Problem(string currency, TermsValues values, string reason) =>
        Currency.Find(currency) is null ? new(nameof(PayoutTerms.Currency), Currency.Unknown(currency))
        : values.ReserveBasisPoints is < 0 or > 10_000 ? new(nameof(PayoutTerms.ReserveBasisPoints), "A reserve is between 0 and 100%.")
        : values.ReserveDays is < 1 or > PayoutTerms.MaxReserveDays
            ? new(nameof(PayoutTerms.ReserveDays), $"A reserve is kept for 1 to {PayoutTerms.MaxReserveDays} days.")
        : values.Day is < 0 or > PayoutTerms.LastDay
            ? new(nameof(PayoutTerms.Day), $"Enter a day from 1 to {PayoutTerms.LastDay}, or 0 for payouts by hand alone.")
        : values.Minimum is < 1 or > PayoutTerms.MaxMinimum
            ? new(nameof(PayoutTerms.Minimum), $"A minimum is at most {new Money(PayoutTerms.MaxMinimum, Currency.Of(currency).Code)}, and more than nothing.")
        : reason is "" or { Length: > PayoutTerms.MaxReason }
            ? new(nameof(PayoutTerms.Reason), $"Say why, in at most {PayoutTerms.MaxReason} characters. The publisher reads it.")
        : null;

    private static string Text(TermsView view) =>
        string.Create(CultureInfo.InvariantCulture, $"Reserve {view.ReserveBasisPoints / 100m:0.##}% for {view.ReserveDays} days, ")
        + (view.Day == 0 ? "prepared by hand" : $"prepared on day {view.Day}") + $", minimum {view.MinimumAmount}.";

    private TermsView View(long publisherId, string publisher, string currency, PayoutTerms? own) => new(
        publisherId, publisher, currency, own?.ReserveBasisPoints ?? shares.Value.ReserveBasisPoints, own?.ReserveDays ?? shares.Value.ReserveDays,
        own?.Day ?? payouts.Value.DayOf(currency), own?.Minimum ?? payouts.Value.MinimumOf(currency),
        own?.Values == TermsValues.Usual ? null : own?.Reason, own?.At);

    private static IQueryable<TermsRow> Rows(MarketplaceDb db, Actor actor, ListQuery query)
    {
        var (operators, current) = (db.StaffGrants.Allowing(actor, StaffRole.Operator), db.CurrentPayoutTerms());
        return Columns.Apply(db.PayoutTerms.AsNoTracking().Where(_ => operators.Any()), query).Select(t => new TermsRow(
            t.Id, t.PublisherId, t.Publisher.Name, t.Currency, new TermsValues(t.ReserveBasisPoints, t.ReserveDays, t.Day, t.Minimum), t.Reason,
            t.By.DisplayName, t.At, current.Any(c => c.Id == t.Id)));
    }
}
