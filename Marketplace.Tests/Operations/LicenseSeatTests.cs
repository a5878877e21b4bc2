using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Delivery;
using Marketplace.Licensing;
using Marketplace.Operations;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Tests.Delivery;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Operations;

/// <summary>A license for so many sites counts on exactly so many, however many operations begin at once.</summary>
public sealed class LicenseSeatTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new PortalHost().With("Installs:HealthSeconds", "1");
    private readonly Client _client;
    private readonly Actor _publisher;

    public LicenseSeatTests()
    {
        _client = new Client(_portal);
        var publisher = _portal.Database.Read(db => db.Modules.Where(m => m.PackageId == "Acme.Shop").Select(m => m.Publisher).Single());
        _publisher = _portal.Database.Member(publisher, MemberRole.Owner);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_operations_that_run_at_once_exactly_as_many_are_done_as_the_license_has_sites()
    {
        await LicenseAsync(sites: 2);
        var operations = new List<(ClientSite Site, long Id)>();
        foreach (var number in Enumerable.Range(1, 6))
        {
            var site = await _client.EmptySiteAsync($"Site {number}", Cancel);
            operations.Add((site, await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel)));
        }

        await Task.WhenAll(operations.Select(operation => Task.Run(() => RunAsync(operation.Id), Cancel)));

        var ended = operations.ConvertAll(operation => operation.Site.Operation(operation.Id));
        Assert.Equal(2, ended.Count(operation => operation.State is OperationState.Done));
        Assert.All(ended.Where(operation => operation.State is not OperationState.Done), operation =>
            Assert.Equal((OperationState.Failed, FailureCategory.License), (operation.State, operation.Failure!.Category)));
        Assert.Equal(2, operations.Count(operation => operation.Site.Modules.Contains("Acme.Shop 1.0.0")));
    }

    [Fact]
    public async Task A_site_whose_agent_has_not_come_yet_holds_its_place_until_its_operation_is_canceled()
    {
        await LicenseAsync(sites: 1);
        using var agent = await AgentSite.OfAsync(_portal, _client, "Branch", Cancel);
        var (folder, again) = (await _client.EmptySiteAsync("Shop", Cancel), await _client.EmptySiteAsync("Again", Cancel));
        var waiting = await new ClientSite(_portal, _client.Actor, agent.Id).StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        var early = await folder.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        var late = await again.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);

        await RunAsync(waiting);
        await RunAsync(early);
        Assert.Equal(FailureCategory.License, folder.Operation(early).Failure!.Category);

        Assert.True(await _portal.Get<OperationCommands>().CancelAsync(_client.Actor, waiting, Cancel));
        foreach (var woken in await _portal.Get<ParkedOperations>().WakeAsync(Cancel))
        {
            await RunAsync(woken);
        }

        await RunAsync(late);
        Assert.Equal(OperationState.Done, again.Operation(late).State);
    }

    [Fact]
    public async Task An_operation_that_waits_for_another_attempt_holds_its_place_and_takes_no_second_one()
    {
        await LicenseAsync(sites: 1);
        var (one, two) = (await _client.EmptySiteAsync("One", Cancel), await _client.EmptySiteAsync("Two", Cancel));
        var (first, second) = (await one.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel),
            await two.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel));
        var host = new SiteHost(one.Store);
        Directory.CreateDirectory(one.Store.Folder);
        host.Serves(0);

        await RunAsync(first);
        Assert.Equal((OperationState.Queued, FailureCategory.Timeout), (one.Operation(first).State, one.Operation(first).Failure!.Category));
        await RunAsync(second);
        Assert.Equal(FailureCategory.License, two.Operation(second).Failure!.Category);

        host.Stops();
        _portal.Database.Read(db => db.Operations.Where(o => o.Id == first).ExecuteUpdate(set => set.SetProperty(o => o.RetryAt, A.Day)));
        await RunAsync(first);
        Assert.Equal(OperationState.Done, one.Operation(first).State);
    }

    private Task RunAsync(long operation) => _portal.Get<OperationRunner>().RunAsync(operation, Cancel);

    private async Task LicenseAsync(int sites)
    {
        var offer = new OfferTerms(OfferTier.Basic, OfferModel.Monthly, sites, [new(1200, "EUR")]);
        Assert.IsType<ListingOutcome.Done>(await _portal.Get<Offers>().OfferAsync(_publisher, "Acme.Shop", offer, Cancel));
        var license = new LicenseTerms(_client.Organization.Name, OfferTier.Basic, sites, null);
        Assert.IsType<LicenseOutcome.Done>(await _portal.Get<Licenses>().IssueAsync(_publisher, "Acme.Shop", license, Cancel));
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
