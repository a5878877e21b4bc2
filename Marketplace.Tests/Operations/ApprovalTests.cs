using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Marketplace.Updates;

namespace Marketplace.Tests.Operations;

/// <summary>A site that asks for another member's approval.</summary>
public sealed class ApprovalTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Client _client;
    private readonly Actor _other;

    public ApprovalTests()
    {
        _client = new Client(_portal);
        _other = _portal.Database.Member(_client.Organization, MemberRole.Member);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Approvals Approvals => _portal.Get<Approvals>();

    private OperationRunner Runner => _portal.Get<OperationRunner>();

    [Fact]
    public async Task Nothing_happens_before_another_member_has_approved_and_then_it_does()
    {
        var site = await SiteAsync();
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        await Runner.RunAsync(operation, Cancel);

        Assert.Equal(OperationState.AwaitingApproval, site.Operation(operation).State);
        Assert.Equal(["Acme.Base 1.0.0"], site.Modules);
        Assert.DoesNotContain(operation, await Runner.DueAsync(100, Cancel));
        var asked = Assert.Single((await _portal.Get<Inbox>().ListAsync(_other, ListQuery.First, Cancel)).Rows);
        Assert.Equal(
            ($"site/{site.Id}", true),
            (asked.Subject, asked.Text.Contains("asks for your approval on Shop: Install Acme.Shop", StringComparison.Ordinal)));
        Assert.Equal(operation, (await _portal.Get<SiteQueries>().ReadAsync(_other, site.Id, Cancel))!.Proposed);
        Assert.Equal(ApprovalOutcome.Own, await Approvals.ApproveAsync(_client.Actor, operation, Cancel));
        Assert.Equal(ApprovalOutcome.NotFound, await Approvals.ApproveAsync(_portal.Database.Stranger(), operation, Cancel));

        Assert.Equal(ApprovalOutcome.Done, await Approvals.ApproveAsync(_other, operation, Cancel));
        Assert.Equal(ApprovalOutcome.NotAwaited, await Approvals.ApproveAsync(_other, operation, Cancel));
        await Runner.RunAsync(operation, Cancel);

        Assert.Equal(OperationState.Done, site.Operation(operation).State);
        Assert.Equal(["Acme.Base 2.0.0", "Acme.Shop 1.0.0"], site.Modules);
        Assert.NotNull((await _portal.Get<OperationQueries>().ReadAsync(_client.Actor, operation, Cancel))!.ApprovedBy);
        var told = Assert.Single((await _portal.Get<Inbox>().ListAsync(_client.Actor, ListQuery.First, Cancel)).Rows);
        Assert.Contains("approved", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_declined_or_taken_back_is_over_and_the_reason_is_told()
    {
        var site = await SiteAsync();
        var declined = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        Assert.Equal(ApprovalOutcome.Done, await Approvals.DeclineAsync(_other, declined, "Not before the sale", Cancel));
        var withdrawn = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        Assert.NotEqual(declined, withdrawn);
        var told = _portal.Database.Read(db => db.Changes.Max(change => change.Id));
        Assert.True(await _portal.Get<OperationCommands>().CancelAsync(_client.Actor, withdrawn, Cancel));
        Assert.Superset(
            new HashSet<string> { LiveTopic.Operation(withdrawn).Name, LiveTopic.Site(site.Id).Name, LiveTopic.Operations(_client.Organization.Id).Name },
            _portal.Database.Read(db => db.Changes.Where(change => change.Id > told).Select(change => change.Topic).ToHashSet()));
        Assert.Equal(ApprovalOutcome.NotAwaited, await Approvals.ApproveAsync(_other, withdrawn, Cancel));

        Assert.All([declined, withdrawn], id => Assert.Equal(OperationState.Cancelled, site.Operation(id).State));
        Assert.Contains("Not before the sale", site.Operation(declined).Log.Last().Text, StringComparison.Ordinal);
        Assert.EndsWith(
            "Not before the sale",
            Assert.Single((await _portal.Get<Inbox>().ListAsync(_client.Actor, ListQuery.First, Cancel)).Rows).Text,
            StringComparison.Ordinal);
        Assert.Empty(await Runner.DueAsync(100, Cancel));
    }

    [Fact]
    public async Task What_waits_for_approval_keeps_nobody_waiting_and_goes_on_only_with_the_same_changes()
    {
        var site = await SiteAsync();
        var same = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        var update = await site.StartAsync(ChangeRequest.Update("Acme.Base"), Cancel);
        Assert.Equal(ApprovalOutcome.Done, await Approvals.ApproveAsync(_other, update, Cancel));
        Assert.Null((await _portal.Get<OperationQueries>().ReadAsync(_other, update, Cancel))!.Ahead);
        await Runner.RunAsync(update, Cancel);
        Assert.Equal(["Acme.Base 2.0.0"], site.Modules);

        Assert.Equal(ApprovalOutcome.Done, await Approvals.ApproveAsync(_other, same, Cancel));
        await Runner.RunAsync(same, Cancel);

        var moved = site.Operation(same);
        Assert.Equal((OperationState.Failed, FailureCategory.SiteMoved), (moved.State, moved.Failure!.Category));
        Assert.Contains("Acme.Base would stay as it is", moved.Failure.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rolling_back_needs_nobody_else()
    {
        var site = await SiteAsync();

        var back = await site.StartRollbackAsync(0, Cancel);

        Assert.Equal(OperationState.Queued, site.Operation(back).State);
    }

    [Fact]
    public async Task Only_owners_decide_that_approval_is_needed_and_only_where_somebody_could_give_it()
    {
        var site = await SiteAsync();
        Assert.NotNull(await _portal.Get<SitePlanning>().RequireApprovalAsync(_other, site.Id, false, Cancel));
        Assert.True((await _portal.Get<SiteQueries>().ReadAsync(_other, site.Id, Cancel))!.NeedsApproval);
        Assert.Null(await _portal.Get<SitePlanning>().RequireApprovalAsync(_client.Actor, site.Id, false, Cancel));

        var lonely = _portal.Database.Client("Initech");
        var owner = _portal.Database.Member(lonely, MemberRole.Owner);
        var created = Assert.IsType<CreateSiteOutcome.Created>(await _portal.Get<SiteCommands>().CreateAsync(owner, lonely.Id, "Shop", "2.0.0", Cancel));
        Assert.Contains(
            "Invite another member first",
            await _portal.Get<SitePlanning>().RequireApprovalAsync(owner, created.Id, true, Cancel),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_members_who_decide_at_once_one_decides()
    {
        var site = await SiteAsync();
        var third = _portal.Database.Member(_client.Organization, MemberRole.Member);
        for (var round = 0; round < 5; round++)
        {
            var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
            var outcomes = await Task.WhenAll(
                Task.Run(() => Approvals.ApproveAsync(_other, operation, Cancel), Cancel),
                Task.Run(() => Approvals.DeclineAsync(third, operation, "", Cancel), Cancel));
            Assert.Single(outcomes, ApprovalOutcome.Done);
            Assert.Equal(outcomes[0] is ApprovalOutcome.Done ? OperationState.Queued : OperationState.Cancelled, site.Operation(operation).State);
            await _portal.Get<OperationCommands>().CancelAsync(_client.Actor, operation, Cancel);
            await Runner.RunAsync(operation, Cancel);
        }
    }

    [Fact]
    public async Task A_site_on_the_prerelease_channel_is_planned_and_offered_prereleases()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        _portal.Publish(_portal.Database.Publisher("Fabrikam"), "Acme.Mail", "1.0.0");
        _portal.Publish(_portal.Database.Publisher("Fabrikam 2"), "Acme.Mail", "1.1.0-beta.1");
        await site.DoneAsync(ChangeRequest.Install("Acme.Mail"), Cancel);
        Assert.Contains("Acme.Mail 1.0.0", site.Modules);
        Assert.DoesNotContain("Acme.Mail", (await _portal.Get<SiteUpdates>().ReadAsync(_client.Actor, site.Id, Cancel))!.Select(u => u.PackageId));

        Assert.False(await _portal.Get<SitePlanning>().ChooseAsync(_portal.Database.Stranger(), site.Id, SiteChannel.Prerelease, Cancel));
        Assert.True(await _portal.Get<SitePlanning>().ChooseAsync(_client.Actor, site.Id, SiteChannel.Prerelease, Cancel));

        Assert.Equal(
            "1.1.0-beta.1",
            (await _portal.Get<SiteUpdates>().ReadAsync(_client.Actor, site.Id, Cancel))!
                .Single(u => u.PackageId == "Acme.Mail").Offered!.Version.ToNormalizedString());
        Assert.Equal(
            "1.1.0-beta.1",
            (await _portal.Get<SiteQueries>().ReadAsync(_client.Actor, site.Id, Cancel))!.Modules.Single(m => m.Id == "Acme.Mail").Newer);
        await site.DoneAsync(ChangeRequest.Update("Acme.Mail"), Cancel);
        Assert.Contains("Acme.Mail 1.1.0-beta.1", site.Modules);
    }

    private async Task<ClientSite> SiteAsync()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        Assert.Null(await _portal.Get<SitePlanning>().RequireApprovalAsync(_client.Actor, site.Id, true, Cancel));
        return site;
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
