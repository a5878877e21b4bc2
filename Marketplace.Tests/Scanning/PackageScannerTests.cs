using Marketplace.Catalog;
using Marketplace.Live;
using Marketplace.Resolution;
using Marketplace.Scanning;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Tests.Scanning;

public sealed class PackageScannerTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly PackagesInMemory _packages = new();
    private readonly CheckThreads _threads;
    private readonly Dictionary<string, Func<ScanSubject, CancellationToken, Task<CheckResult>>> _bodies =
        RuleSet.Required.ToDictionary(name => name, _ => (Func<ScanSubject, CancellationToken, Task<CheckResult>>)((_, _) => Passed));

    public PackageScannerTests() => _threads = new(_database.Clock, NullLogger<CheckThreads>.Instance);

    private static readonly Task<CheckResult> Passed = Task.FromResult(new CheckResult(Verdict.Passed, []));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_required_check_gets_its_row_and_pages_hear_of_each()
    {
        var hash = A.Hash();

        Assert.Equal(ScanOutcome.Passed, await Scanner().ScanAsync(hash, 1, Cancel));

        Assert.All(RuleSet.Required, name => Assert.Equal(Verdict.Passed, VerdictOf(name)));
        Assert.Equal(RuleSet.Required.Count + 1, _database.Read(db => db.Changes.Count(c => c.Topic == LiveTopic.Scan(hash).Name)));
        Assert.NotNull(_database.Read(db => db.Scans.Single().EndedAt));
    }

    [Fact]
    public async Task A_check_that_throws_is_an_error_and_the_others_still_run()
    {
        _bodies["identity"] = (_, _) => throw new InvalidOperationException("The registry is down.");

        Assert.Equal(ScanOutcome.Unfinished, await Scanner().ScanAsync(A.Hash(), 1, Cancel));

        Assert.Equal(Verdict.Error, VerdictOf("identity"));
        Assert.Equal(Verdict.Passed, VerdictOf("host"));
        Assert.Equal("identity.error", _database.Read(db => db.Findings.Single().Rule));
    }

    [Fact]
    public async Task A_check_that_never_ends_is_an_error()
    {
        _bodies["cycle"] = (_, _) => new TaskCompletionSource<CheckResult>().Task;

        Assert.Equal(ScanOutcome.Unfinished, await LateAsync(Scanner().ScanAsync(A.Hash(), 1, Cancel)));
        Assert.Equal(Verdict.Error, VerdictOf("cycle"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_check_that_hangs_without_awaiting_blocks_nobody_and_the_second_time_it_has_failed(bool afterAwaiting)
    {
        using var hang = new ManualResetEventSlim();
        _bodies["archive"] = async (_, _) =>
        {
            if (afterAwaiting)
            {
                await Task.Yield();
            }

            hang.Wait(CancellationToken.None);
            return await Passed;
        };
        var hash = A.Hash();

        Assert.Equal(ScanOutcome.Unfinished, await LateAsync(Scanner().ScanAsync(hash, 1, Cancel)));
        Assert.Equal(ScanOutcome.Failed, await LateAsync(Scanner().ScanAsync(hash, 1, Cancel)));

        Assert.Equal(Verdict.Failed, VerdictOf("archive"));
        Assert.StartsWith("The check did not end within 30 seconds, 2 times.",
            _database.Read(db => db.Findings.Single(f => f.Rule == "archive.timeout").Message));
        Assert.False(_threads.IsExhausted);
        hang.Set();
    }

    [Fact]
    public async Task After_too_many_checks_that_never_return_no_scan_begins_until_they_do()
    {
        using var hang = new ManualResetEventSlim();
        _bodies["archive"] = (_, _) =>
        {
            hang.Wait(CancellationToken.None);
            return Passed;
        };
        for (var lost = 0; lost < CheckThreads.MaxLost; lost++)
        {
            Assert.True(Scanner().IsReady);
            await LateAsync(Scanner().ScanAsync(A.Hash(), 1, Cancel));
        }

        Assert.False(Scanner().IsReady);
        var hash = A.Hash();
        Assert.Equal(ScanOutcome.Unfinished, await Scanner().ScanAsync(hash, 1, Cancel));
        Assert.Equal(0, _database.Read(db => db.Checks.Count(c => c.PackageHash == hash)));
        Assert.Equal(HealthStatus.Degraded, (await _threads.CheckHealthAsync(new HealthCheckContext(), Cancel)).Status);

        hang.Set();
        await Eventually.TrueAsync(() => Scanner().IsReady, "the threads came back", Cancel);
    }

    [Fact]
    public async Task A_worker_that_stopped_in_the_middle_does_not_count_as_a_check_that_was_late()
    {
        var hash = A.Hash();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        _bodies["archive"] = async (_, cancel) =>
        {
            await stop.CancelAsync();
            cancel.ThrowIfCancellationRequested();
            return await Passed;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Scanner().ScanAsync(hash, 1, stop.Token));
        _bodies["archive"] = async (_, cancel) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
            return await Passed;
        };

        Assert.Equal(ScanOutcome.Unfinished, await LateAsync(Scanner().ScanAsync(hash, 1, Cancel)));

        Assert.Equal(Verdict.Error, VerdictOf("archive"));
    }

    [Fact]
    public async Task A_check_that_throws_each_time_has_failed_in_the_end()
    {
        _bodies["host"] = (_, _) => throw new InvalidOperationException("It trips over this file.");
        var hash = A.Hash();
        for (var attempt = 1; attempt < PackageScanner.MaxAttempts; attempt++)
        {
            Assert.Equal(ScanOutcome.Unfinished, await Scanner().ScanAsync(hash, 1, Cancel));
        }

        Assert.Equal(ScanOutcome.Failed, await Scanner().ScanAsync(hash, 1, Cancel));
        Assert.Equal(Verdict.Failed, VerdictOf("host"));
    }

    [Fact]
    public async Task A_check_without_a_body_is_an_error()
    {
        _bodies.Remove("host");

        Assert.Equal(ScanOutcome.Unfinished, await Scanner().ScanAsync(A.Hash(), 1, Cancel));

        Assert.Equal(Verdict.Error, VerdictOf("host"));
    }

    [Fact]
    public async Task A_package_that_is_not_kept_passes_nothing_that_reads_it()
    {
        _bodies["archive"] = async (subject, cancel) =>
        {
            await using var file = await subject.OpenAsync(cancel);
            return await Passed;
        };

        Assert.Equal(ScanOutcome.Unfinished, await Scanner().ScanAsync(A.Hash(), 1, Cancel));

        Assert.Equal(Verdict.Error, VerdictOf("archive"));
    }

    [Fact]
    public async Task A_second_scan_runs_only_what_could_not_be_finished_and_forgets_its_error()
    {
        var (hash, runs) = (A.Hash(), 0);
        _bodies["archive"] = (_, _) =>
        {
            runs++;
            return Passed;
        };
        _bodies["host"] = (_, _) => throw new IOException("The disk is full.");
        await Scanner().ScanAsync(hash, 1, Cancel);
        _bodies["host"] = (_, _) => Passed;

        Assert.Equal(ScanOutcome.Passed, await Scanner().ScanAsync(hash, 1, Cancel));

        Assert.Equal(1, runs);
        Assert.Empty(_database.Read(db => db.Findings.ToList()));
    }

    [Fact]
    public async Task A_scan_that_is_stopped_leaves_its_check_unfinished_rather_than_judged()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        _bodies["manifest"] = async (_, cancel) =>
        {
            await stop.CancelAsync();
            cancel.ThrowIfCancellationRequested();
            return await Passed;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Scanner().ScanAsync(A.Hash(), 1, stop.Token));

        Assert.Null(VerdictOf("manifest"));
    }

    // Moves the clock on until the scan has given its check up.
    private async Task<ScanOutcome> LateAsync(Task<ScanOutcome> scan)
    {
        await Eventually.TrueAsync(() =>
        {
            _database.Clock.Advance(TimeSpan.FromSeconds(31));
            return scan.IsCompleted;
        }, "the scan ended", Cancel);
        return await scan;
    }

    private Verdict? VerdictOf(string name) => _database.Read(db => db.Checks.Single(c => c.Name == name).Verdict);

    private PackageScanner Scanner() => new(
        _database, new PackageIntegrity(_database, _packages, _database.Clock, NullLogger<PackageIntegrity>.Instance), _threads,
        _bodies.Select(body => new Body(body.Key, body.Value)), _database.Clock, NullLogger<PackageScanner>.Instance);

    private sealed class Body(string name, Func<ScanSubject, CancellationToken, Task<CheckResult>> run) : ICheck
    {
        public string Name => name;

        public Task<CheckResult> RunAsync(ScanSubject subject, CancellationToken cancel) => run(subject, cancel);
    }

    public void Dispose() => _database.Dispose();
}
