using System.Data.Common;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Storage;
using Marketplace.Tests.Sdk;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Operations;

/// <summary>A worker keeps its operation for as long as a step takes, and not a moment longer than its lease.</summary>
public sealed class OperationHeartbeatTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly SlowPackages _packages = new();
    private readonly HangingUpdates _hanging = new();
    private readonly PortalHost _portal;
    private readonly Client _client;

    public OperationHeartbeatTests()
    {
        _portal = new PortalHost { Clock = _clock, Replace = services => services
            .Replace(ServiceDescriptor.Singleton<IPackageStore>(sp => _packages.Over(ActivatorUtilities.CreateInstance<DiskPackageStore>(sp))))
            .AddSingleton<IInterceptor>(_hanging) };
        _client = new Client(_portal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_step_longer_than_the_lease_keeps_the_operation()
    {
        var (site, operation, work) = await AtWorkAsync();

        for (var beat = 0; beat < 10; beat++)
        {
            await NextBeatAsync(site, operation);
            Assert.Empty(await _portal.Get<OperationRunner>().DueAsync(10, Cancel));
        }

        _packages.Gate!.SetResult();
        await work;
        Assert.Equal((OperationState.Done, 1), (site.Operation(operation).State, site.Operation(operation).LeaseNumber));
    }

    [Fact]
    public async Task Who_has_lost_the_lease_stops_and_writes_nothing_more()
    {
        var (site, operation, work) = await AtWorkAsync();
        var before = _portal.Database.Read(db => db.Operations.Where(o => o.Id == operation).Select(o => o.Log.Count).Single());
        _portal.Database.Read(db => db.Operations
            .Where(o => o.Id == operation)
            .ExecuteUpdate(set => set.SetProperty(o => o.LeaseNumber, o => o.LeaseNumber + 1)));

        await Eventually.TrueAsync(() =>
        {
            _clock.Advance(OperationLease.Length / 3);
            return work.IsCompleted;
        }, "the worker has stopped", Cancel);

        await work;
        Assert.Equal(["Acme.Base 1.0.0"], site.Modules);
        SiteFolder.AssertWhole(site.Store);
        Assert.Equal((OperationState.Running, 2), (site.Operation(operation).State, site.Operation(operation).LeaseNumber));
        Assert.Equal(before, site.Operation(operation).Log.Count);
    }

    [Fact]
    public async Task Who_cannot_renew_the_lease_stops_before_it_runs_out_however_long_the_database_hangs()
    {
        var (site, operation, work) = await AtWorkAsync();
        _hanging.Hangs = true;

        _clock.Advance(OperationLease.Length / 3);
        await _hanging.Asked.Task.WaitAsync(Cancel);
        for (var beat = 0; beat < 2; beat++)
        {
            _clock.Advance(OperationLease.Length / 3);
        }

        await Eventually.TrueAsync(() => _packages.WasCancelled, "the step is stopped", Cancel);
        _hanging.Release();
        await work;
        Assert.Equal(["Acme.Base 1.0.0"], site.Modules);
        Assert.Equal(OperationState.Running, site.Operation(operation).State);
    }

    private async Task<(ClientSite, long, Task)> AtWorkAsync()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        _packages.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = Task.Run(() => _portal.Get<OperationRunner>().RunAsync(operation, Cancel), Cancel);
        await _packages.Asked.Task.WaitAsync(Cancel);
        return (site, operation, work);
    }

    private async Task NextBeatAsync(ClientSite site, long operation)
    {
        var until = site.Operation(operation).LeaseUntil;
        _clock.Advance(OperationLease.Length / 3);
        await Eventually.TrueAsync(() => site.Operation(operation).LeaseUntil > until, "the lease is renewed", Cancel);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private sealed class SlowPackages : IPackageStore
    {
        private IPackageStore _store = null!;

        public TaskCompletionSource? Gate { get; set; }

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool WasCancelled { get; private set; }

        public SlowPackages Over(IPackageStore store)
        {
            _store = store;
            return this;
        }

        public Task KeepAsync(string hash, string file, CancellationToken cancel) => _store.KeepAsync(hash, file, cancel);

        public async Task<Stream?> OpenAsync(string hash, CancellationToken cancel)
        {
            if (Gate is { } gate)
            {
                Asked.TrySetResult();
                try
                {
                    await gate.Task.WaitAsync(cancel);
                }
                catch (OperationCanceledException)
                {
                    WasCancelled = true;
                    throw;
                }
            }

            return await _store.OpenAsync(hash, cancel);
        }
    }

    // A connection whose other end is gone: it hears of no cancellation.
    private sealed class HangingUpdates : DbCommandInterceptor
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Hangs { get; set; }

        public void Release()
        {
            Hangs = false;
            _released.SetResult();
        }

        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (Hangs)
            {
                Asked.TrySetResult();
                await _released.Task;
            }

            return result;
        }
    }
}
