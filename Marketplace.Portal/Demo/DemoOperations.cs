using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;

namespace Marketplace.Portal.Demo;

/// <summary>
/// Operations that a company of the demo carried out in the past, one for each few modules it has: rows with steps and revisions.
/// Some fail, and then succeed.
/// </summary>
internal static class DemoOperations
{
    private static readonly (StepKind At, OperationFailure Failure)[] Failures =
    [
        (StepKind.Health, new(FailureCategory.HealthCheck, "It did not answer its health check.")),
        (StepKind.Health, new(FailureCategory.HealthCheck, "It answered its health check with 503.")),
        (StepKind.Unpack, new(FailureCategory.Disk, "There are 12 MB free where 40 MB are needed.")),
        (StepKind.Download, new(FailureCategory.Network, "The package store could not be reached.")),
        (StepKind.Load, new(FailureCategory.Timeout, "Load did not end within 60 s.")),
    ];

    public static void Write(MarketplaceDb db, Site site, User by, List<Release> has, DateTime since, DateTime now, Random random)
    {
        var groups = has.Chunk(1 + random.Next(3)).ToList();
        for (var at = 0; at < groups.Count; at++)
        {
            var begun = since + ((now - since) * (at / (double)groups.Count));
            var plan = Plan(site, by, groups[at], at, begun);
            if (random.NextDouble() < .12)
            {
                Carry(db, plan, by, groups[at], begun, 1, random, Failures[random.Next(Failures.Length)]);
            }

            var operation = Carry(db, plan, by, groups[at], begun.AddMinutes(2), random.NextDouble() < .06 ? 2 : 1, random, null);
            var revision = new Revision(site.Id, at + 1, null, site.HostVersion, null, operation.EndedAt!.Value);
            foreach (var release in groups.Take(at + 1).SelectMany(group => group))
            {
                revision.Modules.Add(new RevisionModule(release.Module.PackageId, release.Version, release.PackageHash));
            }

            db.Add(revision);
            // Both get their numbers when they are saved together.
            db.Entry(revision).Property(r => r.OperationId).CurrentValue = db.Entry(operation).Property(o => o.Id).CurrentValue;
            site.Activate(at + 1);
        }
    }

    /// <summary>One that failed just now.</summary>
    public static void Fail(MarketplaceDb db, Site site, User by, Release release, (StepKind At, OperationFailure Failure) trouble, DateTime now) =>
        Carry(db, Plan(site, by, [release], site.CurrentRevision, now), by, [release], now, 1, new Random(3), trouble);

    private static Plan Plan(Site site, User by, Release[] releases, int from, DateTime now)
    {
        var changes = releases.Select(r => new PlanChange(
            ChangeKind.Add, r.Module.PackageId, null, r.Version, $"Newest that host {site.HostVersion} accepts",
            r.PackageHash, r.PackageSize, [], [], []));
        var document = new PlanDocument(site.Id, site.HostVersion, from, null, [.. changes]);
        return new(
            site.Id, document.Hash(), $"Install {string.Join(", ", releases.Select(r => r.Module.PackageId))} on {site.Name}",
            ChangeRequestText.Write(ChangeRequest.Install(releases[0].Module.PackageId)), document.ToJson(), from, by.Id, now);
    }

    private static Operation Carry(
        MarketplaceDb db, Plan plan, User by, Release[] releases, DateTime now, int attempts, Random random,
        (StepKind At, OperationFailure Failure)? trouble)
    {
        string[] ids = [.. releases.Select(r => r.Module.PackageId)];
        var operation = new Operation(plan, by.Id, keepsOthers: false, now);
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            operation.Attempt();
            operation.Begin(OperationStep.For(ids, ids), now);
        }

        foreach (var step in operation.Steps)
        {
            step.Start(now);
            now = now.AddMilliseconds(Milliseconds(step.Kind) * (.5 + (random.NextDouble() * random.NextDouble() * 4)));
            if (step.Kind == trouble?.At)
            {
                break;
            }

            step.Finish(null, now);
        }

        if (trouble is { Failure: var failure })
        {
            operation.Say(failure.Sentence, now, isWarning: true);
            operation.Fail(failure, now);
        }
        else
        {
            operation.Say("Done", now);
            operation.Finish(plan.FromRevision + 1, now);
        }

        operation.Count(now);
        db.Add(operation);
        return operation;
    }

    private static int Milliseconds(StepKind kind) => kind switch
    {
        StepKind.Download => 420,
        StepKind.Load => 900,
        StepKind.Health => 260,
        StepKind.Unpack => 110,
        _ => 25,
    };
}
