using System.Diagnostics;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Scanning;

/// <summary>
/// Runs every required check over one exact file and writes an explicit row for each. A check that throws, takes too long or
/// has no body is an Error, never absent. Safe to run twice: a check that passed or failed before keeps its row and is not run again.
/// </summary>
public sealed partial class PackageScanner(
    IDbContextFactory<MarketplaceDb> databases, IPackageStore packages, IEnumerable<ICheck> checks, TimeProvider clock, ILogger<PackageScanner> log)
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(30);

    /// <summary>True if every required check has passed.</summary>
    public async Task<bool> ScanAsync(string packageHash, long publisherId, CancellationToken cancel)
    {
        using var trace = Telemetry.Traces.StartActivity("scan");
        await using var db = await databases.CreateDbContextAsync(cancel);
        var scan = await db.Scans.FirstOrDefaultAsync(s => s.PackageHash == packageHash && s.RuleSet == RuleSet.Version, cancel);
        if (scan is null)
        {
            scan = new Scan(packageHash, RuleSet.Version, clock.UtcNow);
            db.Scans.Add(scan);
        }

        var rows = await db.Checks.Where(c => c.PackageHash == packageHash && c.RuleSet == RuleSet.Version).ToDictionaryAsync(c => c.Name, cancel);
        var subject = new ScanSubject(packageHash, publisherId, Open(packageHash));
        foreach (var name in RuleSet.Required)
        {
            await RunAsync(db, rows, name, subject, cancel);
        }

        scan.End(clock.UtcNow);
        db.Tell(LiveTopic.Scan(packageHash), clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return RuleSet.Required.All(name => rows[name].Verdict is Verdict.Passed);
    }

    private Func<CancellationToken, Task<Stream>> Open(string packageHash) => async cancel =>
        await packages.OpenAsync(packageHash, cancel) ?? throw new FileNotFoundException($"The package {packageHash} is not kept.");

    private async Task RunAsync(MarketplaceDb db, Dictionary<string, Check> rows, string name, ScanSubject subject, CancellationToken cancel)
    {
        if (rows.TryGetValue(name, out var row))
        {
            if (row.Verdict is Verdict.Passed or Verdict.Failed)
            {
                return;
            }

            row.StartAgain(clock.UtcNow);
            db.Findings.RemoveRange(await db.Findings.Where(f => f.CheckId == row.Id).ToListAsync(cancel));
        }
        else
        {
            rows[name] = row = new Check(subject.PackageHash, RuleSet.Version, name, clock.UtcNow);
            db.Checks.Add(row);
        }

        // The start of this check and the end of the one before become visible together.
        db.Tell(LiveTopic.Scan(subject.PackageHash), clock.UtcNow);
        await db.SaveChangesAsync(cancel);

        var result = await ResultAsync(name, subject, cancel);
        row.End(result.Verdict, clock.UtcNow);
        db.Findings.AddRange(result.Findings.Take(50).Select(f => new Finding(
            row.Id, f.Rule, f.Severity, f.Message.Clip(1000), f.Place.Clip(300), f.Remedy.Clip(1000))));
    }

    private async Task<CheckResult> ResultAsync(string name, ScanSubject subject, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(AtMost);
        try
        {
            return await checks.Single(check => check.Name == name).RunAsync(subject, limit.Token).WaitAsync(AtMost, clock, cancel);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            LogFailed(error, name, subject.PackageHash, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            return new(Verdict.Error, [new($"{name}.error", Severity.High, "The check could not be finished, so nothing is known.", "", "Nothing to do for you: the check is run again. If it stays, tell the operator.")]);
        }
    }

    [LoggerMessage(1201, LogLevel.Error, "The check {Check} of package {PackageHash} failed after {Milliseconds} ms.")]
    private partial void LogFailed(Exception error, string check, string packageHash, double milliseconds);
}
