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
public sealed record LicenseTerms(string Organization, OfferTier Tier, int? Sites, DateTime? ExpiresAt);

/// <summary>Publishers, or staff, issue licenses of their modules and take them back. What was paid for one is settled between them and the client.</summary>
public sealed class Licenses(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int MaxSites = 10_000, MaxReason = 500;

    /// <summary>Issues what a client asked for, on the offer that it chose.</summary>
    public async Task<LicenseOutcome> GrantAsync(Actor actor, long requestId, DateTime? expiresAt, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
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
        License Of(Module module) => new(
            module.Id, request.OrganizationId, request.OfferId, request.Offer.Tier, sites, expiresAt, actor.UserId, clock.UtcNow);
        var license = Of(request.Module);
        request.Grant(license, actor.UserId, clock.UtcNow);
        await AddAsync(db, actor, license, request.Module, cancel);
        foreach (var module in bundle)
        {
            await AddAsync(db, actor, Of(module), module, cancel);
        }

        return await db.AnsweredAsync(cancel);
    }

    /// <summary>Issues a license that nobody asked for here.</summary>
    public async Task<LicenseOutcome> IssueAsync(Actor actor, string packageId, LicenseTerms terms, CancellationToken cancel)
    {
        if (Problem(terms.Sites, terms.ExpiresAt) is { } problem)
        {
            return new LicenseOutcome.Invalid(problem);
        }

        var (id, name) = (Module.Normalize(packageId), terms.Organization.Trim());
        await using var db = await databases.CreateDbContextAsync(cancel);
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

        await AddAsync(
            db, actor, new License(module.Id, client, null, terms.Tier, terms.Sites, terms.ExpiresAt, actor.UserId, clock.UtcNow), module, cancel);
        return await db.AnsweredAsync(cancel);
    }

    /// <summary>Revokes a license. Sites that have the module keep it; it can be installed on no other.</summary>
    public async Task<LicenseOutcome> RevokeAsync(Actor actor, long licenseId, string reason, CancellationToken cancel)
    {
        if (reason.Trim() is not { Length: > 0 and <= MaxReason } why)
        {
            return new LicenseOutcome.Invalid($"Say why, in at most {MaxReason} characters.");
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

        license.Revoke(actor.UserId, why, now);
        db.Audit(actor, "license.revoke", $"module/{license.Module.NormalizedId}", $"License {license.Id}: {why}", now);
        await db.NotifyMembersAsync(license.OrganizationId, "licenses", $"Your license of {license.Module.DisplayName} was revoked: {why}", now, cancel);
        db.TellLicenses(license.OrganizationId, license.Module.NormalizedId, now);
        return await db.AnsweredAsync(cancel);
    }

    private async Task AddAsync(MarketplaceDb db, Actor actor, License license, Module module, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        db.Licenses.Add(license);
        var words = $"{license.Tier} for {(license.Sites is { } sites ? $"{sites} {(sites == 1 ? "site" : "sites")}" : "all sites")}";
        db.Audit(actor, "license.issue", $"module/{module.NormalizedId}", $"Organization {license.OrganizationId}: {words}", now);
        await db.NotifyMembersAsync(license.OrganizationId, "licenses", $"You have a license of {module.DisplayName}: {words}", now, cancel);
        db.TellLicenses(license.OrganizationId, module.NormalizedId, now);
    }

    private string? Problem(int? sites, DateTime? expiresAt) =>
        sites is < 1 or > MaxSites ? $"A license counts on 1 to {MaxSites:#,0} sites, or on all of them."
        : expiresAt <= clock.UtcNow ? "A license must end in the future, or have no end."
        : null;
}
