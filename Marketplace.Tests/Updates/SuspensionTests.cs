using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Live;
using Marketplace.Moderation;
using Marketplace.Notifications;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Marketplace.Updates;

namespace Marketplace.Tests.Updates;

/// <summary>A release that is installed somewhere is suspended.</summary>
public sealed class SuspensionTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Client _client;
    private readonly Actor _moderator;
    private readonly Organization _publisher;

    public SuspensionTests()
    {
        _client = new Client(_portal);
        _moderator = _portal.Database.Staff(StaffRole.Moderator);
        _publisher = _portal.Database.Publisher("Fabrikam");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Suspensions Suspensions => _portal.Get<Suspensions>();

    [Fact]
    public async Task Its_sites_are_listed_its_members_and_publisher_are_told_once_and_nobody_can_install_it()
    {
        var publisher = _portal.Database.Member(_publisher, MemberRole.Owner);
        var site = await SiteAsync(SuspensionResponse.Warn);
        var other = await _client.EmptySiteAsync("Other", Cancel);
        var review = Review("Fabrikam.Mail", "1.0.0");

        Assert.IsType<SuspendOutcome.Done>(await Suspensions.SuspendAsync(_moderator, review.Id, "It calls home.", Cancel));
        var watched = Watched();
        await RespondAsync();
        await RespondAsync();
        Assert.Equal(watched + 1, Watched());

        var affected = Assert.Single(await _portal.Get<AffectedSites>().ReadAsync(_moderator, review.PackageHash, Cancel));
        Assert.Equal(("Shop", SuspensionResponse.Warn, null, true), (affected.Site, affected.Response, affected.Operation, affected.HasIt));
        Assert.Equal("Fabrikam.Mail 1.0.0, which Shop has, was suspended: It calls home. Nothing was changed.", Assert.Single(await NewsAsync(_client.Actor)));
        Assert.Equal("Fabrikam.Mail 1.0.0 was suspended: It calls home.", Assert.Single(await NewsAsync(publisher)));
        Assert.Equal(["Fabrikam.Mail 1.0.0"], site.Modules);
        Assert.Equal("It calls home.", Assert.Single((await _portal.Get<SiteQueries>().ReadAsync(_client.Actor, site.Id, Cancel))!.Suspended).Reason);
        Assert.IsType<PlanOutcome.Refused>(await PlanAsync(other, ChangeRequest.Install("Fabrikam.Mail")));
        Assert.IsType<PlanOutcome.Ready>(await PlanAsync(site, ChangeRequest.Install("Acme.Base")));
    }

    [Fact]
    public async Task Where_it_blocks_only_what_takes_it_away_goes_through()
    {
        var site = await SiteAsync(SuspensionResponse.BlockInstalls);
        Assert.IsType<SuspendOutcome.Done>(await Suspensions.SuspendAsync(_moderator, Review("Fabrikam.Mail", "1.0.0").Id, "It calls home.", Cancel));
        await RespondAsync();

        var refused = Assert.IsType<PlanOutcome.Refused>(await PlanAsync(site, ChangeRequest.Install("Acme.Base")));
        Assert.Equal(
            (RefusalKind.Suspended, "Nothing is installed or updated on Shop while it has Fabrikam.Mail 1.0.0, which was suspended."),
            (refused.Kind, refused.Sentence));
        Assert.IsType<PlanOutcome.Ready>(await PlanAsync(site, Assert.Single(refused.WaysOut).Request));
        _portal.Publish(_publisher, "Fabrikam.Mail", "1.0.1");
        Assert.IsType<PlanOutcome.Ready>(await PlanAsync(site, ChangeRequest.Update("Fabrikam.Mail").And(ChangeRequest.Install("Acme.Base"))));

        Assert.IsType<SuspendOutcome.Done>(await Suspensions.RestoreAsync(_moderator, Review("Fabrikam.Mail", "1.0.0").Id, Cancel));
        Assert.IsType<PlanOutcome.Ready>(await PlanAsync(site, ChangeRequest.Install("Acme.Base")));
    }

    [Fact]
    public async Task Where_it_is_to_be_disabled_it_goes_with_what_needs_it_and_nobody_has_to_approve()
    {
        var site = await SiteAsync(SuspensionResponse.Disable);
        _portal.Publish(_publisher, "Fabrikam.Post", "1.0.0", "Fabrikam.Mail [1.0.0,2.0.0)");
        await site.DoneAsync(ChangeRequest.Install("Fabrikam.Post").And(ChangeRequest.Install("Acme.Base")), Cancel);
        _portal.Database.Member(_client.Organization);
        Assert.Null(await _portal.Get<SitePlanning>().RequireApprovalAsync(_client.Actor, site.Id, true, Cancel));
        var review = Review("Fabrikam.Mail", "1.0.0");

        Assert.IsType<SuspendOutcome.Done>(await Suspensions.SuspendAsync(_moderator, review.Id, "It calls home.", Cancel));
        await RespondAsync();

        Assert.Equal(["Acme.Base 2.0.0"], site.Modules);
        var affected = Assert.Single(await _portal.Get<AffectedSites>().ReadAsync(_moderator, review.PackageHash, Cancel));
        Assert.Equal((OperationState.Done, false), (affected.Operation, affected.HasIt));
        Assert.Equal(
            [
                "Done by the update policy: Uninstall Fabrikam.Mail from Shop",
                "Fabrikam.Mail 1.0.0, which Shop has, was suspended: It calls home. By the site's policy it is taken off.",
            ],
            await NewsAsync(_client.Actor));
    }

    [Fact]
    public async Task Where_it_is_to_be_rolled_back_the_newest_revision_without_it_is_taken_up_again()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        await SaveAsync(site, SuspensionResponse.RollBack);
        _portal.Publish(_publisher, "Fabrikam.Mail", "1.0.0");
        await site.DoneAsync(ChangeRequest.Install("Fabrikam.Mail"), Cancel);
        await site.DoneAsync(ChangeRequest.Update("Acme.Base"), Cancel);
        Assert.Equal(["Acme.Base 2.0.0", "Fabrikam.Mail 1.0.0"], site.Modules);

        Assert.IsType<SuspendOutcome.Done>(await Suspensions.SuspendAsync(_moderator, Review("Fabrikam.Mail", "1.0.0").Id, "It calls home.", Cancel));
        await RespondAsync();

        Assert.Equal(["Acme.Base 1.0.0"], site.Modules);
        Assert.Equal(1, site.Store.Current().RestoredFrom);
    }

    [Fact]
    public async Task Many_workers_at_once_tell_once_and_begin_one_operation()
    {
        var site = await SiteAsync(SuspensionResponse.Disable);
        Assert.IsType<SuspendOutcome.Done>(await Suspensions.SuspendAsync(_moderator, Review("Fabrikam.Mail", "1.0.0").Id, "It calls home.", Cancel));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _portal.Get<SuspensionResponses>().RunAsync(Cancel), Cancel)));

        Assert.Single(await NewsAsync(_client.Actor));
        Assert.Equal(1, _portal.Database.Read(db => db.Operations.Count(o => o.SiteId == site.Id && o.IsByPolicy)));
    }

    [Fact]
    public async Task Only_moderators_of_other_organizations_suspend_and_see_where_it_is()
    {
        await SiteAsync(SuspensionResponse.Warn);
        var review = Review("Fabrikam.Mail", "1.0.0");
        var own = _portal.Database.Staff(StaffRole.Moderator);
        _portal.Database.Save(new Membership(_publisher.Id, own.UserId, MemberRole.Member, A.Day));

        Assert.IsType<SuspendOutcome.NotModerator>(await Suspensions.SuspendAsync(_client.Actor, review.Id, "Mine now.", Cancel));
        Assert.IsType<SuspendOutcome.OwnOrganization>(await Suspensions.SuspendAsync(own, review.Id, "Ours.", Cancel));
        Assert.IsType<SuspendOutcome.Invalid>(await Suspensions.SuspendAsync(_moderator, review.Id, " ", Cancel));
        Assert.IsType<SuspendOutcome.NoSuchRelease>(await Suspensions.SuspendAsync(_moderator, 999, "Nothing.", Cancel));
        Assert.IsType<SuspendOutcome.NothingToDo>(await Suspensions.RestoreAsync(_moderator, review.Id, Cancel));
        Assert.Empty(await _portal.Get<AffectedSites>().ReadAsync(_client.Actor, review.PackageHash, Cancel));
        Assert.False(await _portal.Get<ListingQueries>().IsSuspendedAsync(review.PackageHash, Cancel));
    }

    private async Task<ClientSite> SiteAsync(SuspensionResponse response)
    {
        _portal.Publish(_publisher, "Fabrikam.Mail", "1.0.0");
        var site = await _client.EmptySiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Fabrikam.Mail"), Cancel);
        await SaveAsync(site, response);
        return site;
    }

    private async Task SaveAsync(ClientSite site, SuspensionResponse response) =>
        Assert.IsType<SavePolicyOutcome.Saved>(await _portal.Get<SitePolicies>().SaveAsync(_client.Actor, site.Id, new() { OnSuspension = response }, Cancel));

    // How often those who watch the module were told that something changed.
    private int Watched() => _portal.Database.Read(db => db.Changes.Count(c => c.Topic == LiveTopic.Module("fabrikam.mail").Name));

    // The review that let the release in.
    private Review Review(string id, string version)
    {
        using var db = _portal.Database.CreateDbContext();
        var release = db.Releases.Single(r => r.Module.PackageId == id && r.Version == version);
        if (db.Reviews.SingleOrDefault(r => r.PackageHash == release.PackageHash) is { } there)
        {
            return there;
        }

        var review = new Review(_publisher.Id, id, version, release.PackageHash, "First release", A.Day, A.Day.AddDays(1));
        review.Decide(DecisionAction.Approve, _moderator.UserId, "", "", A.Day);
        db.Add(review);
        db.SaveChanges();
        return review;
    }

    private async Task RespondAsync()
    {
        await _portal.Get<SuspensionResponses>().RunAsync(Cancel);
        foreach (var operation in await _portal.Get<OperationRunner>().DueAsync(100, Cancel))
        {
            await _portal.Get<OperationRunner>().RunAsync(operation, Cancel);
        }
    }

    private async Task<PlanOutcome> PlanAsync(ClientSite site, ChangeRequest request) =>
        await _portal.Get<Planner>().PlanAsync(_client.Actor, site.Id, request, Cancel);

    private async Task<IReadOnlyList<string>> NewsAsync(Actor actor) =>
        [.. (await _portal.Get<Inbox>().ListAsync(actor, ListQuery.First, Cancel)).Rows.Select(row => row.Text)];

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
