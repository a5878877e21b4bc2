using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Pricing.Succession;

/// <summary>Owners of publishers, or staff, announce successors of offers; owners of clients leave before one counts.</summary>
public sealed class Successions(
    IDbContextFactory<MarketplaceDb> databases, SuccessionDraft draft, IEnumerable<ISuccessionListener> listeners, IOptions<PricingOptions> options,
    TimeProvider clock)
{
    /// <summary>The earliest day on which a successor that is announced today may count.</summary>
    public DateOnly Earliest => DateOnly.FromDateTime(clock.UtcNow).AddDays(options.Value.SuccessionNoticeDays);

    /// <summary>Announces it to everybody who holds the offer now.</summary>
    /// <param name="from">The first day of the successor, in UTC.</param>
    public Task<ListingOutcome> AnnounceAsync(Actor actor, string packageId, long offerId, long successorId, DateOnly from, CancellationToken cancel) =>
        databases.TransactAsync<ListingOutcome>(async db =>
        {
            var id = Module.Normalize(packageId);
            if (!await db.ModulesSoldBy(actor).AnyAsync(m => m.NormalizedId == id, cancel))
            {
                return await db.ModulesManagedBy(actor).AnyAsync(m => m.NormalizedId == id, cancel)
                    ? new ListingOutcome.Invalid("Ask an owner of the publisher: only owners decide on prices.")
                    : new ListingOutcome.NotFound();
            }

            var offers = await db.Offers.Include(o => o.Prices).Include(o => o.Module)
                .Where(o => (o.Id == offerId || o.Id == successorId) && o.Module.NormalizedId == id).ToDictionaryAsync(o => o.Id, cancel);
            if (!offers.TryGetValue(offerId, out var offer) || !offers.TryGetValue(successorId, out var successor))
            {
                return new ListingOutcome.NotFound();
            }

            if (await ProblemAsync(db, offer, successor, from, cancel) is { } problem)
            {
                return new ListingOutcome.Invalid(problem);
            }

            var affected = await draft.AffectedAsync(db, offer, successor, cancel);
            if (affected.Count == 0)
            {
                return new ListingOutcome.Invalid("No client holds this offer for a term, so there is nobody to move.");
            }

            if (await AnnounceAsync(db, actor, offer, successor, from, affected, cancel) is { } unfit)
            {
                return new ListingOutcome.Invalid(unfit);
            }

            try
            {
                await db.SaveChangesAsync(cancel);
                return new ListingOutcome.Done();
            }
            catch (DbUpdateException error) when (error.IsLostRace)
            {
                return new ListingOutcome.Invalid(
                    error is DbUpdateConcurrencyException ? "A subscription was changed at the same moment. Try again." : Announced);
            }
        }, cancel);

    /// <summary>An owner of an organization leaves before the successor counts: its subscriptions end with what is paid.</summary>
    public async Task<ListingOutcome> DeclineAsync(Actor actor, long successionId, long organizationId, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var owned = db.Organizations.OwnedBy(actor);
        if (await db.Set<SuccessionMove>().Include(m => m.Succession.Offer.Module).Include(m => m.Organization).FirstOrDefaultAsync(
            m => m.SuccessionId == successionId && m.OrganizationId == organizationId && owned.Any(o => o.Id == m.OrganizationId),
            cancel) is not { } move)
        {
            return new ListingOutcome.NotFound();
        }

        if (move.DeclinedAt is not null || move.MovedAt is not null || move.Succession.From <= now)
        {
            return new ListingOutcome.Invalid(
                move.DeclinedAt is not null ? "Your organization has left already." : "The successor is in effect: it is too late to leave.");
        }

        var module = move.Succession.Offer.Module;
        move.Decline(actor.UserId, now);
        var left = $"Organization {organizationId} leaves before {Day(move.Succession.From)}";
        db.Audit(actor, "succession.decline", $"module/{module.NormalizedId}", left, now);
        var news = $"{move.Organization.Name} leaves {module.DisplayName} before its new offer counts on {Day(move.Succession.From)}";
        await db.NotifyMembersAsync(module.PublisherId, $"offers/{module.NormalizedId}", news, now, cancel);
        foreach (var listener in listeners)
        {
            await listener.DeclinedAsync(db, move, actor.UserId, cancel);
        }

        db.Changed(LiveTopic.Module(module.NormalizedId), now);
        db.Changed(LiveTopic.Licenses(organizationId), now);
        return await db.TrySaveAsync(cancel) ? new ListingOutcome.Done() : new ListingOutcome.Invalid("It changed at the same moment. Look again.");
    }

    private const string Announced = "A successor of this offer is announced already.";

    private async Task<string?> ProblemAsync(MarketplaceDb db, Offer offer, Offer successor, DateOnly from, CancellationToken cancel) =>
        SuccessionDraft.Problem(offer, successor)
        ?? (from < Earliest ? $"A successor is announced at least {options.Value.SuccessionNoticeDays} days before. Choose {Earliest:yyyy-MM-dd} or later."
            : from > Earliest.AddYears(2) ? "Choose a day within the next two years."
            : await db.Successions.AnyAsync(s => s.OfferId == offer.Id, cancel) ? Announced
            : null);

    // Nothing is saved where something stands in the way.
    private async Task<string?> AnnounceAsync(
        MarketplaceDb db, Actor actor, Offer offer, Offer successor, DateOnly from, IReadOnlyList<AffectedHolder> affected, CancellationToken cancel)
    {
        var (now, module) = (clock.UtcNow, offer.Module);
        var succession = new OfferSuccession(offer.Id, successor.Id, from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), actor.UserId, now);
        db.Add(succession);
        var per = offer.Model.Per();
        foreach (var one in affected)
        {
            succession.Moves.Add(new(one.OrganizationId, one.Sites, one.Before.Currency, one.Before.Minor, one.After.Minor));
            var text = $"{module.DisplayName} has a new offer from {Day(succession.From)} on: {one.Organization} pays {one.After} instead of {one.Before} "
                + $"a {per}, without tax. An owner can leave before that day, under Licenses.";
            await db.NotifyMembersAsync(one.OrganizationId, "licenses", text, now, cancel);
            db.Changed(LiveTopic.Licenses(one.OrganizationId), now);
        }

        db.Audit(
            actor, "succession.announce", $"module/{module.NormalizedId}",
            $"Offer {offer.Id} to {successor.Id} from {Day(succession.From)}: {affected.Count} organizations", now);
        db.Changed(LiveTopic.Module(module.NormalizedId), now);
        foreach (var listener in listeners)
        {
            if (await listener.AnnouncedAsync(db, succession, cancel) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static string Day(DateTime at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
