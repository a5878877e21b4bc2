using Marketplace.Catalog;
using Marketplace.Insight;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Storage;
using Marketplace.Tests.Sdk;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketplace.Tests.Operations;

/// <summary>What may pass on its own is retried; what a person must see to is not. The site is whole in between.</summary>
public sealed class OperationRetryTests : IAsyncDisposable
{
    private readonly FaultyPackages _packages = new();
    private readonly PortalHost _portal;
    private readonly Client _client;

    public OperationRetryTests()
    {
        _portal = new PortalHost
        {
            Replace = services => services.Replace(
                ServiceDescriptor.Singleton<IPackageStore>(sp => _packages.Over(ActivatorUtilities.CreateInstance<DiskPackageStore>(sp))))
        }
            .With("Installs:StepSeconds", "6").With("Installs:HealthSeconds", "1");
        _client = new Client(_portal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_package_store_that_cannot_be_read_for_a_while_costs_a_pause_and_nothing_else()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        var before = SiteFolder.Read(site.Store.Folder);
        _packages.Fault = () => throw new IOException("The share is away.");

        await RunAsync(operation);

        Assert.Empty(await _portal.Get<OperationRunner>().DueAgainAsync(10, Cancel));
        var waiting = site.Operation(operation);
        Assert.Equal((OperationState.Queued, FailureCategory.Network, 1), (waiting.State, waiting.Failure!.Category, waiting.Retries));
        Assert.InRange(waiting.RetryAt!.Value, DateTime.UtcNow.AddSeconds(-5), DateTime.UtcNow.AddSeconds(3));
        Assert.Equal(before, SiteFolder.Read(site.Store.Folder));
        Assert.NotNull((await _portal.Get<OperationQueries>().ReadAsync(_client.Actor, operation, Cancel))!.Failure!.RetryAt);

        _packages.Fault = null;
        await PauseIsOverAsync(operation);

        var done = site.Operation(operation);
        Assert.Equal((OperationState.Done, 2, null), (done.State, done.Attempts, done.Failure));
        site.AssertWhole();
    }

    [Fact]
    public async Task A_fault_nobody_foresaw_is_tried_three_times_and_then_told()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        _packages.Fault = () => throw new InvalidOperationException("Boom.");

        await RunAsync(operation);
        await PauseIsOverAsync(operation);
        Assert.False(site.Operation(operation).HasEnded);
        await PauseIsOverAsync(operation);

        _packages.Fault = null;
        var failed = site.Operation(operation);
        Assert.Equal((OperationState.Failed, FailureCategory.Internal, 3), (failed.State, failed.Failure!.Category, failed.Attempts));
        Assert.Contains($"operation {operation}; the server's log has the details", failed.Failure.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("Boom.", failed.Failure.Sentence, StringComparison.Ordinal);
        Assert.Equal(["Acme.Base 1.0.0"], site.Modules);
        site.AssertWhole();
    }

    [Fact]
    public async Task A_step_that_hangs_ends_at_its_limit()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        _packages.Hangs = true;

        await RunAsync(operation);

        _packages.Hangs = false;
        var waiting = site.Operation(operation);
        Assert.Equal((OperationState.Queued, FailureCategory.Timeout), (waiting.State, waiting.Failure!.Category));
        Assert.Equal("Download of Acme.Base did not end within 6 s.", waiting.Failure.Sentence);
        Assert.Equal(["Acme.Base 1.0.0"], site.Modules);
        site.AssertWhole();
    }

    [Fact]
    public async Task While_it_waits_for_another_attempt_it_can_be_cancelled()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        _packages.Fault = () => throw new InvalidOperationException("Boom.");
        await RunAsync(operation);
        Assert.DoesNotContain(operation, await _portal.Get<OperationRunner>().DueAsync(10, Cancel));

        Assert.True(await _portal.Get<OperationCommands>().CancelAsync(_client.Actor, operation, Cancel));
        Assert.Contains(operation, await _portal.Get<OperationRunner>().DueAsync(10, Cancel));
        await RunAsync(operation);

        Assert.Equal(OperationState.Cancelled, site.Operation(operation).State);
    }

    [Fact]
    public async Task A_package_of_another_module_under_the_right_hash_is_not_installed()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var hash = _portal.Database.Read(db => db.Releases.Where(r => r.Module.PackageId == "Acme.Shop").Select(r => r.PackageHash).Single());
        _portal.Database.Read(db => db.Releases.Where(r => r.PackageHash == hash).ExecuteUpdate(set => set.SetProperty(r => r.Version, "1.5.0")));
        _portal.Database.Read(db => db.Modules.ExecuteUpdate(set => set.SetProperty(m => m.ChangedAt, DateTime.UtcNow)));
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);

        await RunAsync(operation);

        var failed = site.Operation(operation);
        Assert.Equal((OperationState.Failed, FailureCategory.Verification), (failed.State, failed.Failure!.Category));
        Assert.Equal("The package of Acme.Shop 1.5.0 says that it is Acme.Shop 1.0.0.", failed.Failure.Sentence);
        Assert.Equal(["Acme.Base 1.0.0"], site.Modules);
    }

    [Fact]
    public async Task A_folder_with_too_little_space_is_told_before_anything_is_fetched()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        _portal.Database.Read(db => db.Releases
            .Where(r => r.Module.PackageId == "Acme.Shop")
            .ExecuteUpdate(set => set.SetProperty(r => r.PackageSize, 1L << 55)));
        _portal.Database.Read(db => db.Modules.ExecuteUpdate(set => set.SetProperty(m => m.ChangedAt, DateTime.UtcNow)));
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);

        await RunAsync(operation);

        var failed = site.Operation(operation);
        Assert.Equal((OperationState.Failed, FailureCategory.Disk), (failed.State, failed.Failure!.Category));
        Assert.Matches("has .* [MG]B free, and this needs .* GB", failed.Failure.Sentence);
        Assert.Equal([StepKind.Preflight], failed.Steps.Where(s => s.StartedAt is not null).Select(s => s.Kind));
    }

    [Fact]
    public async Task A_running_host_that_the_modules_are_not_made_for_is_not_touched()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        new SiteHost(site.Store, "4.0.0").Serves(1, SiteHost.Well("Acme.Base", "1.0.0"));
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);

        await RunAsync(operation);

        Assert.Equal(FailureCategory.HostRefused, site.Operation(operation).Failure!.Category);
        Assert.Contains(
            "The running host is 4.0.0, for which Acme.Base 2.0.0 is not made",
            site.Operation(operation).Failure!.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, site.Store.Current().Number);
    }

    private Task RunAsync(long operation) => _portal.Get<OperationRunner>().RunAsync(operation, Cancel);

    private async Task PauseIsOverAsync(long operation)
    {
        _portal.Database.Read(db => db.Operations
            .Where(o => o.Id == operation)
            .ExecuteUpdate(set => set.SetProperty(o => o.RetryAt, DateTime.UtcNow.AddSeconds(-1))));
        Assert.Equal([operation], (await _portal.Get<OperationRunner>().DueAgainAsync(10, Cancel)).Select(due => due.Id));
        await RunAsync(operation);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private sealed class FaultyPackages : IPackageStore
    {
        private IPackageStore _store = null!;

        public Action? Fault { get; set; }

        public bool Hangs { get; set; }

        public FaultyPackages Over(IPackageStore store)
        {
            _store = store;
            return this;
        }

        public Task KeepAsync(string hash, string file, CancellationToken cancel) => _store.KeepAsync(hash, file, cancel);

        public async Task<Stream?> OpenAsync(string hash, CancellationToken cancel)
        {
            Fault?.Invoke();
            if (Hangs)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
            }

            return await _store.OpenAsync(hash, cancel);
        }
    }
}
