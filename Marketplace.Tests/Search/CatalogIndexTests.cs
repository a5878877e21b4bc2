using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Search;

public sealed class CatalogIndexTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme;
    private readonly CatalogIndex _index;

    public CatalogIndexTests() => (_acme, _index) = (_database.Publisher(), new CatalogIndex(_database, _database.Clock));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_database_answers_until_the_index_is_built_and_the_same_is_found_after()
    {
        _database.Available(_acme, "Acme.Mail");
        Assert.Equal(["Acme.Mail"], await Found("mail"));
        Assert.Empty(await Found("mial"));

        await _index.RebuildAsync(Cancel);

        Assert.True(_index.IsReady);
        Assert.Equal(["Acme.Mail"], await Found("mail"));
        Assert.Equal(["Acme.Mail"], await Found("mial"));
        Assert.Equal("Acme.Mail", Assert.Single((await Search().SuggestAsync("mai", 5, null, Cancel)).Modules).PackageId);
    }

    [Fact]
    public async Task Suggests_publishers_categories_and_tags_of_what_may_be_seen()
    {
        var globex = _database.Publisher("Globex Tools");
        _database.Available(_acme, "Acme.Mail");
        _database.Available(globex, "Globex.Chat");
        await _index.RebuildAsync(Cancel);
        var found = await Search().SuggestAsync("to", 5, null, Cancel);

        Assert.Equal([globex.Name], found.Publishers);
        Assert.Equal([new CategoryLabel("tools", "Tools")], found.Categories);
        Assert.Equal(["test"], (await Search().SuggestAsync("tes", 5, null, Cancel)).Tags);

        Change("globex.chat", module => module.Hide(_database.Now));
        await _index.RefreshAsync(Cancel);
        Assert.Empty((await Search().SuggestAsync("to", 5, null, Cancel)).Publishers);
        Assert.Equal([globex.Name], (await Search().SuggestAsync("to", 5, _database.Member(globex), Cancel)).Publishers);
    }

    [Fact]
    public async Task New_changed_hidden_and_suspended_modules_are_taken_in()
    {
        var mail = _database.Available(_acme, "Acme.Mail");
        _database.Available(_acme, "Acme.Chat");
        await _index.RebuildAsync(Cancel);

        _database.Available(_acme, "Acme.Later");
        Change("acme.later", module => module.Touch(_database.Now));
        Change("acme.chat", module => module.Describe("Rooms", "Talks.", "tools", [], [], _database.Now));
        Change("acme.mail", module => module.Hide(_database.Now));
        await _index.RefreshAsync(Cancel);

        Assert.Equal(["Acme.Later"], await Found("later"));
        Assert.Equal(["Acme.Chat"], await Found("rooms"));
        Assert.Empty(await Found("mail"));
        Assert.Equal(2, _index.Count);

        Change("acme.mail", module => module.Show());
        await _index.RefreshAsync(Cancel);
        Assert.Equal(["Acme.Mail"], await Found("mail"));
        Assert.Equal(0, await _index.RefreshAsync(Cancel));
        Assert.NotEqual(0, mail.Id);
    }

    [Fact]
    public async Task What_it_read_while_it_was_built_is_not_read_again()
    {
        _database.Available(_acme, "Acme.Mail");
        _database.Available(_acme, "Acme.Chat");
        await _index.RebuildAsync(Cancel);
        Assert.Equal(0, await _index.RefreshAsync(Cancel));

        Change("acme.chat", module => module.Touch(_database.Now));
        Assert.Equal(1, await _index.RefreshAsync(Cancel));
        Assert.Equal(0, await _index.RefreshAsync(Cancel));
    }

    [Fact]
    public async Task More_changes_than_should_stand_beside_it_are_left_to_a_rebuild()
    {
        await _index.RebuildAsync(Cancel);
        Many(1_999, "Acme.Lamp");
        Assert.Equal(1_999, await _index.RefreshAsync(Cancel));
        Assert.False(_index.NeedsRebuild);

        Many(2_001, "Acme.Candle");
        _database.Available(_acme, "Acme.Mail");
        Assert.Equal(0, await _index.RefreshAsync(Cancel));
        Assert.True(_index.NeedsRebuild);
        Assert.Empty(await Found("mail"));

        await _index.RebuildAsync(Cancel);
        Assert.False(_index.NeedsRebuild);
        Assert.Equal(0, await _index.RefreshAsync(Cancel));
        Assert.False(_index.NeedsRebuild);
        Assert.Equal(["Acme.Mail"], await Found("mail"));
    }

    [Fact]
    public async Task What_was_suspended_since_the_index_looked_is_not_shown()
    {
        var release = _database.Available(_acme, "Acme.Mail");
        await _index.RebuildAsync(Cancel);
        using (var db = _database.CreateDbContext())
        {
            db.Releases.Single(r => r.Id == release.Id).Suspend(new Suspension("Harm", 1, A.Day));
            db.SaveChanges();
        }

        Assert.Empty(await Found("mail"));
    }

    [Fact]
    public async Task Searches_and_changes_at_once_neither_fail_nor_lose_a_module()
    {
        for (var number = 0; number < 20; number++)
        {
            _database.Available(_acme, $"Acme.Lamp{number}");
        }

        await _index.RebuildAsync(Cancel);
        using var done = new CancellationTokenSource();
        var searchers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Assert.Equal(20, _index.Current!.Find(new CatalogQuery { Text = "lamp" }, A.Day, 20).Hits.Count);
            }
        }, Cancel)).ToList();
        for (var number = 0; number < 20; number++)
        {
            _database.Clock.Advance(TimeSpan.FromSeconds(1));
            Change($"acme.lamp{number}", module => module.Touch(_database.Now));
            Assert.Equal(1, await _index.RefreshAsync(Cancel));
        }

        await done.CancelAsync();
        await Task.WhenAll(searchers);
    }

    private CatalogSearch Search() => new(_database, _index, _database.Clock);

    private async Task<IEnumerable<string>> Found(string text) =>
        (await Search().FindAsync(new CatalogQuery { Text = text }, null, Cancel)).Page.Rows.Select(row => row.PackageId);

    private void Many(int count, string prefix)
    {
        var modules = Enumerable.Range(0, count).Select(number => A.Module($"{prefix}{number}", _acme.Id)).ToList();
        modules.ForEach(module => module.Touch(_database.Now));
        _database.Save([.. modules]);
    }

    private void Change(string id, Action<Module> change)
    {
        _database.Clock.Advance(TimeSpan.FromSeconds(1));
        using var db = _database.CreateDbContext();
        var module = db.Modules.Single(m => m.NormalizedId == id);
        change(module);
        module.Touch(_database.Now);
        db.SaveChanges();
    }

    public void Dispose()
    {
        _index.Dispose();
        _database.Dispose();
    }
}
