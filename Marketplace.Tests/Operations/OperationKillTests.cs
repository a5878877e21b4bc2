using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Sdk;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Operations;

/// <summary>Real worker processes, killed with no chance to tidy up, on a real folder and a real database.</summary>
public sealed class OperationKillTests : IAsyncDisposable
{
    private static readonly string[] Before = ["Acme.Base 1.0.0"];
    private static readonly string[] After = ["Acme.Base 2.0.0", "Acme.Shop 1.0.0"];

    private readonly PortalHost _portal = new();
    private readonly Client _client;

    public OperationKillTests() => _client = new Client(_portal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_install_killed_at_any_step_is_finished_by_the_next_sweep()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The worker is started on the embedded database.");

        // Begun, preflight, three steps for each of two packages, inspected, written, activated, two steps for each of two modules, committed,
        // ended: before and after each.
        await KillAtEveryMomentAsync(2 * 17, Before, After, site => site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel));
    }

    [Fact]
    public async Task A_rollback_killed_at_any_step_is_finished_by_the_next_sweep()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The worker is started on the embedded database.");

        // Begun, preflight, inspected, written, activated, two steps for the module that goes back, committed, ended.
        await KillAtEveryMomentAsync(2 * 9, After, Before, async site =>
        {
            await site.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
            return await site.StartRollbackAsync(1, Cancel);
        });
    }

    [Fact]
    public async Task An_operation_that_kills_each_worker_fails_and_the_site_is_as_before()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The worker is started on the embedded database.");
        var site = await _client.SiteAsync("Thrice", Cancel);
        var before = SiteFolder.Read(site.Store.Folder);
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            // In the middle of the steps, with a package unpacked.
            await DyingWorker.RunAsync(_portal.Database.Folder, [new(operation, 9)], Cancel);
            Assert.Equal((OperationState.Running, attempt + 1), (site.Operation(operation).State, site.Operation(operation).Attempts));
            ExpireLease(operation);
        }

        await SweepAsync();

        var ended = site.Operation(operation);
        Assert.Equal((OperationState.Failed, FailureCategory.Internal), (ended.State, ended.Failure!.Category));
        Assert.Equal(before, SiteFolder.Read(site.Store.Folder));
        site.AssertWhole();
        await site.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
    }

    [Fact]
    public async Task A_worker_killed_with_the_site_switched_is_replaced_by_one_of_two_that_start_at_once()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The worker is started on the embedded database.");
        var site = await _client.SiteAsync("Switched", Cancel);
        var host = new SiteHost(site.Store);
        host.Serves(1, SiteHost.Well("Acme.Base", "1.0.0"));
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        await using (var worker = await RunningProgram.WorkerAsync(_portal.Database.Folder, Cancel))
        {
            await Eventually.TrueAsync(() => site.Store.Current().Number == 2, "the worker has switched the site", Cancel);
            worker.Kill();
        }

        Assert.Equal(OperationState.Running, site.Operation(operation).State);
        host.Stops();
        await using var first = RunningProgram.BeginWorker(_portal.Database.Folder);
        await using var second = RunningProgram.BeginWorker(_portal.Database.Folder);

        await Eventually.TrueAsync(() => site.Operation(operation).HasEnded, "a worker has found the operation on its own", Cancel);
        var ended = site.Operation(operation);
        // Once more only where the machine held up the one that replaced it for longer than its lease.
        Assert.InRange(ended.Attempts, 2, 3);
        Assert.Equal(ended.Attempts, ended.LeaseNumber);
        Assert.Equal(2, _portal.Database.Read(db => db.Revisions.Count(r => r.SiteId == site.Id)));
        AssertDone(site, operation, After);
    }

    private async Task KillAtEveryMomentAsync(int moments, string[] before, string[] after, Func<ClientSite, Task<long>> start)
    {
        // One more, which ends before it is killed: so these are all the moments.
        var killed = new List<(ClientSite Site, Doomed Doomed)>();
        for (var moment = 0; moment <= moments; moment++)
        {
            var site = await _client.SiteAsync($"Killed at {moment}", Cancel);
            killed.Add((site, new(await start(site), moment)));
        }

        await DyingWorker.RunAsync(_portal.Database.Folder, killed.Select(k => k.Doomed), Cancel);

        Assert.Equal([moments - 1, moments], killed.Where(k => k.Site.Operation(k.Doomed.Operation).HasEnded).Select(k => k.Doomed.Moment));
        // A host may read at any time, also before anybody puts things right.
        Assert.All(killed, k => Assert.Contains(k.Site.Modules, new[] { before, after }));
        killed.ForEach(k => ExpireLease(k.Doomed.Operation));
        await SweepAsync();
        Assert.All(killed, k => AssertDone(k.Site, k.Doomed.Operation, after));
    }

    private static void AssertDone(ClientSite site, long operation, string[] modules)
    {
        var ended = site.Operation(operation);
        Assert.Equal((OperationState.Done, null, site.Store.Current().Number), (ended.State, ended.Failure, ended.ToRevision));
        Assert.All(ended.Steps, step => Assert.Equal(StepState.Done, step.State));
        Assert.Equal(modules, site.Modules);
        site.AssertWhole();
    }

    // What the job does that each process runs at its start and each minute.
    private async Task SweepAsync()
    {
        foreach (var id in await _portal.Get<OperationRunner>().DueAsync(100, Cancel))
        {
            await _portal.Get<OperationRunner>().RunAsync(id, Cancel);
        }
    }

    // The time in which the dead worker might still have lived.
    private void ExpireLease(long operation) => _portal.Database.Read(db =>
        db.Operations.Where(o => o.Id == operation).ExecuteUpdate(set => set.SetProperty(o => o.LeaseUntil, o => o.LeaseUntil == null ? null : A.Day)));

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
