using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Operations;

/// <summary>Which operation of a site is carried out when the site's work is woken.</summary>
public sealed class OperationTurnTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_whose_worker_is_gone_comes_before_an_older_one_that_was_queued_late()
    {
        var client = new Client(_portal);
        var site = await client.SiteAsync("Shop", Cancel);
        var late = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        var begun = await site.StartAsync(ChangeRequest.Update("Acme.Base"), Cancel);
        _portal.Database.Read(db => db.Operations.Where(o => o.Id == begun).ExecuteUpdate(set => set
            .SetProperty(o => o.State, OperationState.Running).SetProperty(o => o.LeaseNumber, 1).SetProperty(o => o.LeaseUntil, A.Day)));

        await _portal.Get<OperationRunner>().RunNextAsync(site.Id, Cancel);

        Assert.Equal((OperationState.Queued, OperationState.Done), (site.Operation(late).State, site.Operation(begun).State));
        Assert.Equal([site.Id], await _portal.Get<OperationRunner>().DueSitesAsync(10, Cancel));
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
