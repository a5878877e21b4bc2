using System.Security.Cryptography;
using System.Text;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Operations;

/// <summary>One site of a batch. Ring 1 begins at once.</summary>
public sealed record BatchTarget(long SiteId, int Ring);

/// <summary>What a batch would do on one site.</summary>
public sealed record SitePlan(long SiteId, string Site, string Organization, int Ring, bool NeedsApproval, PlanOutcome Outcome)
{
    /// <summary>Which license is missing, alone or together with the sites before; null if none is.</summary>
    public string? Unlicensed { get; init; }

    /// <summary>Null where nothing can be carried out, for want of a license too.</summary>
    public PlanOutcome.Ready? Ready => Unlicensed is null ? Outcome as PlanOutcome.Ready : null;
}

/// <summary>What a batch would do, site by site in the order of rings.</summary>
public sealed record BatchPlan(long OrganizationId, string Title, string Hash, IReadOnlyList<SitePlan> Sites)
{
    public IEnumerable<SitePlan> Ready => Sites.Where(site => site.Ready is not null);
}

public abstract record BatchPlanOutcome
{
    /// <summary>Can be confirmed by its hash if anything in it is ready.</summary>
    public sealed record Planned(BatchPlan Plan) : BatchPlanOutcome;

    public sealed record Invalid(string Problem) : BatchPlanOutcome;
}

/// <summary>Plans one request for many sites. Reads only.</summary>
public sealed class BatchPlans(IDbContextFactory<MarketplaceDb> databases, Planner planner)
{
    public const int MaxSites = 100, MaxRings = 10;

    public async Task<BatchPlanOutcome> PlanAsync(Actor actor, ChangeRequest request, IReadOnlyList<BatchTarget> targets, CancellationToken cancel)
    {
        if (targets.Count is 0 or > MaxSites || targets.Any(target => target.Ring is < 1 or > MaxRings))
        {
            return new BatchPlanOutcome.Invalid($"Choose from one to {MaxSites} sites, each in a ring from 1 to {MaxRings}.");
        }

        var rings = targets.GroupBy(target => target.SiteId).ToDictionary(site => site.Key, site => site.First().Ring);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var sites = await db.Sites.Of(actor).Where(s => rings.Keys.Contains(s.Id)).OrderBy(s => s.Id)
            .Select(s => new { s.Id, s.Name, s.OrganizationId, Organization = s.Organization.Name, s.NeedsApproval }).Take(MaxSites).ToListAsync(cancel);
        if (sites.Count < rings.Count)
        {
            return new BatchPlanOutcome.Invalid("One of the sites is not there, or no longer yours. Choose the sites again.");
        }

        if (sites.DistinctBy(site => site.OrganizationId).Count() > 1)
        {
            return new BatchPlanOutcome.Invalid("Choose sites of one organization.");
        }

        var plans = new List<SitePlan>();
        foreach (var site in sites.OrderBy(site => rings[site.Id]))
        {
            plans.Add(new(site.Id, site.Name, site.Organization, rings[site.Id], site.NeedsApproval, await planner.PlanAsync(actor, site.Id, request, cancel)));
        }

        var where = plans is [var only] ? only.Site : $"{plans.Count} sites";
        plans = [.. Judged(plans)];
        return new BatchPlanOutcome.Planned(new(sites[0].OrganizationId, Planner.Title(request, where), Hash(plans), plans));
    }

    // Each plan counts the sites that have a module now; those before it in the batch will have it too.
    private static IEnumerable<SitePlan> Judged(IEnumerable<SitePlan> plans)
    {
        var more = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var plan in plans)
        {
            var licenses = (plan.Outcome as PlanOutcome.Ready)?.Document.Licenses ?? [];
            var problem = licenses
                .Select(license => license.Problem ?? (license.Others + more.GetValueOrDefault(license.Id) >= license.Sites
                    ? $"Your licenses of {license.Id} count on {license.Sites} {(license.Sites == 1 ? "site" : "sites")}, "
                        + "and with the sites before it as many would have it."
                    : null))
                .FirstOrDefault(text => text is not null);
            foreach (var license in problem is null ? licenses : [])
            {
                more[license.Id] = more.GetValueOrDefault(license.Id) + 1;
            }

            yield return plan with { Unlicensed = problem };
        }
    }

    // Everything that each site's plan rests on, and the order. Sites where nothing can be done count by that.
    private static string Hash(IEnumerable<SitePlan> plans) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', plans.Select(plan => $"{plan.SiteId} {plan.Ring} {plan.Ready?.Hash}")))));
}
