using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Community;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Community;

public sealed class FollowsTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme;
    private readonly Actor _anna, _ben;

    public FollowsTests()
    {
        _acme = _database.Publisher();
        (_anna, _ben) = (_database.Stranger(), _database.Stranger());
        _database.Available(_acme, "Acme.Mail", "1.0.0");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Follows Follows => new(_database, _database.Clock);

    private Inbox Inbox => new(_database, _database.Clock);

    [Fact]
    public async Task Who_follows_is_told_of_a_new_release_once()
    {
        FollowBefore(_anna);
        Assert.True(await Follows.SetAsync(_anna, "acme.mail", true, Cancel));
        await Follows.NotifyAsync(Cancel);
        await Inbox.ReadAllAsync(_anna, Cancel);

        _database.Available(_acme, "Acme.Mail", "1.1.0");
        await Follows.NotifyAsync(Cancel);
        await Follows.NotifyAsync(Cancel);

        var news = (await Inbox.ListAsync(_anna, ListQuery.First, Cancel)).Rows.Where(row => row.State is NotificationState.New);
        Assert.Equal([("module/Acme.Mail", "Acme Mail 1.1.0 is out.")], news.Select(row => (row.Subject, row.Text)));
        Assert.Equal(1, await Inbox.UnreadAsync(_anna, Cancel));
        Assert.Empty((await Inbox.ListAsync(_ben, ListQuery.First, Cancel)).Rows);
        Assert.Equal(["Acme.Mail"], (await Follows.ListAsync(_anna, Cancel)).Select(row => row.PackageId));
    }

    [Fact]
    public async Task Who_stopped_following_hears_no_more_and_who_begins_late_hears_nothing_old()
    {
        await Follows.SetAsync(_ben, "Acme.Mail", true, Cancel);
        FollowBefore(_anna);
        await Follows.SetAsync(_anna, "Acme.Mail", false, Cancel);
        Assert.False(await Follows.FollowsAsync(_anna, "Acme.Mail", Cancel));

        await Follows.NotifyAsync(Cancel);

        Assert.Empty((await Inbox.ListAsync(_anna, ListQuery.First, Cancel)).Rows);
        Assert.Empty((await Inbox.ListAsync(_ben, ListQuery.First, Cancel)).Rows);
    }

    [Fact]
    public async Task A_module_made_private_is_told_of_only_to_who_may_see_it()
    {
        var insider = _database.Member(_acme);
        FollowBefore(_anna);
        FollowBefore(insider);
        Assert.IsType<ListingOutcome.Done>(await new ListingAudiences(_database, _database.Clock).SetAsync(insider, "Acme.Mail", [], Cancel));

        await Follows.NotifyAsync(Cancel);

        Assert.Equal(0, await Inbox.UnreadAsync(_anna, Cancel));
        Assert.Equal(1, await Inbox.UnreadAsync(insider, Cancel));
        Assert.Empty(await Follows.ListAsync(_anna, Cancel));
        Assert.False(await Follows.SetAsync(_ben, "Acme.Mail", true, Cancel));
    }

    [Fact]
    public async Task News_are_mailed_once_in_one_mail_and_again_where_the_server_refused()
    {
        FollowBefore(_anna);
        _database.Available(_acme, "Acme.Mail", "1.1.0");
        await Follows.NotifyAsync(Cancel);
        var mail = new NotificationMail(_database, Options.Create(new PortalOptions { Address = "https://modules.example/" }), _database.Clock);

        await mail.WriteAsync(Cancel);
        await mail.WriteAsync(Cancel);

        var (to, subject, text) = _database.Read(db => db.Set<OutgoingMail>().Select(m => ValueTuple.Create(m.To, m.Subject, m.Text)).Single());
        Assert.Equal("2 updates from the marketplace", subject);
        Assert.Contains("Acme Mail 1.0.0 is out.\nhttps://modules.example/modules/Acme.Mail\n\nAcme Mail 1.1.0 is out.", text, StringComparison.Ordinal);
        Assert.Contains("Change that at https://modules.example/notifications", text, StringComparison.Ordinal);
        Assert.StartsWith("eve", to, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("module/Acme.Mail", "https://modules.example/base/modules/Acme.Mail")]
    [InlineData("browse/q=pdf&sort=rating", "https://modules.example/base/?q=pdf&sort=rating")]
    [InlineData("anything", "https://modules.example/base/notifications")]
    public void A_mail_links_to_what_it_tells_of_at_the_address_of_the_portal(string subject, string link)
    {
        Assert.Equal(link, new PortalOptions { Address = "https://modules.example/base" }.At(NotificationSubject.Address(subject)));
    }

    private void FollowBefore(Actor actor) => _database.Save(new Follow(actor.UserId, _database.Read(db => db.Modules.Single().Id), A.Day));

    public void Dispose() => _database.Dispose();
}
