using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Moderation;
using Marketplace.Modules.Packages;
using Marketplace.Publishing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Demo;

/// <summary>
/// Sends the demo's packages the way of all packages: intake, checks, a moderator's decision. What is there already is left alone,
/// so a start that was killed half-way is finished by the next.
/// </summary>
internal sealed partial class DemoCatalog(
    IDbContextFactory<MarketplaceDb> databases, DemoPeople people, PackageIntake intake,
    SubmissionPipeline pipeline, ReviewDecisions decisions, ILogger<DemoCatalog> log)
{
    public async Task EnsureAsync(CancellationToken cancel)
    {
        var packages = await PackagesAsync(cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var there = (await db.Submissions.Select(s => new { s.NormalizedId, s.Version }).ToListAsync(cancel))
            .Select(s => (s.NormalizedId, s.Version))
            .ToHashSet();
        var moderator = await people.ActorAsync(DemoPeople.Moderator, cancel);
        var missing = packages.Where(package => !there.Contains((Module.Normalize(package.Id), package.Version))).ToList();

        // A package's checks need what it depends on to be available, so each round sends those whose needs are met.
        var sent = there;
        while (missing.Count > 0)
        {
            var ready = missing.Where(package => package.Needs.All(need => packages.Any(other => !other.Waits
                && other.Id == need.Id
                && need.Range.Includes(NuGet.Versioning.NuGetVersion.Parse(other.Version))
                && sent.Contains((Module.Normalize(other.Id), other.Version))))).ToList();
            if (ready.Count == 0)
            {
                throw new InvalidOperationException($"The demo's catalog needs what it does not have: {string.Join(", ", missing.Select(p => p.Id))}.");
            }

            foreach (var package in ready)
            {
                await SendAsync(package, moderator, cancel);
                sent.Add((Module.Normalize(package.Id), package.Version));
            }

            missing = [.. missing.Except(ready)];
        }
    }

    private async Task SendAsync(Sending package, Actor moderator, CancellationToken cancel)
    {
        using var file = package.Open();
        var owner = await people.ActorAsync(DemoPeople.All.Single(p => p.Organization == package.Publisher), cancel);
        if (await intake.ReceiveAsync(owner, null, file, cancel) is not IntakeOutcome.Received received)
        {
            LogRefused(package.Id, package.Version);
            return;
        }

        await pipeline.ScanAsync(received.SubmissionId, cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var review = await db.Submissions.Where(s => s.Id == received.SubmissionId).Select(s => s.ReviewId).SingleAsync(cancel);
        if (!package.Waits && review is { } id)
        {
            await decisions.DecideAsync(moderator, id, DecisionAction.Approve, "", "", cancel);
        }
    }

    private static async Task<List<Sending>> PackagesAsync(CancellationToken cancel)
    {
        var packages = (
            from publisher in DemoPublisher.Read()
            from module in publisher.Modules
            from release in module.Releases
            select new Sending(publisher.Name, module.Id, release.Version, [.. (release.Needs ?? []).Select(DemoPackage.Need)], release.Waits,
                () => DemoPackage.Write(publisher, module, release))).ToList();

        // The samples of the SDK, packed by the build.
        var samples = new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "demo-packages"));
        foreach (var file in samples.Exists ? samples.GetFiles("*.nupkg").OrderBy(f => f.Name) : Enumerable.Empty<FileInfo>())
        {
            await using var stream = file.OpenRead();
            var nuspec = ((PackageOutcome.Opened)await PackageArchive.OpenAsync(stream, cancel)).Archive.Nuspec;
            packages.Add(new(DemoPeople.Publisher.Organization!, nuspec.Id, nuspec.Version.ToNormalizedString(), nuspec.Dependencies, false, file.OpenRead));
        }

        return packages;
    }

    private sealed record Sending(string Publisher, string Id, string Version, IReadOnlyList<ModuleDependency> Needs, bool Waits, Func<Stream> Open);

    [LoggerMessage(2001, LogLevel.Warning, "The demo's package {Id} {Version} was refused.")]
    private partial void LogRefused(string id, string version);
}
