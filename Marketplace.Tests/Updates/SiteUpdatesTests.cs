using Marketplace.Data;
using Marketplace.Delivery;
using Marketplace.Planning;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Marketplace.Updates;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Updates;

public sealed class SiteUpdatesTests : IDisposable
{
    private static readonly TimeSpan Old = TimeSpan.FromDays(30);

    private readonly TestDatabase _database = new();
    private readonly SiteWithUpdates _site;

    public SiteUpdatesTests() => _site = new(_database);

    [Fact]
    public async Task Every_newer_release_for_the_host_is_an_update_with_its_notes_and_security_stands_first()
    {
        _site.Has(_site.Release("Acme.Mail", "1.0.0"), _site.Release("Acme.Zip", "1.0.0"), _site.Release("Acme.New", "1.0.0"));
        _site.Release("Acme.Mail", "0.9.0");
        _site.Release("Acme.Mail", "1.1.0");
        _site.Release("Acme.Mail", "2.0.0-beta");
        _site.Release("Acme.Mail", "3.0.0", host: "[9.0,10.0)");
        _site.Release("Acme.Zip", "1.0.1", security: "A zip could write outside its folder.");
        _site.Release("Acme.Zip", "1.2.0");

        var updates = await ReadAsync();

        Assert.Equal(["Acme.Zip", "Acme.Mail"], updates.Select(u => u.PackageId));
        Assert.True(updates[0].IsSecurity);
        Assert.Equal("A zip could write outside its folder.", updates[0].Security);
        Assert.Equal(["1.2.0", "1.0.1"], updates[0].Releases.Select(r => r.Version.ToString()));
        Assert.All(updates[0].Releases, release => Assert.Contains($"New in {release.Version}.", release.NotesHtml, StringComparison.Ordinal));
        Assert.Equal("1.1.0", Assert.Single(updates[1].Releases).Version.ToString());
    }

    [Fact]
    public async Task An_installed_prerelease_is_offered_the_next_one_as_a_plan_would_take_it()
    {
        _site.Has(_site.Release("Acme.Mail", "2.0.0-beta.1"), _site.Release("Acme.Zip", "1.0.0"));
        _site.Release("Acme.Mail", "2.0.0-beta.2", security: "Mail could be read by others.");
        _site.Release("Acme.Zip", "2.0.0-beta.1");
        _site.Release("Acme.Mail", "3.0.0", host: "[1.0,2.0)");

        var update = Assert.Single(await ReadAsync());
        var plan = await new Planner(
            _database, new(_database, _database.Clock), new PlanLicenses(new SitesInUse(new SeatsOnTheWay(), _database.Clock)),
            Options.Create(new PricingOptions()), _database.Clock)
            .PlanAsync(_site.Member, _site.Id, ChangeRequest.Update("Acme.Mail"), CancellationToken.None);

        Assert.Equal(("2.0.0-beta.2", true), (update.Offered?.Version.ToString(), update.IsSecurity));
        Assert.Equal("2.0.0-beta.2", Assert.IsType<PlanOutcome.Ready>(plan).Document.Of(ChangeKind.Update).Single().To);
    }

    [Fact]
    public async Task Only_members_see_a_sites_updates_and_only_they_decide_about_them()
    {
        _site.Has(_site.Release("Acme.Mail", "1.0.0"));
        _site.Release("Acme.Mail", "1.1.0");
        var (updates, policies, other) = (new SiteUpdates(_database, _database.Clock), Policies(), _database.Stranger());

        Assert.Null(await updates.ReadAsync(other, _site.Id, CancellationToken.None));
        Assert.Null(await policies.ReadAsync(other, _site.Id, CancellationToken.None));
        Assert.False(await policies.PinAsync(other, _site.Id, "Acme.Mail", true, CancellationToken.None));
        Assert.IsType<SavePolicyOutcome.NotFound>(await policies.SaveAsync(other, _site.Id, new PolicySettings(), CancellationToken.None));
        await using var db = _database.CreateDbContext();
        var sites = new[] { _site.Id }.ToLookup(_ => _site.Organization.Id);
        Assert.Equal(new UpdateCount(1, 0), (await SiteUpdates.CountAsync(db, sites, _database.Now, CancellationToken.None))[_site.Id]);
    }

    [Fact]
    public async Task A_skipped_version_is_not_offered_until_a_newer_one_is_there()
    {
        _site.Has(_site.Release("Acme.Mail", "1.0.0"));
        _site.Release("Acme.Mail", "1.1.0");
        Assert.True(await Policies().SkipAsync(_site.Member, _site.Id, "acme.mail", "1.1.0", true, CancellationToken.None));

        Assert.Null(Assert.Single(await ReadAsync()).Offered);

        _site.Release("Acme.Mail", "1.2.0");
        Assert.Equal("1.2.0", Assert.Single(await ReadAsync()).Offered!.Version.ToString());
        Assert.False(await Policies().SkipAsync(_site.Member, _site.Id, "Acme.Mail", "no version", true, CancellationToken.None));
    }

    [Fact]
    public async Task A_pinned_module_stays_in_a_plan_to_update_everything()
    {
        _site.Has(_site.Release("Acme.Mail", "1.0.0"), _site.Release("Acme.Zip", "1.0.0"));
        _site.Release("Acme.Mail", "1.1.0");
        _site.Release("Acme.Zip", "1.1.0");
        Assert.True(await Policies().PinAsync(_site.Member, _site.Id, "acme.mail", true, CancellationToken.None));
        using var snapshots = new CatalogSnapshots(_database, _database.Clock);

        var plan = await A.Planner(_database, snapshots).PlanAsync(_site.Member, _site.Id, ChangeRequest.UpdateEverything(), CancellationToken.None);

        Assert.Equal(["Acme.Zip 1.1.0"], Assert.IsType<PlanOutcome.Ready>(plan).Document.Incoming.Select(c => $"{c.Id} {c.To}"));
        Assert.True(Assert.Single(await ReadAsync(), u => u.PackageId == "Acme.Mail").IsPinned);
        Assert.False(await Policies().PinAsync(_site.Member, _site.Id, "Not.There", true, CancellationToken.None));
    }

    [Theory]
    [InlineData(UpdateLevel.Manual, null)]
    [InlineData(UpdateLevel.Security, "1.3.0")]
    [InlineData(UpdateLevel.Patch, "1.3.0")]
    [InlineData(UpdateLevel.Minor, "1.4.0")]
    public async Task Each_level_takes_what_the_one_before_takes_and_never_another_major_version(UpdateLevel level, string? taken)
    {
        _site.Has(_site.Release("Acme.Mail", "1.2.0"));
        _site.Release("Acme.Mail", "1.2.1", Old);
        _site.Release("Acme.Mail", "1.3.0", security: "Fixes a hole.");
        _site.Release("Acme.Mail", "1.4.0", Old);
        _site.Release("Acme.Mail", "1.5.0");
        _site.Release("Acme.Mail", "2.0.0", Old, security: "Another hole.");
        Assert.IsType<SavePolicyOutcome.Saved>(
            await Policies().SaveAsync(_site.Member, _site.Id, new PolicySettings { Level = level }, CancellationToken.None));

        Assert.Equal(taken, Assert.Single(await ReadAsync()).Taken(PolicySettings.DefaultCoolDown, _database.Now)?.Version.ToString());
    }

    [Fact]
    public async Task A_release_waits_for_its_cool_down_and_a_module_may_have_a_level_of_its_own()
    {
        _site.Has(_site.Release("Acme.Mail", "1.0.0"));
        var fresh = _site.Release("Acme.Mail", "1.0.1", TimeSpan.FromHours(2));
        await Policies().FollowAsync(_site.Member, _site.Id, "Acme.Mail", UpdateLevel.Patch, CancellationToken.None);
        var update = Assert.Single(await ReadAsync());

        Assert.Null(update.Taken(PolicySettings.DefaultCoolDown, _database.Now));
        Assert.Equal(fresh.ApprovedAt.AddHours(72), update.Waits(PolicySettings.DefaultCoolDown, _database.Now));
        Assert.Equal("1.0.1", update.Taken(PolicySettings.DefaultCoolDown, _database.Now.AddHours(70))?.Version.ToString());
    }

    [Fact]
    public async Task What_cannot_be_a_policy_is_refused_with_a_sentence()
    {
        Assert.Contains("no time zone", await ProblemAsync(new() { TimeZone = "Mars/Olympus" }), StringComparison.Ordinal);
        Assert.Contains("cool-down", await ProblemAsync(new() { CoolDownHours = -1 }), StringComparison.Ordinal);
        Assert.Contains("at least one day", await ProblemAsync(new() { Window = new(0, 0, 60) }), StringComparison.Ordinal);
        Assert.Contains("https://", await ProblemAsync(new() { WebhookUrl = "http://example.com/hook" }), StringComparison.Ordinal);

        async Task<string> ProblemAsync(PolicySettings settings) =>
            Assert.IsType<SavePolicyOutcome.Invalid>(await Policies().SaveAsync(_site.Member, _site.Id, settings, CancellationToken.None)).Problem;
    }

    public void Dispose() => _database.Dispose();

    private SitePolicies Policies() => new(_database, _database.Clock);

    private async Task<IReadOnlyList<ModuleUpdate>> ReadAsync() =>
        (await new SiteUpdates(_database, _database.Clock).ReadAsync(_site.Member, _site.Id, CancellationToken.None))!;
}
