using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Live;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Catalog;

public sealed class ListingsTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme;
    private readonly Actor _member;

    public ListingsTests()
    {
        _acme = _database.Publisher();
        _member = _database.Member(_acme);
        _database.Available(_acme, "Acme.Mail", "1.0.0");
        _database.Available(_acme, "Acme.Mail", "2.0.0");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Listings Listings => new(_database, _database.Clock);

    private ModuleQueries Modules => new(_database);

    [Fact]
    public async Task A_release_that_is_taken_back_is_not_offered_but_still_told_of()
    {
        Assert.IsType<ListingOutcome.Done>(await Listings.YankAsync(_member, "acme.mail", "2.0.0", "Loses mail.", Cancel));

        var details = await Modules.ReadAsync(null, "Acme.Mail", null, Cancel);
        Assert.Equal("1.0.0", details!.Shown.Version);
        Assert.Equal([("2.0.0", "Loses mail."), ("1.0.0", null)], details.Versions.Select(v => (v.Version, v.Yank?.Reason)));
        Assert.Equal("2.0.0", (await Modules.ReadAsync(null, "Acme.Mail", "2.0.0", Cancel))!.Shown.Version);
    }

    [Fact]
    public async Task A_release_can_be_offered_again()
    {
        await Listings.YankAsync(_member, "Acme.Mail", "2.0.0", "Loses mail.", Cancel);

        Assert.IsType<ListingOutcome.Done>(await Listings.OfferAgainAsync(_member, "Acme.Mail", "2.0.0", Cancel));

        Assert.Equal("2.0.0", (await Modules.ReadAsync(null, "Acme.Mail", null, Cancel))!.Shown.Version);
    }

    [Fact]
    public async Task A_module_whose_releases_are_all_taken_back_is_listed_no_more()
    {
        await Listings.YankAsync(_member, "Acme.Mail", "1.0.0", "Old.", Cancel);
        await Listings.YankAsync(_member, "Acme.Mail", "2.0.0", "Loses mail.", Cancel);

        Assert.Empty(_database.Read(db => db.ListedModules().ToList()));
        Assert.Equal("2.0.0", (await Modules.ReadAsync(null, "Acme.Mail", null, Cancel))!.Shown.Version);
    }

    [Theory]
    [InlineData("[1.0.0]", "1.0.0")]
    [InlineData("[1.0,2.0)", "1.0.0 1.5.0")]
    [InlineData("*", "1.0.0 1.5.0 2.0.0")]
    public async Task A_deprecation_holds_for_what_its_range_covers_also_what_comes_later(string range, string deprecated)
    {
        await Listings.DeprecateAsync(_member, "Acme.Mail", new(range, DeprecationReason.CriticalBugs, "Loses mail.", ""), Cancel);
        _database.Available(_acme, "Acme.Mail", "1.5.0");

        var details = await Modules.ReadAsync(null, "Acme.Mail", null, Cancel);

        Assert.Equal(deprecated, string.Join(' ', details!.Versions.Where(v => v.Deprecation is not null).Select(v => v.Version).Order()));
    }

    [Fact]
    public async Task The_same_range_again_changes_what_is_said_and_can_be_taken_back()
    {
        _database.Available(_acme, "Acme.Post");
        await Listings.DeprecateAsync(_member, "Acme.Mail", new("*", DeprecationReason.Legacy, "", ""), Cancel);
        _database.Clock.Advance(TimeSpan.FromDays(1));
        await Listings.DeprecateAsync(_member, "Acme.Mail", new("*", DeprecationReason.Other, "Moved.", "acme.post"), Cancel);

        var deprecation = Assert.Single((await new ListingQueries(_database).ReadAsync(_member, "Acme.Mail", Cancel))!.Deprecations);
        Assert.Equal(
            (DeprecationReason.Other, "Moved.", "Acme.Post", true),
            (deprecation.Reason, deprecation.Note, deprecation.ReplacementId, deprecation.IsAll));

        Assert.IsType<ListingOutcome.Done>(await Listings.UndeprecateAsync(_member, "Acme.Mail", deprecation.Range, Cancel));
        Assert.Null((await Modules.ReadAsync(null, "Acme.Mail", null, Cancel))!.Shown.Deprecation);
    }

    [Theory]
    [InlineData("[2.0,1.0", DeprecationReason.Legacy, "x", "", "is no range")]
    [InlineData("1.*", DeprecationReason.Legacy, "x", "", "is no range")]
    [InlineData("*", DeprecationReason.Other, " ", "", "Say why")]
    [InlineData("*", DeprecationReason.Legacy, "x", "Acme.Mail", "no other available module")]
    [InlineData("*", DeprecationReason.Legacy, "x", "Acme.Nothing", "no other available module")]
    public async Task What_makes_no_sense_is_refused_with_its_reason(string range, DeprecationReason reason, string note, string replacement, string says)
    {
        var outcome = await Listings.DeprecateAsync(_member, "Acme.Mail", new(range, reason, note, replacement), Cancel);

        Assert.Contains(says, Assert.IsType<ListingOutcome.Invalid>(outcome).Problem, StringComparison.Ordinal);
        Assert.Empty(_database.Read(db => db.Deprecations.ToList()));
    }

    [Fact]
    public async Task A_publisher_may_say_that_it_looks_for_a_maintainer()
    {
        await Listings.SeekMaintainerAsync(_member, "Acme.Mail", true, Cancel);
        Assert.Equal(_database.Now, (await Modules.ReadAsync(null, "Acme.Mail", null, Cancel))!.MaintainerSoughtAt);

        await Listings.SeekMaintainerAsync(_member, "Acme.Mail", false, Cancel);
        Assert.Null((await Modules.ReadAsync(null, "Acme.Mail", null, Cancel))!.MaintainerSoughtAt);
    }

    [Fact]
    public async Task Only_the_publisher_and_staff_may_change_a_listing()
    {
        foreach (var stranger in (Actor[])[
            _database.Stranger(), _database.Member(_database.Publisher("Contoso")), _member with { OnlyOrganizationId = _acme.Id + 1000 }])
        {
            Assert.IsType<ListingOutcome.NotFound>(await Listings.YankAsync(stranger, "Acme.Mail", "1.0.0", "x", Cancel));
            Assert.IsType<ListingOutcome.NotFound>(await Listings.OfferAgainAsync(stranger, "Acme.Mail", "1.0.0", Cancel));
            Assert.IsType<ListingOutcome.NotFound>(await Listings.DeprecateAsync(stranger, "Acme.Mail", new("*", DeprecationReason.Legacy, "", ""), Cancel));
            Assert.IsType<ListingOutcome.NotFound>(await Listings.UndeprecateAsync(stranger, "Acme.Mail", "(, )", Cancel));
            Assert.IsType<ListingOutcome.NotFound>(await Listings.SeekMaintainerAsync(stranger, "Acme.Mail", true, Cancel));
            Assert.Null(await new ListingQueries(_database).ReadAsync(stranger, "Acme.Mail", Cancel));
            Assert.False(await new ListingQueries(_database).MayManageAsync(stranger, "Acme.Mail", Cancel));
        }

        Assert.Empty(_database.Read(db => db.AuditEntries.ToList()));
        Assert.IsType<ListingOutcome.Done>(await Listings.YankAsync(_database.Staff(StaffRole.Moderator), "Acme.Mail", "1.0.0", "Malware.", Cancel));
    }

    [Fact]
    public async Task Each_change_is_audited_and_told()
    {
        await Listings.YankAsync(_member, "Acme.Mail", "1.0.0", "Old.", Cancel);
        await Listings.DeprecateAsync(_member, "Acme.Mail", new("[1.0,2.0)", DeprecationReason.Legacy, "", ""), Cancel);

        Assert.Equal(
            [("release.yank", "module/acme.mail", "1.0.0: Old."), ("module.deprecate", "module/acme.mail", "[1.0.0, 2.0.0): Legacy  ")],
            _database.Read(db => db.AuditEntries.OrderBy(e => e.Id).ToList()).Select(e => (e.Action, e.Subject, e.Details)));
        Assert.Equal(2, _database.Read(db => db.Changes.Count(c => c.Topic == LiveTopic.Module("acme.mail").Name)));
    }

    public void Dispose() => _database.Dispose();
}
