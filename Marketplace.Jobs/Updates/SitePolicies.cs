using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Operations;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Updates;

public abstract record SavePolicyOutcome
{
    /// <param name="WebhookSecret">What signs the posts to a new address; shown once. Null if the address is as before, or none.</param>
    public sealed record Saved(string? WebhookSecret) : SavePolicyOutcome;

    public sealed record Invalid(string Problem) : SavePolicyOutcome;

    public sealed record NotFound : SavePolicyOutcome;
}

/// <summary>What the members of a site decide about its updates: policy, pins, skipped versions.</summary>
public sealed class SitePolicies(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public const int MaxCoolDownHours = 24 * 90;

    /// <summary>Null if the actor has no such site; what applies where nobody has saved anything.</summary>
    public async Task<PolicySettings?> ReadAsync(Actor actor, long siteId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var policies = db.SitePolicies;
        var site = await db.Sites.AsNoTracking()
            .Of(actor)
            .Where(s => s.Id == siteId)
            .Select(s => new { Policy = policies.FirstOrDefault(p => p.SiteId == s.Id) })
            .FirstOrDefaultAsync(cancel);
        return site is null ? null : site.Policy?.Settings ?? new PolicySettings();
    }

    public async Task<SavePolicyOutcome> SaveAsync(Actor actor, long siteId, PolicySettings settings, CancellationToken cancel)
    {
        settings = settings with
        {
            TimeZone = settings.TimeZone.Trim(),
            WebhookUrl = string.IsNullOrWhiteSpace(settings.WebhookUrl) ? null : settings.WebhookUrl.Trim()
        };
        if (Problem(settings) is { } problem)
        {
            return new SavePolicyOutcome.Invalid(problem);
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.Sites.Of(actor).AnyAsync(s => s.Id == siteId, cancel))
        {
            return new SavePolicyOutcome.NotFound();
        }

        var policy = await db.SitePolicies.FirstOrDefaultAsync(p => p.SiteId == siteId, cancel);
        if (policy is null)
        {
            db.Add(policy = new SitePolicy(siteId, clock.UtcNow));
        }

        var secret = policy.Save(settings, actor.UserId, clock.UtcNow);
        db.Audit(
            actor,
            "site.policy",
            $"site/{siteId}",
            $"{settings.Level}, {settings.CoolDownHours} h, on suspension {settings.OnSuspension?.ToString() ?? "as installed"}, "
                + $"notices {settings.Notices}{(settings.WebhookUrl is null ? "" : ", webhook")}",
            clock.UtcNow);
        db.Changed(LiveTopic.Site(siteId), clock.UtcNow);
        db.Wake(Work.Policies, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return new SavePolicyOutcome.Saved(secret);
    }

    /// <summary>A pinned module is changed by no plan that was not made for it. False if the actor has no such module on the site.</summary>
    public Task<bool> PinAsync(Actor actor, long siteId, string packageId, bool pinned, CancellationToken cancel) =>
        RuleAsync(actor, siteId, packageId, pinned ? "module.pin" : "module.unpin", "", rule => rule.Pin(pinned, clock.UtcNow), cancel);

    /// <summary>A skipped version is neither offered on the site nor taken by its policy; newer ones are.</summary>
    public async Task<bool> SkipAsync(Actor actor, long siteId, string packageId, string version, bool skipped, CancellationToken cancel) =>
        NuGetVersion.TryParse(version, out var parsed) && version.Length <= 100
        && await RuleAsync(
            actor,
            siteId,
            packageId,
            skipped ? "module.skip" : "module.unskip",
            parsed.ToNormalizedString(),
            rule => rule.Skip(parsed.ToNormalizedString(), skipped),
            cancel);

    /// <param name="level">Null means as the site's.</param>
    public Task<bool> FollowAsync(Actor actor, long siteId, string packageId, UpdateLevel? level, CancellationToken cancel) =>
        RuleAsync(actor, siteId, packageId, "module.policy", level?.ToString() ?? "as the site", rule => rule.Follow(level), cancel);

    private async Task<bool> RuleAsync(
        Actor actor, long siteId, string packageId, string action, string details, Action<ModuleRule> change, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.Sites.Of(actor);
        if (!await db.Installed([siteId])
            .Where(m => own.Any(s => s.Id == m.SiteId))
            .Join(db.Releases, m => m.Hash, r => r.PackageHash, (m, r) => r.Module.NormalizedId)
            .ContainsAsync(id, cancel))
        {
            return false;
        }

        var rule = await db.ModuleRules.FirstOrDefaultAsync(r => r.SiteId == siteId && r.NormalizedId == id, cancel);
        if (rule is null)
        {
            db.Add(rule = ModuleRule.For(siteId, id));
        }

        change(rule);
        if (rule.Level is not null && !await db.SitePolicies.AnyAsync(p => p.SiteId == siteId && p.SetById != null, cancel))
        {
            var policy = await db.SitePolicies.FirstOrDefaultAsync(p => p.SiteId == siteId, cancel) ?? db.Add(new SitePolicy(siteId, clock.UtcNow)).Entity;
            policy.Save(policy.Settings, actor.UserId, clock.UtcNow);
            db.Wake(Work.Policies, clock.UtcNow);
        }

        db.Audit(actor, action, $"site/{siteId}", $"{packageId} {details}".Trim(), clock.UtcNow);
        db.Changed(LiveTopic.Site(siteId), clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>What is wrong with a time zone; null if nothing is.</summary>
    public static string? ZoneProblem(string? zone) => MaintenanceWindow.IsTimeZone((zone ?? "").Trim())
        ? null
        : $"“{zone}” is no time zone. Enter one by its IANA name, such as Europe/Berlin.";

    /// <summary>What is wrong with a webhook's address, which may be empty; null if nothing is.</summary>
    public static string? WebhookProblem(string? url) =>
        url?.Trim() is not { Length: > 0 } text
        || (text.Length <= 500 && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.UserInfo == "")
            ? null
            : "Enter a webhook address that begins with https:// and has at most 500 characters.";

    private static string? Problem(PolicySettings settings) =>
        settings.CoolDownHours is < 0 or > MaxCoolDownHours ? "Choose a cool-down from 0 hours to 90 days."
        : ZoneProblem(settings.TimeZone)
            ?? (settings.Window is { IsValid: false } ? "Choose at least one day, a time of day and a length of at most 24 hours."
            : WebhookProblem(settings.WebhookUrl));
}
