using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Search;

public sealed class SavedSearchesTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme;
    private readonly Actor _anna;

    public SavedSearchesTests()
    {
        _acme = _database.Publisher();
        _anna = _database.Stranger();
        _database.Available(_acme, "Acme.Mail");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SavedSearches Searches =>
        new(_database, new CatalogSearch(_database, new CatalogIndex(_database, _database.Clock), _database.Clock), _database.Clock);

    [Fact]
    public async Task What_is_new_under_a_search_is_told_once()
    {
        Assert.Equal(SaveSearchOutcome.Saved, await Searches.SaveAsync(_anna, "q=acme", new CatalogQuery { Text = "acme" }, Cancel));
        Assert.Equal(SaveSearchOutcome.Saved, await Searches.SaveAsync(_anna, "q=acme", new CatalogQuery { Text = "acme" }, Cancel));
        Assert.Equal(SaveSearchOutcome.Saved, await Searches.SaveAsync(_anna, "q=zebra", new CatalogQuery { Text = "zebra" }, Cancel));
        Renew("Acme.Chat");
        _database.Clock.Advance(TimeSpan.FromHours(2));

        await Searches.NotifyAsync(Cancel);
        await Searches.NotifyAsync(Cancel);
        _database.Clock.Advance(TimeSpan.FromHours(2));
        await Searches.NotifyAsync(Cancel);

        var news = Assert.Single((await new Inbox(_database, _database.Clock).ListAsync(_anna, ListQuery.First, Cancel)).Rows);
        Assert.Equal(("browse/q=acme", "New under your search: Acme Chat."), (news.Subject, news.Text));
    }

    [Fact]
    public async Task Searches_that_differ_by_accent_or_width_are_kept_apart_and_those_that_differ_by_case_or_form_once()
    {
        string[] addresses = ["q=Shop", "q=ｓhop", "q=caf\u00e9", "q=cafe"];
        foreach (var address in (string[])[.. addresses, "q=cafe\u0301", " q=shop ", "q=SHOP"])
        {
            Assert.Equal(SaveSearchOutcome.Saved, await Searches.SaveAsync(_anna, address, new CatalogQuery { Text = address }, Cancel));
        }

        Assert.Equal(addresses, (await Searches.ListAsync(_anna, Cancel)).Select(s => s.Address));
    }

    [Fact]
    public async Task A_search_belongs_to_its_person_alone()
    {
        await Searches.SaveAsync(_anna, "q=acme", new CatalogQuery { Text = "acme" }, Cancel);
        var id = Assert.Single(await Searches.ListAsync(_anna, Cancel)).Id;
        var ben = _database.Stranger();

        Assert.Empty(await Searches.ListAsync(ben, Cancel));
        await Searches.RemoveAsync(ben, id, Cancel);
        Assert.Single(await Searches.ListAsync(_anna, Cancel));

        await Searches.RemoveAsync(_anna, id, Cancel);
        Assert.Empty(await Searches.ListAsync(_anna, Cancel));
    }

    [Fact]
    public async Task A_person_keeps_twenty_at_most()
    {
        for (var number = 0; number < 20; number++)
        {
            Assert.Equal(SaveSearchOutcome.Saved, await Searches.SaveAsync(_anna, $"q={number}", new CatalogQuery { Text = $"{number}" }, Cancel));
        }

        Assert.Equal(SaveSearchOutcome.TooMany, await Searches.SaveAsync(_anna, "q=more", new CatalogQuery { Text = "more" }, Cancel));
    }

    [Fact]
    public async Task A_search_that_is_too_long_says_so_whatever_else_is_kept()
    {
        var address = $"q={new string('a', SavedSearch.MaxAddress)}";

        Assert.Equal(SaveSearchOutcome.TooLong, await Searches.SaveAsync(_anna, address, new CatalogQuery(), Cancel));
        var query = new CatalogQuery { Text = new string('a', SavedSearch.MaxQuery) };
        Assert.Equal(SaveSearchOutcome.TooLong, await Searches.SaveAsync(_anna, "q=a", query, Cancel));
        Assert.Empty(await Searches.ListAsync(_anna, Cancel));
    }

    [Fact]
    public async Task What_differs_by_case_alone_is_one_search()
    {
        foreach (var address in (string[])["q=Shop", "q=shop", "q=SHOP"])
        {
            Assert.Equal(SaveSearchOutcome.Saved, await Searches.SaveAsync(_anna, address, new CatalogQuery { Text = "shop" }, Cancel));
        }

        Assert.Equal("q=Shop", Assert.Single(await Searches.ListAsync(_anna, Cancel)).Address);
    }

    [Fact]
    public async Task However_many_are_due_all_are_looked_at()
    {
        var query = JsonSerializer.Serialize(new CatalogQuery { Text = "acme" });
        var people = Enumerable.Range(0, 130).Select(number => A.User($"P{number}")).ToList();
        _database.Save([.. people]);
        _database.Save([.. people.Select(person => new SavedSearch(person.Id, "q=acme", query, _database.Now))]);
        Renew("Acme.Chat");
        _database.Clock.Advance(TimeSpan.FromHours(2));

        await Searches.NotifyAsync(Cancel);

        Assert.Equal(130, _database.Read(db => db.Set<Notification>().Count()));
    }

    [Fact]
    public async Task What_becomes_visible_while_it_is_looked_at_is_sent_at_the_next_look_and_once()
    {
        Assert.Equal(SaveSearchOutcome.Saved, await Searches.SaveAsync(_anna, "q=acme", new CatalogQuery { Text = "acme" }, Cancel));
        _database.Clock.Advance(TimeSpan.FromHours(2));
        var approved = _database.Now.AddSeconds(-30);

        // Approved half a minute ago, but seen by no search yet.
        await Searches.NotifyAsync(Cancel);
        Renew("Acme.Late", approved);
        _database.Clock.Advance(TimeSpan.FromHours(2));
        await Searches.NotifyAsync(Cancel);
        _database.Clock.Advance(TimeSpan.FromHours(2));
        await Searches.NotifyAsync(Cancel);

        var news = Assert.Single((await new Inbox(_database, _database.Clock).ListAsync(_anna, ListQuery.First, Cancel)).Rows);
        Assert.Equal("New under your search: Acme Late.", news.Text);
    }

    // A release an hour from now, as its approval would describe the module.
    private void Renew(string id, DateTime? at = null)
    {
        var release = _database.Available(_acme, id);
        using var db = _database.CreateDbContext();
        db.Modules.Single(m => m.Id == release.ModuleId).Describe(id.Replace('.', ' '), "Does one thing.", "tools", [], [], at ?? _database.Now.AddHours(1));
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();
}
