using Marketplace.Accounts;
using Marketplace.Insight;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Operations;

/// <summary>One module of many fails its health check, and the others stay.</summary>
public sealed class FailureIsolationTests : IAsyncDisposable
{
    private static readonly string[] Ids = ["Acme.Alpha", "Acme.Beta", "Acme.Gamma"];

    private readonly PortalHost _portal = new PortalHost().With("Installs:HealthSeconds", "1");
    private readonly Client _client;
    private readonly Organization _publisher;

    public FailureIsolationTests()
    {
        _client = new Client(_portal);
        _publisher = _portal.Database.Publisher("Fabrikam");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_module_that_is_not_well_stays_as_it_was_and_the_others_are_updated()
    {
        var site = await SiteAsync();
        Publish("2.0.0");
        var host = new SiteHost(site.Store);
        host.Serves(2, SiteHost.Well("Acme.Alpha", "2.0.0"), SiteHost.Unwell("Acme.Beta", "2.0.0"), SiteHost.Well("Acme.Gamma", "2.0.0"));
        var operation = await StartAsync(site, ChangeRequest.UpdateEverything(), keepOthers: true);

        await RunAsync(operation);

        var failed = site.Operation(operation);
        Assert.Equal((OperationState.Failed, FailureCategory.HealthCheck), (failed.State, failed.Failure!.Category));
        Assert.Equal(["Acme.Beta"], failed.Steps.Where(s => s.State is StepState.Failed).Select(s => s.PackageId));
        Assert.Equal(["Acme.Alpha 1.0.0", "Acme.Beta 1.0.0", "Acme.Gamma 1.0.0"], site.Modules);

        host.Stops();
        await RunAsync(failed.ContinuedById!.Value);

        var others = site.Operation(failed.ContinuedById!.Value);
        Assert.Equal((OperationState.Done, "Update everything without Acme.Beta on Shop"), (others.State, others.Title));
        Assert.Equal(["Acme.Alpha 2.0.0", "Acme.Beta 1.0.0", "Acme.Gamma 2.0.0"], site.Modules);
        site.AssertWhole();
    }

    [Fact]
    public async Task What_cannot_do_without_it_stays_out_too()
    {
        var site = await SiteAsync();
        Publish("2.0.0", gammaNeeds: "Acme.Beta [2.0.0,3.0.0)");
        new SiteHost(site.Store).Serves(2, SiteHost.Well("Acme.Alpha", "2.0.0"), SiteHost.Broken("Acme.Beta", "2.0.0"), SiteHost.Well("Acme.Gamma", "2.0.0"));
        var request = ChangeRequest.Update("Acme.Alpha").And(ChangeRequest.Update("Acme.Gamma"));
        var operation = await StartAsync(site, request, keepOthers: true);

        await RunAsync(operation);

        var others = PlanDocument.Parse(_portal.Database.Read(db => db.Operations
            .Where(o => o.Id == site.Operation(operation).ContinuedById)
            .Select(o => o.Plan.Json)
            .Single()));
        Assert.Equal(["Acme.Alpha 2.0.0"], others.Incoming.Select(c => $"{c.Id} {c.To}"));
    }

    [Fact]
    public async Task Without_the_choice_everything_goes_back_and_the_way_on_is_shown()
    {
        var site = await SiteAsync();
        Publish("2.0.0");
        new SiteHost(site.Store).Serves(2, SiteHost.Well("Acme.Alpha", "2.0.0"), SiteHost.Unwell("Acme.Beta", "2.0.0"), SiteHost.Well("Acme.Gamma", "2.0.0"));
        var operation = await StartAsync(site, ChangeRequest.UpdateEverything(), keepOthers: false);

        await RunAsync(operation);

        Assert.Null(site.Operation(operation).ContinuedById);
        var trouble = (await _portal.Get<OperationQueries>().ReadAsync(_client.Actor, operation, Cancel))!.Failure!;
        Assert.Equal(["Acme.Beta"], trouble.Unwell);
        var plan = Assert.IsType<PlanOutcome.Ready>(
            await _portal.Get<Planner>().PlanAsync(_client.Actor, site.Id, ChangeRequestText.Read(ChangeRequestText.Write(trouble.Without!))!, Cancel));
        Assert.Equal(["Acme.Alpha", "Acme.Gamma"], plan.Document.Incoming.Select(c => c.Id));
    }

    [Fact]
    public async Task Nothing_goes_on_where_nothing_is_left()
    {
        var site = await SiteAsync();
        Publish("2.0.0");
        new SiteHost(site.Store).Serves(2, SiteHost.Well("Acme.Alpha", "1.0.0"), SiteHost.Unwell("Acme.Beta", "2.0.0"), SiteHost.Well("Acme.Gamma", "1.0.0"));
        var operation = await StartAsync(site, ChangeRequest.Update("Acme.Beta"), keepOthers: true);

        await RunAsync(operation);

        Assert.Equal(OperationState.Failed, site.Operation(operation).State);
        Assert.Null(site.Operation(operation).ContinuedById);
        Assert.Null((await _portal.Get<OperationQueries>().ReadAsync(_client.Actor, operation, Cancel))!.Failure!.Without);
    }

    private async Task<ClientSite> SiteAsync()
    {
        Publish("1.0.0");
        var site = await _client.EmptySiteAsync("Shop", Cancel);
        await site.DoneAsync(Ids.Select(id => ChangeRequest.Install(id)).Aggregate((some, more) => some.And(more)), Cancel);
        return site;
    }

    private void Publish(string version, params string[] gammaNeeds)
    {
        foreach (var id in Ids)
        {
            _portal.Publish(_publisher, id, version, id == "Acme.Gamma" ? gammaNeeds : []);
        }
    }

    private async Task<long> StartAsync(ClientSite site, ChangeRequest request, bool keepOthers)
    {
        var plan = Assert.IsType<PlanOutcome.Ready>(await _portal.Get<Planner>().PlanAsync(_client.Actor, site.Id, request, Cancel));
        return Assert.IsType<StartOutcome.Started>(
            await _portal.Get<OperationCommands>().StartAsync(_client.Actor, site.Id, request, plan.Hash, keepOthers, Cancel)).OperationId;
    }

    private Task RunAsync(long operation) => _portal.Get<OperationRunner>().RunAsync(operation, Cancel);

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
