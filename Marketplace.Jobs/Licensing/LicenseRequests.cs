using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Pricing;
using Marketplace.Publishing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing;

/// <summary>Clients ask publishers for licenses.</summary>
public sealed class LicenseRequests(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int MaxNote = 500;

    /// <summary>Asks for a license on an open offer. Every member of the organization may ask.</summary>
    public Task<LicenseOutcome> AskAsync(Actor actor, long organizationId, long offerId, string note, CancellationToken cancel) =>
        AskAsync(actor, organizationId, offerId, note, sites: null, cancel);

    /// <summary>The same, for a price that is told on request: the publisher answers with a quote for so many sites.</summary>
    public async Task<LicenseOutcome> AskAsync(Actor actor, long organizationId, long offerId, string note, int? sites, CancellationToken cancel)
    {
        if (sites is < 1 or > OfferTerms.MaxSites)
        {
            return new LicenseOutcome.Invalid($"Enter 1 to {OfferTerms.MaxSites:#,0} sites.");
        }

        if (note.Trim().Length > MaxNote)
        {
            return new LicenseOutcome.Invalid($"Write at most {MaxNote} characters.");
        }

        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var listed = db.ListedModules(actor);
        var offer = await db.Offers.Open()
            .Where(o => o.Id == offerId && listed.Any(m => m.Id == o.ModuleId))
            .Select(o => new { o.Tier, o.ModuleId, o.Module.DisplayName, o.Module.NormalizedId, o.Module.PublisherId })
            .FirstOrDefaultAsync(cancel);
        var client = await db.Organizations.Of(actor).Where(o => o.Id == organizationId && o.IsClient).Select(o => o.Name).FirstOrDefaultAsync(cancel);
        if (offer is null || client is null)
        {
            return new LicenseOutcome.NotFound();
        }

        if (offer.Tier is OfferTier.Free)
        {
            return new LicenseOutcome.Invalid($"{offer.DisplayName} is free: install it without a license.");
        }

        if (await db.LicenseRequests.AnyAsync(r => r.ModuleId == offer.ModuleId && r.OrganizationId == organizationId && r.AnsweredAt == null, cancel))
        {
            return new LicenseOutcome.AlreadyAsked();
        }

        db.LicenseRequests.Add(new LicenseRequest(offer.ModuleId, organizationId, offerId, note.Trim(), actor.UserId, now) { Sites = sites });
        db.Audit(actor, "license.ask", $"module/{offer.NormalizedId}", $"{client}: {offer.Tier}", now);
        var request = $"{client} asks for a license of {offer.DisplayName}: {offer.Tier}";
        await db.NotifyMembersAsync(offer.PublisherId, $"licenses/{offer.NormalizedId}", request, now, cancel);
        db.TellLicenses(organizationId, offer.NormalizedId, now);
        try
        {
            await db.SaveChangesAsync(cancel);
            return new LicenseOutcome.Done();
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Another member asked at the same moment.
            return new LicenseOutcome.AlreadyAsked();
        }
    }

    /// <summary>The client takes its own request back.</summary>
    public async Task<LicenseOutcome> WithdrawAsync(Actor actor, long requestId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.Organizations.Of(actor);
        return await db.LicenseRequests.Include(r => r.Module).FirstOrDefaultAsync(
                r => r.Id == requestId && r.AnsweredAt == null && own.Any(o => o.Id == r.OrganizationId),
                cancel) is not { } request ? new LicenseOutcome.NotFound()
            : await db.AcceptedQuoteAsync(requestId, cancel) is not null
                ? new LicenseOutcome.Invalid("The quote was accepted. Ask the publisher to decline what you no longer need.")
            : await AnswerAsync(db, actor, request, "license.withdraw", "", () => request.Withdraw(actor.UserId, clock.UtcNow), cancel);
    }

    /// <summary>The publisher, or staff, says no.</summary>
    public async Task<LicenseOutcome> DeclineAsync(Actor actor, long requestId, string reason, CancellationToken cancel)
    {
        if (reason.Trim() is not { Length: > 0 and <= MaxNote } why)
        {
            return new LicenseOutcome.Invalid($"Say why, in at most {MaxNote} characters.");
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var managed = db.ModulesManagedBy(actor);
        if (await db.LicenseRequests.Include(r => r.Module).FirstOrDefaultAsync(
            r => r.Id == requestId && r.AnsweredAt == null && managed.Any(m => m.Id == r.ModuleId),
            cancel) is not { } request)
        {
            return new LicenseOutcome.NotFound();
        }

        if (!await db.ModulesSoldBy(actor).AnyAsync(m => m.Id == request.ModuleId, cancel))
        {
            return LicenseOutcome.OnlyOwners;
        }

        var answer = $"Your request for a license of {request.Module.DisplayName} was declined: {why}";
        await db.NotifyMembersAsync(request.OrganizationId, "licenses", answer, clock.UtcNow, cancel);
        return await AnswerAsync(db, actor, request, "license.decline", why, () => request.Decline(why, actor.UserId, clock.UtcNow), cancel);
    }

    private async Task<LicenseOutcome> AnswerAsync(
        MarketplaceDb db, Actor actor, LicenseRequest request, string action, string answer, Action write, CancellationToken cancel)
    {
        write();
        await db.WithdrawQuotesAsync(request.Id, actor, clock.UtcNow, cancel);
        db.Audit(actor, action, $"module/{request.Module.NormalizedId}", answer, clock.UtcNow);
        db.TellLicenses(request.OrganizationId, request.Module.NormalizedId, clock.UtcNow);
        return await db.AnsweredAsync(cancel);
    }
}
