using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Marketplace.Updates;

namespace Marketplace.Tests.Updates;

/// <summary>Who is told of which update, and when. The clock stands at nine in the morning, UTC.</summary>
public sealed class UpdateNoticesTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly SiteWithUpdates _site;

    public UpdateNoticesTests()
    {
        _site = new SiteWithUpdates(_database);
        _site.Has(_site.Release("Acme.Mail", "1.0.0"), _site.Release("Acme.Chat", "1.0.0"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Members_hear_of_updates_once_a_day_in_one_notice_unless_they_choose_otherwise()
    {
        _site.Release("Acme.Mail", "1.0.1");
        await NotifyAsync();
        _site.Release("Acme.Mail", "1.1.0");
        _site.Release("Acme.Chat", "2.0.0");
        await NotifyAsync();
        Assert.Empty(await NewsAsync());

        _database.Clock.Advance(TimeSpan.FromHours(22.9));
        await NotifyAsync();
        Assert.Empty(await NewsAsync());
        _database.Clock.Advance(TimeSpan.FromHours(0.1));
        await NotifyAsync();
        Assert.Equal(["2 updates for Shop: Acme.Chat 2.0.0, Acme.Mail 1.1.0"], await NewsAsync());

        _database.Clock.Advance(TimeSpan.FromDays(2));
        await NotifyAsync();
        Assert.Single(await NewsAsync());
    }

    [Fact]
    public async Task Who_wants_to_know_at_once_is_told_at_once_and_who_wants_nothing_is_told_nothing()
    {
        await SaveAsync(new() { Notices = NoticeTiming.Immediate });
        _site.Release("Acme.Mail", "1.0.1");
        await NotifyAsync();
        Assert.Equal(["Update for Shop: Acme.Mail 1.0.1"], await NewsAsync());

        await SaveAsync(new() { Notices = NoticeTiming.Off });
        _site.Release("Acme.Mail", "1.0.2", security: "Letters could be read.");
        await NotifyAsync();
        _database.Clock.Advance(TimeSpan.FromDays(2));
        await NotifyAsync();
        Assert.Single(await NewsAsync());
    }

    [Fact]
    public async Task Of_security_members_are_told_at_once_by_mail_too()
    {
        _site.Release("Acme.Mail", "1.0.1", security: "Letters could be read.");

        await NotifyAsync();

        Assert.Equal(["Security update for Shop: Acme.Mail 1.0.1. Letters could be read."], await NewsAsync());
        await new NotificationMail(_database, Microsoft.Extensions.Options.Options.Create(new PortalOptions()), _database.Clock).WriteAsync(Cancel);
        Assert.Equal(
            "Security update for Shop: Acme.Mail 1.0.1. Letters could be read.",
            _database.Read(db => Assert.Single(db.Set<OutgoingMail>().ToList())).Subject);
    }

    [Fact]
    public async Task What_was_updated_or_skipped_before_the_digest_is_no_news()
    {
        var newer = _site.Release("Acme.Mail", "1.0.1");
        _site.Release("Acme.Chat", "1.0.1");
        await NotifyAsync();
        _site.Has(newer, _site.Release("Acme.Chat", "0.9.0"), _site.Release("Acme.Talk", "1.0.0"));
        Assert.True(await new SitePolicies(_database, _database.Clock).SkipAsync(_site.Member, _site.Id, "Acme.Chat", "1.0.1", true, Cancel));

        _database.Clock.Advance(TimeSpan.FromDays(1));
        await NotifyAsync();

        Assert.Empty(await NewsAsync());
    }

    [Fact]
    public async Task Releases_that_do_not_run_on_the_host_and_modules_that_the_site_has_not_are_no_news()
    {
        await SaveAsync(new() { Notices = NoticeTiming.Immediate });
        _site.Release("Acme.Mail", "2.0.0", host: "[9.0,)");
        _site.Release("Acme.Other", "1.0.0");

        await NotifyAsync();

        Assert.Empty(await NewsAsync());
    }

    [Fact]
    public async Task Many_workers_tell_once()
    {
        await SaveAsync(new() { Notices = NoticeTiming.Immediate });
        _site.Release("Acme.Mail", "1.0.1");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(NotifyAsync, Cancel)));
        await NotifyAsync();

        Assert.Single(await NewsAsync());
    }

    [Theory]
    [InlineData("2026-03-28T08:00:00", "2026-03-29T06:00:00")]
    [InlineData("2026-10-24T22:00:00", "2026-10-25T07:00:00")]
    [InlineData("2026-06-01T05:59:00", "2026-06-01T06:00:00")]
    public void The_digest_leaves_at_eight_by_the_clock_on_the_wall(string now, string digest) =>
        Assert.Equal(Utc(digest), UpdateNews.NextDigest(Utc(now), "Europe/Berlin"));

    public void Dispose() => _database.Dispose();

    private static DateTime Utc(string text) => DateTime.SpecifyKind(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);

    private Task NotifyAsync() => new UpdateNotices(_database, _database.Clock).NotifyAsync(Cancel);

    private async Task SaveAsync(PolicySettings settings) => Assert.IsType<SavePolicyOutcome.Saved>(
        await new SitePolicies(_database, _database.Clock).SaveAsync(_site.Member, _site.Id, settings, Cancel));

    private async Task<IReadOnlyList<string>> NewsAsync() =>
        [.. (await new Inbox(_database, _database.Clock).ListAsync(_site.Member, ListQuery.First, Cancel)).Rows.Select(row => row.Text)];
}
