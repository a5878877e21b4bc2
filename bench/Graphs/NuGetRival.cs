using System.Diagnostics;
using Marketplace.Resolution;
using NuGet.Configuration;
using NuGet.Packaging.Core;
using NuGet.Protocol.Core.Types;
using NuGet.Resolver;

namespace Marketplace.Bench;

/// <summary>NuGet's own resolver on the same catalog, asked for the newest versions as its clients ask it.</summary>
internal static class NuGetRival
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly PackageSource Source = new("https://packages.example/v3/index.json");

    public static (double Milliseconds, string Verdict, string Message) Resolve(IReadOnlyList<SnapshotRelease> releases, string requested)
    {
        var source = new SourceRepository(Source, Array.Empty<INuGetResourceProvider>());
        var packages = releases.Select(r => new SourcePackageDependencyInfo(
            r.Id, r.Version, r.Requirements.Select(need => new PackageDependency(need.Id, need.Range)), listed: true, source)).ToList();
        var context = new PackageResolverContext(DependencyBehavior.Highest, [requested], [], [], [], packages, [Source], NuGet.Common.NullLogger.Instance);
        using var patience = new CancellationTokenSource(Patience);
        var watch = Stopwatch.StartNew();
        try
        {
            var solution = new PackageResolver().Resolve(context, patience.Token).ToList();
            return (watch.Elapsed.TotalMilliseconds, "solved", $"{solution.Count} packages");
        }
        catch (OperationCanceledException)
        {
            return (watch.Elapsed.TotalMilliseconds, "no answer", $"No answer within {Patience.TotalMinutes:0} minutes.");
        }
        catch (NuGetResolverException refused)
        {
            return (watch.Elapsed.TotalMilliseconds, "refused", refused.Message);
        }
    }
}
