using System.Diagnostics;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Scanning;

public enum ScanOutcome
{
    /// <summary>Every required check has passed.</summary>
    Passed,
    Failed,

    /// <summary>A check could not be finished; scan again later.</summary>
    Unfinished,

    /// <summary>What the package needs may still come; scan again later.</summary>
    Waiting,
}

/// <summary>
/// Runs every required check over one exact file and writes an explicit row for each. A check that throws, takes too long or
/// has no body is an Error, never absent, and Failed if it stays so. Safe to run twice: a check that passed or failed keeps its row and is not run again.
/// </summary>
public sealed partial class PackageScanner(
    IDbContextFactory<MarketplaceDb> databases, PackageIntegrity integrity, CheckThreads threads, IEnumerable<ICheck> checks, TimeProvider clock,
    ILogger<PackageScanner> log)
{
    /// <summary>A check that could not be finished so often has failed: what cannot be checked is not available.</summary>
    public const int MaxAttempts = 5;
    public const int MaxTimeouts = 2;
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(30);

    /// <summary>False while too many checks of this process never returned.</summary>
    public bool IsReady => !threads.IsExhausted;

    /// <param name="packageHash">The file.</param>
    /// <param name="publisherId">Who publishes it.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <param name="ended">Adds what follows from the outcome, which is saved together with it.</param>
    public async Task<ScanOutcome> ScanAsync(
        string packageHash, long publisherId, CancellationToken cancel, Func<MarketplaceDb, ScanOutcome, Task>? ended = null)
    {
        using var trace = Telemetry.Traces.StartActivity("scan");
        await using var db = await databases.CreateDbContextAsync(cancel);
        var scan = await db.Scans.FirstOrDefaultAsync(s => s.PackageHash == packageHash && s.RuleSet == RuleSet.Version, cancel);
        if (scan is null)
        {
            scan = new Scan(packageHash, RuleSet.Version, RuleSet.Required.Count, clock.UtcNow);
            db.Scans.Add(scan);
        }

        var rows = await db.Checks.Where(c => c.PackageHash == packageHash && c.RuleSet == RuleSet.Version).ToDictionaryAsync(c => c.Name, cancel);
        var subject = new ScanSubject(packageHash, publisherId, Open(packageHash));
        // What does not begin here leaves the scan unfinished, for a process that is ready.
        foreach (var name in RuleSet.Required.TakeWhile(_ => IsReady))
        {
            await RunAsync(db, rows, name, subject, cancel);
        }

        var outcome = OutcomeOf([.. RuleSet.Required.Select(name => rows.GetValueOrDefault(name)?.Verdict)]);
        if (outcome is ScanOutcome.Passed or ScanOutcome.Failed)
        {
            scan.End(clock.UtcNow);
        }

        await (ended?.Invoke(db, outcome) ?? Task.CompletedTask);
        db.Changed(LiveTopic.Scan(packageHash), clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return outcome;
    }

    /// <summary>What a file waits for will not come: the checks that wait have failed. Saved by the caller.</summary>
    public async Task StopWaitingAsync(MarketplaceDb db, string packageHash, FindingDraft why, CancellationToken cancel)
    {
        foreach (var check in await db.Checks
            .Where(c => c.PackageHash == packageHash && c.RuleSet == RuleSet.Version && c.Verdict == Verdict.Waiting).ToListAsync(cancel))
        {
            check.End(Verdict.Failed, clock.UtcNow);
            db.Findings.Add(Row(check, why));
        }
    }

    private static ScanOutcome OutcomeOf(IReadOnlyList<Verdict?> verdicts) =>
        verdicts.Contains(Verdict.Failed) ? ScanOutcome.Failed
        : verdicts.All(verdict => verdict is Verdict.Passed) ? ScanOutcome.Passed
        : verdicts.All(verdict => verdict is Verdict.Passed or Verdict.Waiting) ? ScanOutcome.Waiting
        : ScanOutcome.Unfinished;

    private Func<CancellationToken, Task<Stream>> Open(string packageHash) => async cancel =>
        await integrity.OpenAsync(packageHash, cancel) ?? throw new FileNotFoundException($"The package {packageHash} is not kept whole.");

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
        db.Changed(LiveTopic.Scan(subject.PackageHash), clock.UtcNow);
        await db.SaveChangesAsync(cancel);

        var result = await ResultAsync(row, subject, cancel);
        row.End(result.Verdict, clock.UtcNow);
        db.Findings.AddRange(result.Findings.Take(50).Select(found => Row(row, found)));
    }

    private async Task<CheckResult> ResultAsync(Check row, ScanSubject subject, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            return await threads.RunAsync(checks.Single(check => check.Name == row.Name), subject, AtMost, cancel);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            LogFailed(error, row.Name, subject.PackageHash, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (IsLate(error))
            {
                row.CountTimeout();
            }

            return Unfinished(row, error);
        }
    }

    private static bool IsLate(Exception error) => error is TimeoutException or OperationCanceledException;

    // A file that is away says nothing about itself, however often it is looked for.
    private static CheckResult Unfinished(Check row, Exception error)
    {
        var isLate = IsLate(error);
        var times = isLate ? row.Timeouts : row.Attempts;
        var rule = isLate ? $"{row.Name}.timeout" : $"{row.Name}.error";
        var said = isLate ? $"The check did not end within {AtMost.TotalSeconds:0} seconds" : "The check could not be finished";
        return error is not FileNotFoundException && times >= (isLate ? MaxTimeouts : MaxAttempts)
            ? new(Verdict.Failed, [new(rule, Severity.High, $"{said}, {times} times. What cannot be checked cannot be published.", "",
                "Submit the package again. If the check fails again, ask the operator of this marketplace.")])
            : new(Verdict.Error, [new(rule, Severity.High, $"{said}, so nothing is known.", "", "You don't need to do anything: the check runs again.")]);
    }

    private static Finding Row(Check check, FindingDraft found) =>
        new(check.Id, found.Rule, found.Severity, found.Message.Clip(1000), found.Place.Clip(300), found.Remedy.Clip(1000));

    [LoggerMessage(1201, LogLevel.Error, "The check {Check} of package {PackageHash} failed after {Milliseconds} ms.")]
    private partial void LogFailed(Exception error, string check, string packageHash, double milliseconds);
}
