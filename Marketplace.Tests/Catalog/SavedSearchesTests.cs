using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Notifications;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Catalog;

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

    private SavedSearches Searches => new(_database, new CatalogSearch(_database, new CatalogIndex(_database, _database.Clock), _database.Clock), _database.Clock);

    [Fact]
    public async Task What_is_new_under_a_search_is_told_once()
    {
        Assert.True(await Searches.SaveAsync(_anna, "q=acme", new CatalogQuery { Text = "acme" }, Cancel));
        Assert.True(await Searches.SaveAsync(_anna, "q=acme", new CatalogQuery { Text = "acme" }, Cancel));
        Assert.True(await Searches.SaveAsync(_anna, "q=zebra", new CatalogQuery { Text = "zebra" }, Cancel));
        Renew("Acme.Chat");
        _database.Clock.Advance(TimeSpan.FromHours(2));

        await Searches.TellAsync(Cancel);
        await Searches.TellAsync(Cancel);
        _database.Clock.Advance(TimeSpan.FromHours(2));
        await Searches.TellAsync(Cancel);

        var news = Assert.Single((await new Inbox(_database, _database.Clock).ListAsync(_anna, 1, Cancel)).Rows);
        Assert.Equal(("browse/q=acme", "New under your search: Acme Chat."), (news.Subject, news.Text));
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
            Assert.True(await Searches.SaveAsync(_anna, $"q={number}", new CatalogQuery { Text = $"{number}" }, Cancel));
        }

        Assert.False(await Searches.SaveAsync(_anna, "q=more", new CatalogQuery { Text = "more" }, Cancel));
    }

    // A release an hour from now, as its approval would describe the module.
    private void Renew(string id)
    {
        var release = _database.Available(_acme, id);
        using var db = _database.CreateDbContext();
        db.Modules.Single(m => m.Id == release.ModuleId).Describe(id.Replace('.', ' '), "Does one thing.", "tools", [], [], _database.Now.AddHours(1));
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();
}
