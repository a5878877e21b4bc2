using System.Globalization;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Tests.Sdk;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Operations;

/// <summary>Many operations at once, on one database: 200 in each run, or as many as <c>MARKETPLACE_INSTALLS</c> says.</summary>
public sealed class ManyOperationsTests : IAsyncDisposable
{
    private const int Sites = 50;
    private const int Workers = 8;
    private static readonly int Installs =
        int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_INSTALLS"), CultureInfo.InvariantCulture, out var installs)
            ? installs
            : 200;
    private static readonly string[] Ids = [.. Enumerable.Range(1, Installs / Sites).Select(i => $"Acme.Module{i:D3}")];

    private readonly PortalHost _portal = new();
    private readonly Client _client;

    public ManyOperationsTests()
    {
        _client = new Client(_portal);
        var publisher = _portal.Database.Publisher("Fabrikam");
        foreach (var id in Ids)
        {
            _portal.Publish(publisher, id, "1.0.0");
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_over_fifty_sites_finish_at_the_first_attempt_and_one_after_the_other_on_each_site()
    {
        var sites = new List<ClientSite>();
        for (var i = 0; i < Sites; i++)
        {
            sites.Add(await _client.EmptySiteAsync($"Site {i}", Cancel));
            foreach (var id in Ids)
            {
                await sites[i].StartAsync(ChangeRequest.Install(id), Cancel);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync, Cancel)));

        var operations = _portal.Database.Read(db => db.Operations
            .OrderBy(o => o.Id)
            .Select(o => new { o.SiteId, o.State, o.Attempts, o.FromRevision, o.ToRevision, o.StartedAt, o.EndedAt })
            .ToList());
        Assert.Equal(Sites * Ids.Length, operations.Count);
        Assert.All(operations, o => Assert.Equal(OperationState.Done, o.State));
        var tried = operations.Count(o => o.Attempts > 1);
        TestContext.Current.SendDiagnosticMessage("{0} of {1} operations took more than one attempt", tried, operations.Count);
        Assert.True(tried <= operations.Count / 1000, $"{tried} of {operations.Count} operations took more than one attempt.");
        foreach (var site in sites)
        {
            var own = operations.Where(o => o.SiteId == site.Id).ToList();
            Assert.Equal(Enumerable.Range(0, Ids.Length), own.Select(o => o.FromRevision));
            Assert.Equal(Enumerable.Range(1, Ids.Length), own.Select(o => o.ToRevision!.Value));
            Assert.All(own.Zip(own.Skip(1)), pair => Assert.True(pair.First.EndedAt <= pair.Second.StartedAt, "Two operations interleaved on a site."));
            Assert.Equal(Ids.Select(id => $"{id} 1.0.0"), site.Modules);
            SiteFolder.AssertWhole(site.Store);
        }
    }

    // What each process's sweep and jobs do, until nothing is left; each worker takes its own order, so they meet.
    private async Task WorkAsync()
    {
        var runner = _portal.Get<OperationRunner>();
        while (_portal.Database.Read(db => db.Operations.Any(o => o.EndedAt == null)))
        {
            foreach (var id in (await runner.DueAsync(100, Cancel)).OrderBy(_ => Random.Shared.Next()))
            {
                await runner.RunAsync(id, Cancel);
            }
        }
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
