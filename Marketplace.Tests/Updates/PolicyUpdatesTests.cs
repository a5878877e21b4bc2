using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Notifications;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Marketplace.Updates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Updates;

/// <summary>Policies at work: what they take, when, and what they leave to people. Releases of these tests became available at eight on the
/// first of March 2026, a Sunday.</summary>
public sealed class PolicyUpdatesTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(A.Day.AddHours(1)));
    private readonly PortalHost _portal;
    private readonly Client _client;
    private readonly Organization _publisher;

    public PolicyUpdatesTests()
    {
        _portal = new PortalHost { Clock = _clock };
        _client = new Client(_portal);
        _publisher = _portal.Database.Publisher("Fabrikam");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SitePolicies Policies => _portal.Get<SitePolicies>();

    [Theory]
    [InlineData(UpdateLevel.Manual, "1.0.0")]
    [InlineData(UpdateLevel.Security, "1.0.0")]
    [InlineData(UpdateLevel.Patch, "1.0.1")]
    [InlineData(UpdateLevel.Minor, "1.1.0")]
    public async Task Each_level_takes_what_it_says_and_never_another_major_version(UpdateLevel level, string expected)
    {
        var site = await SiteAsync("1.0.1", "1.1.0", "2.0.0");
        await SaveAsync(site, new() { Level = level, CoolDownHours = 0 });

        await CarryOutAsync();

        Assert.Equal([$"Fabrikam.Mail {expected}"], site.Modules);
    }

    [Fact]
    public async Task A_release_is_taken_when_its_cool_down_is_over_and_a_security_release_at_once()
    {
        var site = await SiteAsync("1.0.1");
        await SaveAsync(site, new() { Level = UpdateLevel.Patch });
        await CarryOutAsync();
        Assert.Equal(["Fabrikam.Mail 1.0.0"], site.Modules);

        _clock.SetUtcNow(A.Day.AddHours(72).AddSeconds(-1));
        await CarryOutAsync();
        Assert.Equal(["Fabrikam.Mail 1.0.0"], site.Modules);
        _clock.Advance(TimeSpan.FromMinutes(16));
        await CarryOutAsync();
        Assert.Equal(["Fabrikam.Mail 1.0.1"], site.Modules);

        _portal.Publish(_publisher, "Fabrikam.Mail", "1.0.2");
        _portal.Database.Read(db => db.Releases.Where(r => r.Version == "1.0.2")
            .ExecuteUpdate(set => set.SetProperty(r => r.ApprovedAt, _clock.GetUtcNow().UtcDateTime)));
        _clock.Advance(TimeSpan.FromMinutes(16));
        await CarryOutAsync();
        Assert.Equal(["Fabrikam.Mail 1.0.1"], site.Modules);
        using (var db = _portal.Database.CreateDbContext())
        {
            db.Releases.Single(r => r.Version == "1.0.2").FixesSecurity(new("Mail could be read by anybody.", null, A.Day));
            db.SaveChanges();
        }

        _clock.Advance(TimeSpan.FromMinutes(16));
        await CarryOutAsync();
        Assert.Equal(["Fabrikam.Mail 1.0.2"], site.Modules);
    }

    [Fact]
    public async Task Outside_its_window_a_policy_rests()
    {
        // Nights from Saturday to Sunday, 23:00 to 2:00 in Berlin: 22:00 to 1:00 UTC in March.
        var site = await SiteAsync("1.0.1");
        await SaveAsync(site, new()
        {
            Level = UpdateLevel.Patch, CoolDownHours = 0,
            Window = new(1 << (int)DayOfWeek.Saturday, 23 * 60, 180), TimeZone = "Europe/Berlin",
        });
        foreach (var closed in new[] { new DateTime(2026, 3, 7, 21, 59, 0, DateTimeKind.Utc), new DateTime(2026, 3, 8, 1, 0, 0, DateTimeKind.Utc) })
        {
            _clock.SetUtcNow(closed);
            await CarryOutAsync();
            Assert.Equal(["Fabrikam.Mail 1.0.0"], site.Modules);
        }

        _clock.SetUtcNow(new DateTime(2026, 3, 15, 0, 59, 0, DateTimeKind.Utc));
        await CarryOutAsync();
        Assert.Equal(["Fabrikam.Mail 1.0.1"], site.Modules);
    }

    [Fact]
    public async Task A_pinned_module_and_a_skipped_version_are_left_alone_and_a_modules_own_level_counts()
    {
        var site = await SiteAsync("1.0.1", "1.1.0");
        Assert.True(await Policies.FollowAsync(_client.Actor, site.Id, "Fabrikam.Mail", UpdateLevel.Minor, Cancel));
        Assert.True(await Policies.PinAsync(_client.Actor, site.Id, "Fabrikam.Mail", true, Cancel));
        _clock.Advance(TimeSpan.FromDays(5));
        await CarryOutAsync();
        Assert.Equal(["Fabrikam.Mail 1.0.0"], site.Modules);

        Assert.True(await Policies.PinAsync(_client.Actor, site.Id, "Fabrikam.Mail", false, Cancel));
        Assert.True(await Policies.SkipAsync(_client.Actor, site.Id, "Fabrikam.Mail", "1.1.0", true, Cancel));
        _clock.Advance(TimeSpan.FromMinutes(16));
        await CarryOutAsync();
        Assert.Equal(["Fabrikam.Mail 1.0.1"], site.Modules);
    }

    [Fact]
    public async Task What_would_bring_another_module_along_waits_for_a_person_and_the_rest_is_taken()
    {
        _portal.Publish(_publisher, "Fabrikam.Zip", "1.0.0");
        var site = await SiteAsync("1.0.1");
        await site.DoneAsync(ChangeRequest.Install("Fabrikam.Zip"), Cancel);
        _portal.Publish(_publisher, "Fabrikam.Zip", "1.0.1", "Acme.Base [1.0.0,9.0.0)");
        await SaveAsync(site, new() { Level = UpdateLevel.Minor, CoolDownHours = 0 });

        await CarryOutAsync();

        Assert.Equal(["Fabrikam.Mail 1.0.1", "Fabrikam.Zip 1.0.0"], site.Modules);
    }

    [Fact]
    public async Task Members_are_told_and_the_history_says_that_it_was_the_policy()
    {
        var site = await SiteAsync("1.0.1");
        await SaveAsync(site, new() { Level = UpdateLevel.Patch, CoolDownHours = 0 });

        await CarryOutAsync();

        Assert.Equal("Done by the update policy: Update Fabrikam.Mail on Shop", Assert.Single(await NewsAsync()));
        var row = (await _portal.Get<OperationQueries>().ListAsync(_client.Actor, ListQuery.First, Cancel)).Rows[0];
        Assert.Equal("Update policy", row.RequestedBy);
        Assert.Equal("Update policy", (await _portal.Get<SiteQueries>().ReadAsync(_client.Actor, site.Id, Cancel))!.Revisions[0].By);
    }

    [Fact]
    public async Task What_failed_is_told_and_not_tried_again_until_something_has_changed()
    {
        var site = await SiteAsync("1.0.1");
        new SiteHost(site.Store).Serves(2, SiteHost.Broken("Fabrikam.Mail", "1.0.1"));
        await SaveAsync(site, new() { Level = UpdateLevel.Patch, CoolDownHours = 0 });
        for (var look = 0; look < 3; look++)
        {
            await CarryOutAsync();
            _clock.Advance(TimeSpan.FromMinutes(16));
        }

        Assert.Equal(["Fabrikam.Mail 1.0.0"], site.Modules);
        Assert.StartsWith("The update policy failed: Update Fabrikam.Mail on Shop.", Assert.Single(await NewsAsync()), StringComparison.Ordinal);
        Assert.Equal(2, _portal.Database.Read(db => db.Operations.Count(o => o.SiteId == site.Id)));
    }

    [Fact]
    public async Task Many_workers_at_once_begin_one_operation()
    {
        var site = await SiteAsync("1.0.1");
        await SaveAsync(site, new() { Level = UpdateLevel.Patch, CoolDownHours = 0 });

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _portal.Get<PolicyUpdates>().RunAsync(Cancel), Cancel)));

        Assert.Equal(1, _portal.Database.Read(db => db.Operations.Count(o => o.SiteId == site.Id && o.IsByPolicy)));
    }

    [Fact]
    public async Task A_policy_of_someone_who_left_is_paused_and_says_so_once()
    {
        var other = _portal.Database.Member(_client.Organization, MemberRole.Owner);
        var site = await SiteAsync("1.0.1");
        Assert.IsType<SavePolicyOutcome.Saved>(await Policies.SaveAsync(other, site.Id, new() { Level = UpdateLevel.Patch, CoolDownHours = 0 }, Cancel));
        _portal.Database.Read(db => db.Memberships.Where(m => m.UserId == other.UserId).ExecuteDelete());

        await CarryOutAsync();
        _clock.Advance(TimeSpan.FromHours(1));
        await CarryOutAsync();

        Assert.Equal(["Fabrikam.Mail 1.0.0"], site.Modules);
        Assert.StartsWith("The update policy of Shop is paused", Assert.Single(await NewsAsync()), StringComparison.Ordinal);
        await SaveAsync(site, new() { Level = UpdateLevel.Patch, CoolDownHours = 0 });
        await CarryOutAsync();
        Assert.Equal(["Fabrikam.Mail 1.0.1"], site.Modules);
    }

    // A site with version 1.0.0 of a module that has these newer ones.
    private async Task<ClientSite> SiteAsync(params string[] newer)
    {
        _portal.Publish(_publisher, "Fabrikam.Mail", "1.0.0");
        var site = await _client.EmptySiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Fabrikam.Mail"), Cancel);
        foreach (var version in newer)
        {
            _portal.Publish(_publisher, "Fabrikam.Mail", version);
        }

        return site;
    }

    private async Task SaveAsync(ClientSite site, PolicySettings settings) =>
        Assert.IsType<SavePolicyOutcome.Saved>(await Policies.SaveAsync(_client.Actor, site.Id, settings, Cancel));

    private async Task CarryOutAsync()
    {
        await _portal.Get<PolicyUpdates>().RunAsync(Cancel);
        foreach (var operation in await _portal.Get<OperationRunner>().DueAsync(100, Cancel))
        {
            await _portal.Get<OperationRunner>().RunAsync(operation, Cancel);
        }
    }

    private async Task<IReadOnlyList<string>> NewsAsync() =>
        [.. (await _portal.Get<Inbox>().ListAsync(_client.Actor, ListQuery.First, Cancel)).Rows.Select(row => row.Text)];

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
