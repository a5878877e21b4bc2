using Marketplace.Catalog;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Sdk;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Operations;

/// <summary>Whatever fails, the site is in the revision before, as if nothing had been tried.</summary>
public sealed class OperationFailureTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new PortalHost().With("Installs:HealthSeconds", "1");
    private readonly Client _client;

    public OperationFailureTests() => _client = new Client(_portal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_damaged_package_is_not_installed()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var file = Directory.EnumerateFiles(_portal.Database.Folder, $"{HashOf("Acme.Shop")}.nupkg", SearchOption.AllDirectories).Single();
        await File.AppendAllTextAsync(file, "x", Cancel);

        await FailsAsync(site, FailureCategory.Verification, "is damaged or missing in the package store");
    }

    [Fact]
    public async Task A_package_that_is_lost_is_not_installed()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        File.Delete(Directory.EnumerateFiles(_portal.Database.Folder, $"{HashOf("Acme.Shop")}.nupkg", SearchOption.AllDirectories).Single());

        await FailsAsync(site, FailureCategory.Verification, "is damaged or missing in the package store");
    }

    [Fact]
    public async Task A_release_that_is_taken_away_after_the_start_is_not_installed()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var hash = HashOf("Acme.Shop");

        await FailsAsync(site, FailureCategory.Verification, "is no longer available", () =>
            _portal.Database.Read(db => db.Set<Check>().Where(c => c.PackageHash == hash).ExecuteDelete()));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_fails_the_operation_at_once()
    {
        var site = await _client.EmptySiteAsync("Shop", Cancel);
        Directory.CreateDirectory(Path.GetDirectoryName(site.Store.Folder)!);
        await File.WriteAllTextAsync(site.Store.Folder, "not a folder", Cancel);
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);

        await _portal.Get<OperationRunner>().RunAsync(operation, Cancel);

        Assert.Equal((OperationState.Failed, FailureCategory.Disk), (site.Operation(operation).State, site.Operation(operation).Failure!.Category));
    }

    [Fact]
    public async Task A_module_that_the_running_host_cannot_load_goes_again()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        new SiteHost(site.Store).Serves(2, SiteHost.Well("Acme.Base", "2.0.0"), SiteHost.Broken("Acme.Shop", "1.0.0"));

        await FailsAsync(site, FailureCategory.HealthCheck, "could not be loaded: Its entry type threw.");
    }

    [Fact]
    public async Task A_module_whose_health_path_answers_badly_goes_again()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        new SiteHost(site.Store).Serves(2, SiteHost.Unwell("Acme.Base", "2.0.0"), SiteHost.Well("Acme.Shop", "1.0.0"));

        await FailsAsync(site, FailureCategory.HealthCheck, "Acme.Base fails its health check: it answered 500");
    }

    [Fact]
    public async Task A_host_that_does_not_take_up_the_revision_in_time_keeps_the_earlier_one()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        new SiteHost(site.Store).Serves(1, SiteHost.Well("Acme.Base", "1.0.0"));

        await FailsAsync(site, FailureCategory.Timeout, "did not take up revision");
    }

    [Fact]
    public async Task An_operation_planned_for_another_revision_is_refused_by_the_folder()
    {
        var site = await _client.SiteAsync("Shop", Cancel);

        await FailsAsync(site, FailureCategory.Disk, "is in revision 2, but the marketplace put it in 1", () =>
        {
            // Someone changed the folder by other means.
            using var change = site.Store.Begun("by hand");
            change.Write([], "2.0.0");
            change.Activate();
            change.Commit();
        }, modules: []);
    }

    private async Task FailsAsync(ClientSite site, FailureCategory category, string words, Action? meanwhile = null, string[]? modules = null)
    {
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        meanwhile?.Invoke();
        var before = SiteFolder.Read(site.Store.Folder);

        await _portal.Get<OperationRunner>().RunAsync(operation, Cancel);
        if (!site.Operation(operation).HasEnded)
        {
            // It is retried automatically, after a pause.
            _portal.Database.Read(db => db.Operations
                .Where(o => o.Id == operation)
                .ExecuteUpdate(set => set.SetProperty(o => o.RetryAt, DateTime.UtcNow.AddSeconds(-1))));
            await _portal.Get<OperationRunner>().RunAsync(operation, Cancel);
        }

        var ended = site.Operation(operation);
        Assert.Equal((OperationState.Failed, category), (ended.State, ended.Failure!.Category));
        Assert.Contains(words, ended.Failure.Sentence, StringComparison.Ordinal);
        Assert.Equal(modules ?? ["Acme.Base 1.0.0"], site.Modules);
        // Only the highest number ever active may have moved.
        Assert.Equal(Without("current", before), Without("current", SiteFolder.Read(site.Store.Folder)));
        Assert.Empty(_portal.Database.Read(db => db.Revisions.Where(r => r.SiteId == site.Id && r.Number > 1).ToList()));
    }

    private string HashOf(string id) => _portal.Database.Read(db => db.Set<Release>().Where(r => r.Module.PackageId == id).Select(r => r.PackageHash).Single());

    private static IEnumerable<string> Without(string file, string folder) =>
        folder.Split('\n').Where(line => !line.StartsWith($"{file} ", StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
