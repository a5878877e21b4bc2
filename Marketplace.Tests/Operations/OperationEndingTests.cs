using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Live;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Operations;

/// <summary>Whichever way an operation ends, the same follows.</summary>
public sealed partial class OperationEndingTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Client _client;

    public OperationEndingTests() => _client = new Client(_portal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("declined", OperationState.Cancelled)]
    [InlineData("cancelled while it waits for approval", OperationState.Cancelled)]
    [InlineData("cancelled while it is queued", OperationState.Cancelled)]
    [InlineData("done", OperationState.Done)]
    [InlineData("failed", OperationState.Failed)]
    public async Task What_waits_for_an_end_is_told_and_woken(string way, OperationState expected)
    {
        var other = _portal.Database.Member(_client.Organization, MemberRole.Owner);
        var site = await _client.SiteAsync("Shop", Cancel);
        var asks = way is "declined" or "cancelled while it waits for approval";
        Assert.Null(await _portal.Get<SitePlanning>().RequireApprovalAsync(_client.Actor, site.Id, asks, Cancel));
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        var before = _portal.Database.Read(db => db.Changes.Max(c => c.Id));

        switch (way)
        {
            case "declined":
                await _portal.Get<Approvals>().DeclineAsync(other, operation, "", Cancel);
                break;
            case "failed":
                Suspend("Acme.Shop");
                break;
            case not "done":
                Assert.True(await _portal.Get<OperationCommands>().CancelAsync(_client.Actor, operation, Cancel));
                break;
        }

        await _portal.Get<OperationRunner>().RunNextAsync(site.Id, Cancel);

        Assert.Equal(expected, site.Operation(operation).State);
        Assert.NotNull(site.Operation(operation).EndedAt);
        Assert.Superset(
            new HashSet<string>
            {
                $"operation/{operation}", $"site/{site.Id}", $"organization/{_client.Organization.Id}/operations", $"work/sites/{site.Id}", "work/endings",
            },
            _portal.Database.Read(db => db.Changes.Where(c => c.Id > before).Select(c => c.Topic).ToHashSet()));
    }

    private void Suspend(string id)
    {
        using var db = _portal.Database.CreateDbContext();
        db.Releases.Single(r => r.Module.PackageId == id).Suspend(new Suspension("Unsafe", _client.Actor.UserId, DateTime.UtcNow));
        db.SaveChanges();
    }

    // The demo's are history: nothing waits for those.
    [Fact]
    public void Operations_end_in_one_place() => Assert.Equal(
        ["OperationEnding"],
        from file in Source.Files("Marketplace.Jobs")
        let name = Path.GetFileNameWithoutExtension(file)
        where name is not "Operation.Ending" && Ends().IsMatch(File.ReadAllText(file))
        select name);

    [GeneratedRegex(@"SetProperty\(o => o\.EndedAt|\boperation\.(Finish|FinishLate|Fail|Withdraw|Cancel)\(|\bend\(operation\)")]
    private static partial Regex Ends();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
