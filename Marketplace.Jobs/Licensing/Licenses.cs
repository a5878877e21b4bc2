using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing;

/// <param name="Organization">The client's name.</param>
/// <param name="Sites">Null for all of the client's sites.</param>
/// <param name="ExpiresAt">Null for no end.</param>
/// <param name="OfferId">An open offer of the module, of which it has the tier, entitlements, updates and steps; null for what was agreed on otherwise.</param>
public sealed record LicenseTerms(string Organization, OfferTier Tier, int? Sites, DateTime? ExpiresAt, long? OfferId = null);

/// <summary>Publishers, or staff, issue licenses of their modules, suspend, extend and revoke them.</summary>
public sealed class Licenses(IDbContextFactory<MarketplaceDb> databases, IEnumerable<ILicenseListener> listeners, TimeProvider clock)
{
    private const int MaxSites = 10_000;

    /// <summary>Issues what a client asked for, on the offer that it chose.</summary>
    public Task<LicenseOutcome> GrantAsync(Actor actor, long requestId, DateTime? expiresAt, CancellationToken cancel) =>
        databases.TransactAsync(db => GrantAsync(db, actor, requestId, expiresAt, cancel), cancel);

    private async Task<LicenseOutcome> GrantAsync(MarketplaceDb db, Actor actor, long requestId, DateTime? expiresAt, CancellationToken cancel)
    {
        var managed = db.ModulesManagedBy(actor);
        if (await db.LicenseRequests.Include(r => r.Module).Include(r => r.Offer).FirstOrDefaultAsync(
            r => r.Id == requestId && r.AnsweredAt == null && managed.Any(m => m.Id == r.ModuleId),
            cancel) is not { } request)
        {
            return new LicenseOutcome.NotFound();
        }

        if (!await db.ModulesSoldBy(actor).AnyAsync(m => m.Id == request.ModuleId, cancel))
        {
            return LicenseOutcome.OnlyOwners;
        }

        // What was quoted and accepted says for how many sites.
        var accepted = await db.AcceptedQuoteAsync(requestId, cancel);
        var sites = accepted?.Lines.Max(line => line.Sites) ?? request.Offer.Sites;
        if (Problem(sites, expiresAt) is { } problem)
        {
            return new LicenseOutcome.Invalid(problem);
        }

        var (bundle, missing) = await db.BundleAsync(request.Offer, request.Module.PublisherId, cancel);
        if (missing is not null)
        {
            return new LicenseOutcome.Invalid(
                $"The bundle has {missing}, which the publisher no longer owns. Decline the request, and offer the bundle without it.");
        }

        await db.WithdrawQuotesAsync(requestId, actor, clock.UtcNow, cancel);
        var origin = accepted is null ? LicenseOrigin.Manual : LicenseOrigin.Quote;
        License Of(Module module, License? with) => new(
            module.Id, request.OrganizationId, request.OfferId, request.Offer.Tier, sites, expiresAt, actor.UserId, clock.UtcNow)
        {
            Origin = origin, UpdatesUntil = request.Offer.Details.UpdatesUntil(clock.UtcNow), Features = request.Offer.Details.Features,
            Steps = request.Offer.StepsOf(origin), LeaseMinutes = request.Offer.Details.LeaseMinutes, SoldWith = with,
        };
        var license = Of(request.Module, null);
        request.Grant(license, actor.UserId, clock.UtcNow);
        return await AddAsync(db, actor, [license, .. bundle.Select(module => Of(module, license))], cancel);
    }

    /// <summary>Issues a license that nobody asked for here.</summary>
    public Task<LicenseOutcome> IssueAsync(Actor actor, string packageId, LicenseTerms terms, CancellationToken cancel) =>
        databases.TransactAsync(db => IssueAsync(db, actor, packageId, terms, cancel), cancel);

    private async Task<LicenseOutcome> IssueAsync(MarketplaceDb db, Actor actor, string packageId, LicenseTerms terms, CancellationToken cancel)
    {
        if (Problem(terms.Sites, terms.ExpiresAt) is { } problem)
        {
            return new LicenseOutcome.Invalid(problem);
        }

        var (id, name) = (Module.Normalize(packageId), terms.Organization.Trim());
        if (await db.ModulesManagedBy(actor).FirstOrDefaultAsync(m => m.NormalizedId == id, cancel) is not { } module)
        {
            return new LicenseOutcome.NotFound();
        }

        if (!await db.ModulesSoldBy(actor).AnyAsync(m => m.Id == module.Id, cancel))
        {
            return LicenseOutcome.OnlyOwners;
        }

        if (await db.Organizations.Where(o => o.Name == name && o.IsClient).Select(o => (long?)o.Id).FirstOrDefaultAsync(cancel) is not { } client)
        {
            return new LicenseOutcome.Invalid($"There is no client “{name}”. Write the organization's name as it stands in its requests.");
        }

        var now = clock.UtcNow;
        var offer = await db.Offers.AsNoTracking().Open().FirstOrDefaultAsync(o => o.Id == terms.OfferId && o.ModuleId == module.Id, cancel);
        if (terms.OfferId is not null && offer is null)
        {
            return new LicenseOutcome.Invalid("The module is no longer offered like that. Choose another offer.");
        }

        var license = offer is null ? new License(module.Id, client, null, terms.Tier, terms.Sites, terms.ExpiresAt, actor.UserId, now)
            : new License(module.Id, client, offer.Id, offer.Tier, terms.Sites, terms.ExpiresAt, actor.UserId, now)
            {
                UpdatesUntil = offer.Details.UpdatesUntil(now), Features = offer.Details.Features, Steps = offer.StepsOf(LicenseOrigin.Manual),
                LeaseMinutes = offer.Details.LeaseMinutes,
            };
        return await AddAsync(db, actor, [license], cancel);
    }

    /// <summary>Revokes a license: nothing is installed or updated by it any more, and on sites that have the module it ends by its steps.</summary>
    public Task<LicenseOutcome> RevokeAsync(Actor actor, long licenseId, string reason, CancellationToken cancel) => ChangeAsync(
        actor, licenseId, reason, "license.revoke", "license.revoked", "was revoked", _ => null,
        (license, why) => license.Revoke(actor.UserId, why, clock.UtcNow), cancel);

    /// <summary>Suspends a license until it is reinstated; it ends by its steps meanwhile.</summary>
    public Task<LicenseOutcome> SuspendAsync(Actor actor, long licenseId, string reason, CancellationToken cancel) => ChangeAsync(
        actor, licenseId, reason, "license.suspend", "license.suspended", "was suspended",
        license => license.SuspendedAt is null ? null : "The license is suspended already.",
        (license, why) => license.Suspend(actor.UserId, why, clock.UtcNow), cancel);

    /// <summary>A suspended license counts again.</summary>
    public Task<LicenseOutcome> ReinstateAsync(Actor actor, long licenseId, string reason, CancellationToken cancel) => ChangeAsync(
        actor, licenseId, reason, "license.reinstate", "license.reinstated", "was reinstated",
        license => license.SuspendedAt is null ? "The license is not suspended." : null,
        (license, _) => license.Reinstate(), cancel);

    /// <summary>Gives a license a later end, or none.</summary>
    /// <param name="until">Null for no end.</param>
    public Task<LicenseOutcome> ExtendAsync(Actor actor, long licenseId, DateTime? until, string reason, CancellationToken cancel) => ChangeAsync(
        actor, licenseId, reason, "license.extend", "license.extended",
        until is { } day ? $"was extended until {DateOnly.FromDateTime(day.AddTicks(-1)):yyyy-MM-dd}" : "has no end now",
        license => license.ExpiresAt is null ? "The license has no end, so it cannot be extended."
            : until is null && license.Origin is LicenseOrigin.Trial ? "A trial needs an end. Issue a license to let it go on for good."
            : until <= license.ExpiresAt ? "Choose a later day than the one it ends on. To end it sooner, revoke it." : Problem(license.Sites, until),
        (license, _) => license.Extend(until), cancel);

    private async Task<LicenseOutcome> ChangeAsync(
        Actor actor, long licenseId, string reason, string act, string told, string done, Func<License, string?> problem, Action<License, string> change,
        CancellationToken cancel)
    {
        if (reason.Trim() is not { Length: > 0 and <= License.MaxReason } why)
        {
            return new LicenseOutcome.Invalid($"Give a reason of at most {License.MaxReason} characters.");
        }

        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var managed = db.ModulesManagedBy(actor);
        if (await db.Licenses.Include(l => l.Module).FirstOrDefaultAsync(
            l => l.Id == licenseId && l.RevokedAt == null && managed.Any(m => m.Id == l.ModuleId),
            cancel) is not { } license)
        {
            return new LicenseOutcome.NotFound();
        }

        if (!await db.ModulesSoldBy(actor).AnyAsync(m => m.Id == license.ModuleId, cancel))
        {
            return LicenseOutcome.OnlyOwners;
        }

        if (problem(license) is { } wrong)
        {
            return new LicenseOutcome.Invalid(wrong);
        }

        change(license, why);
        await TellAsync(db, license, told, cancel);
        db.Audit(actor, act, $"module/{license.Module.NormalizedId}", $"License {license.Id} {done}: {why}", now);
        await db.NotifyMembersAsync(license.OrganizationId, "licenses", $"Your license of {license.Module.DisplayName} {done}: {why}", now, cancel);
        db.TellLicenses(license.OrganizationId, license.Module.NormalizedId, now);
        return await db.AnsweredAsync(cancel);
    }

    // The modules are known to the context, which sets them.
    private async Task<LicenseOutcome> AddAsync(MarketplaceDb db, Actor actor, IReadOnlyList<License> licenses, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        db.Licenses.AddRange(licenses);
        foreach (var license in licenses)
        {
            var words = $"{license.Tier} for {(license.Sites is { } sites ? $"{sites} {(sites == 1 ? "site" : "sites")}" : "all sites")}";
            db.Audit(actor, "license.issue", $"module/{license.Module.NormalizedId}", $"Organization {license.OrganizationId}: {words}", now);
            await db.NotifyMembersAsync(license.OrganizationId, "licenses", $"You have a license of {license.Module.DisplayName}: {words}", now, cancel);
            db.TellLicenses(license.OrganizationId, license.Module.NormalizedId, now);
        }

        // Its number, which is told, is known when it is saved.
        if (await db.AnsweredAsync(cancel) is var outcome && outcome is not LicenseOutcome.Done)
        {
            return outcome;
        }

        foreach (var license in licenses)
        {
            await TellAsync(db, license, "license.issued", cancel);
        }

        return await db.AnsweredAsync(cancel);
    }

    private async Task TellAsync(MarketplaceDb db, License license, string change, CancellationToken cancel)
    {
        foreach (var listener in listeners)
        {
            await listener.ChangedAsync(db, license, change, cancel);
        }
    }

    private string? Problem(int? sites, DateTime? expiresAt) =>
        sites is < 1 or > MaxSites ? $"A license counts on 1 to {MaxSites:#,0} sites, or on all of them."
        : expiresAt <= clock.UtcNow ? "A license must end in the future, or have no end."
        : null;
}
