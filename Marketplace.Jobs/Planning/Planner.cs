using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NuGet.Versioning;

namespace Marketplace.Planning;

public abstract record PlanOutcome
{
    /// <summary>The plan can be confirmed by its hash.</summary>
    /// <param name="Missed">The newest release of the module asked for, which the plan cannot have; null when it has it.</param>
    /// <param name="NeedsLicense">That a license covers it is all that it would take, or the first thing.</param>
    public sealed record Ready(
        string Title, string Hash, PlanDocument Document,
        IReadOnlyList<Fact> Obstacle, IReadOnlyList<WayOut> WaysOut, NuGetVersion? Missed = null,
        bool NeedsLicense = false) : PlanOutcome;

    public sealed record NothingToDo(string Sentence) : PlanOutcome;

    public sealed record Refused(RefusalKind Kind, string Sentence, IReadOnlyList<Fact> Story, IReadOnlyList<WayOut> WaysOut) : PlanOutcome;

    /// <summary>There is no such site that the actor may change, or no such revision.</summary>
    public sealed record NotFound : PlanOutcome;
}

/// <summary>Makes plans. Reads only; nothing is kept until a plan is confirmed.</summary>
public sealed class Planner(
    IDbContextFactory<MarketplaceDb> databases, CatalogSnapshots snapshots, PlanLicenses planLicenses,
    IOptions<PricingOptions> pricing, TimeProvider clock)
{
    public async Task<PlanOutcome> PlanAsync(Actor actor, long siteId, ChangeRequest request, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await SiteAsync(db, actor, siteId, cancel) is not { } site
            || await SiteStateReader.ReadAsync(db, actor, siteId, clock.UtcNow, cancel) is not { } state)
        {
            return new PlanOutcome.NotFound();
        }

        if (ChangeRequestText.Write(request).Length > ChangeRequestText.MaxLength)
        {
            return new PlanOutcome.Refused(
                RefusalKind.TooHard, "These are more modules than one plan can name. Plan a part of them, or update everything.", [], []);
        }

        var catalog = await snapshots.CurrentAsync(cancel);
        var installed = await InstalledAsync(db, siteId, site.CurrentRevision, cancel);
        var answer = Resolver.Resolve(catalog, state, request);
        var ways = WaysOut.Of(catalog, state, request, answer);
        switch (answer)
        {
            case ResolverOutcome.Refused refused:
                return new PlanOutcome.Refused(refused.Kind, refused.Sentence, refused.Story, ways);
            case ResolverOutcome.NothingToDo nothing:
                return new PlanOutcome.NothingToDo(nothing.Sentence);
            case ResolverOutcome.Solved solved:
                var changes = await PlanChanges.WriteAsync(db, [.. Planned(solved.Choices, catalog, installed)], cancel);
                if (changes.Any(change => change.Kind is ChangeKind.Add or ChangeKind.Update)
                    && (await SuspendedModules.ReadAsync(db, siteId, cancel))
                        .FirstOrDefault(module => module.Blocks
                            && changes.Any(change => change.Hash == module.Hash && change.Kind is ChangeKind.Keep)) is { } blocking)
                {
                    return Blocked(site.Name, blocking);
                }

                var forgets = changes.Where(change => change.Kind is ChangeKind.Remove && request.Forgets(change.Id)).Select(change => change.Id).ToList();
                var licenses = await planLicenses.ReadAsync(db, siteId, changes, pricing.Value.Currency, clock.UtcNow, cancel);
                var document = new PlanDocument(
                    siteId, site.HostVersion, site.CurrentRevision, null, changes,
                    forgets.Count > 0 ? forgets : null, licenses.Count > 0 ? licenses : null);
                return new PlanOutcome.Ready(Title(request, site.Name), document.Hash(), document, solved.Obstacle, ways, solved.Missed, solved.NeedsLicense);
            default:
                throw new InvalidOperationException("An unknown resolution.");
        }
    }

    // The site's policy on suspended releases: nothing comes while one is there. A plan that takes it away goes through.
    private static PlanOutcome.Refused Blocked(string site, SuspendedModule module) => new(
        RefusalKind.Suspended, $"Nothing is installed or updated on {site} while it has {module.PackageId} {module.Version}, which was suspended.",
        [new Fact(module.PackageId, module.Version, $"was suspended: {module.Reason}")],
        [new WayOut(ChangeRequest.Uninstall(module.PackageId).AndDependents(), $"Uninstall {module.PackageId}", "With what needs it; then plan this again.")]);

    /// <summary>What a plan for the request is called.</summary>
    public static string Title(ChangeRequest request, string site)
    {
        var parts =
            from kind in Enum.GetValues<TargetKind>()
            let ids = kind is TargetKind.Uninstall ? [.. request.Remove]
                : request.Targets.Where(target => target.Kind == kind).Select(target => target.Id).ToList()
            where ids.Count > 0
            select $"{kind} {Sentence.Join(ids)}";
        var title = string.Join(", ", (request.Everything ? ["Update everything"] : Array.Empty<string>()).Concat(parts));
        title += request.Forget.Count > 0 ? " with data" : "";
        title += request.Hold.Count > 0 ? $" without {Sentence.Join(request.Hold)}" : "";
        var where = $" {(request is { Targets.Count: 0, Everything: false } ? "from" : "on")} {site}";
        return title.Clip(Plan.MaxTitle - where.Length) + where;
    }

    /// <summary>A plan that takes up the modules of an earlier revision again, exactly.</summary>
    public async Task<PlanOutcome> RollBackAsync(Actor actor, long siteId, int revision, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await SiteAsync(db, actor, siteId, cancel) is not { } site
            || (revision > 0 && !await db.Revisions.AnyAsync(r => r.SiteId == siteId && r.Number == revision && r.CollectedAt == null, cancel)))
        {
            return new PlanOutcome.NotFound();
        }

        if (revision == site.CurrentRevision)
        {
            return new PlanOutcome.NothingToDo($"{site.Name} is in revision {revision} already.");
        }

        var now = (await InstalledAsync(db, siteId, site.CurrentRevision, cancel)).ToDictionary(m => m.PackageId, StringComparer.OrdinalIgnoreCase);
        var then = (await InstalledAsync(db, siteId, revision, cancel)).ToDictionary(m => m.PackageId, StringComparer.OrdinalIgnoreCase);
        var modules =
            from id in now.Keys.Union(then.Keys, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)
            let choice = new Choice(
                id, Version(now, id), Version(then, id), then.ContainsKey(id) ? $"As in revision {revision}" : $"Not in revision {revision}")
            select new PlannedModule(choice, now.GetValueOrDefault(id)?.PackageHash, then.GetValueOrDefault(id)?.PackageHash, 0);
        var document = new PlanDocument(siteId, site.HostVersion, site.CurrentRevision, revision, await PlanChanges.WriteAsync(db, [.. modules], cancel));
        return new PlanOutcome.Ready($"Roll {site.Name} back to revision {revision}", document.Hash(), document, [], []);
    }

    private static NuGetVersion? Version(Dictionary<string, RevisionModule> modules, string id) =>
        modules.TryGetValue(id, out var module) ? NuGetVersion.Parse(module.Version) : null;

    private static Task<Site?> SiteAsync(MarketplaceDb db, Actor actor, long siteId, CancellationToken cancel) =>
        db.Sites.AsNoTracking().Of(actor).FirstOrDefaultAsync(s => s.Id == siteId, cancel);

    private static Task<List<RevisionModule>> InstalledAsync(MarketplaceDb db, long siteId, int revision, CancellationToken cancel) =>
        db.Revisions.AsNoTracking()
            .Where(r => r.SiteId == siteId && r.Number == revision)
            .SelectMany(r => r.Modules)
            .OrderBy(m => m.PackageId)
            .ToListAsync(cancel);

    private static IEnumerable<PlannedModule> Planned(IEnumerable<Choice> choices, CatalogSnapshot catalog, List<RevisionModule> installed)
    {
        var before = installed.ToDictionary(m => m.PackageId, m => m.PackageHash, StringComparer.OrdinalIgnoreCase);
        foreach (var choice in choices)
        {
            // An installed release may have left the catalog.
            var release = choice.To is null ? null : catalog.Find(choice.Id, choice.To);
            yield return new(
                choice, before.GetValueOrDefault(choice.Id),
                choice.To is null ? null : release?.Hash is { Length: > 0 } hash ? hash : before[choice.Id],
                release?.Size ?? 0);
        }
    }
}
