using System.Diagnostics;
using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Portal;
using Marketplace.Portal.Search;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Marketplace.Tests.Search;

public sealed class SearchTuningTests : PageTest
{
    private readonly Actor _operator;

    public SearchTuningTests()
    {
        Services.AddCatalogSlices();
        var acme = Database.Publisher();
        Database.Available(acme, "Acme.Mail");
        Database.Available(acme, "Acme.Chat");
        _operator = Database.Staff(StaffRole.Operator);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    private SearchTuning Tuning => new(Database, Database.Clock);

    [Fact]
    public async Task A_synonym_and_a_boost_take_effect_with_the_next_look_and_go_again()
    {
        using var index = new CatalogIndex(Database, Database.Clock);
        await index.RebuildAsync(Cancel);
        Assert.Empty(await Found(index, "letters"));

        Assert.IsType<ListingOutcome.Done>(await Tuning.AddSynonymAsync(_operator, "Mail", "letters", Cancel));
        await index.RefreshAsync(Cancel);
        Assert.Equal(["Acme.Mail"], await Found(index, "letters"));

        Assert.Equal("Acme.Chat", (await Found(index, "acme"))[0]);
        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<ListingOutcome.Done>(await Tuning.BoostAsync(_operator, "acme.mail", 3, Cancel));
        await index.RefreshAsync(Cancel);
        Assert.Equal("Acme.Mail", (await Found(index, "acme"))[0]);

        await Tuning.RemoveSynonymAsync(_operator, "letters", "mail", Cancel);
        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        await Tuning.BoostAsync(_operator, "Acme.Mail", 1, Cancel);
        await index.RefreshAsync(Cancel);
        Assert.Empty(await Found(index, "letters"));
        Assert.Equal("Acme.Chat", (await Found(index, "acme"))[0]);
        Assert.Empty((await new SearchTuningQueries(Database).BoostsAsync(ListQuery.First, Cancel)).Rows);
        Assert.Equal(
            ["synonym.add", "module.boost", "synonym.remove", "module.boost"],
            Database.Read(db => db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToList()));
    }

    [Fact]
    public async Task Only_operators_change_them_and_only_to_what_can_be_meant()
    {
        foreach (var actor in (Actor[])[Database.Staff(StaffRole.Moderator), Database.Stranger()])
        {
            Assert.IsType<ListingOutcome.NotFound>(await Tuning.AddSynonymAsync(actor, "mail", "letters", Cancel));
            Assert.IsType<ListingOutcome.NotFound>(await Tuning.BoostAsync(actor, "Acme.Mail", 2, Cancel));
            Assert.IsType<ListingOutcome.NotFound>(await Tuning.RemoveSynonymAsync(actor, "mail", "letters", Cancel));
            Assert.Null(await new SearchReport(Database, Database.Clock).TotalAsync(actor, 7, Cancel));
        }

        await Tuning.AddSynonymAsync(_operator, "mail", "letters", Cancel);
        foreach (var (word, other) in ((string, string)[])[("", "x"), ("two words", "x"), ("Mail", "mail"), ("letters", "mail")])
        {
            Assert.IsType<ListingOutcome.Invalid>(await Tuning.AddSynonymAsync(_operator, word, other, Cancel));
        }

        Assert.IsType<ListingOutcome.Invalid>(await Tuning.BoostAsync(_operator, "Acme.Mail", 11, Cancel));
        Assert.IsType<ListingOutcome.Invalid>(await Tuning.BoostAsync(_operator, "Acme.Mail", double.NaN, Cancel));
        Assert.IsType<ListingOutcome.Invalid>(await Tuning.BoostAsync(_operator, "Nobody.Knows", 2, Cancel));
        Assert.IsType<ListingOutcome.NotFound>(await Tuning.RemoveSynonymAsync(_operator, "a", "b", Cancel));
    }

    [Fact]
    public async Task A_synonym_reaches_a_running_portal_within_two_seconds()
    {
        using var portal = new PortalHost();
        var acme = portal.Database.Publisher();
        portal.Database.Available(acme, "Acme.Lantern");
        await Eventually.TrueAsync(() => portal.Get<CatalogIndex>().IsReady, "the index is built", Cancel);
        await portal.Get<CatalogIndex>().RebuildAsync(Cancel);

        await portal.Get<SearchTuning>().AddSynonymAsync(portal.Database.Staff(StaffRole.Operator), "lantern", "torch", Cancel);
        var watch = Stopwatch.StartNew();

        await Eventually.TrueAsync(
            async () => (await portal.Get<CatalogSearch>().FindAsync(new CatalogQuery { Text = "torch" }, null, Cancel)).Page.Total == 1,
            "the synonym finds it",
            Cancel);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task The_page_shows_what_was_searched_in_the_order_of_the_address()
    {
        var recorder = Services.GetRequiredService<SearchRecorder>();
        recorder.Searched("invioce", 0, TimeSpan.FromMilliseconds(3));
        recorder.Searched("mail", 4, TimeSpan.FromMilliseconds(90));
        recorder.Opened("mail");
        await recorder.FlushAsync(Cancel);
        SignIn(_operator);
        Navigation.NavigateTo(PortalUrls.Searches + "?sort=-empty");

        var page = Draw<SearchesPage>();

        page.WaitForAssertion(() => Assert.Equal(["2", "50%", "50%", "90 ms"], page.FindAll(".tiles dd").Select(number => number.TextContent)));
        page.WaitForAssertion(() => Assert.Equal(["invioce", "mail"], page.FindAll("tbody td a").Select(phrase => phrase.TextContent)));
    }

    [Fact]
    public void A_time_without_searches_says_so()
    {
        SignIn(_operator);

        Draw<SearchesPage>().Says("Nobody searched in this time.");
    }

    [Fact]
    public async Task Synonyms_are_added_refused_removed_and_brought_back()
    {
        SignIn(_operator);
        Navigation.NavigateTo(PortalUrls.SearchesIn("synonyms"));
        var page = Draw<SearchesPage>();
        page.Says("None yet.");
        page.Field("Word").Change("mail");
        page.Field("Finds the same as").Change("Mail");
        page.Submit();
        page.Says("Give two different words");

        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        page.Field("Finds the same as").Change("post");
        page.Submit();
        page.WaitForAssertion(() => Assert.Single(Database.Read(db => db.Set<SearchSynonym>().ToList())));
        Changed(LiveTopic.Catalog);
        page.Button("Remove mail = post");
        await page.InvokeAsync(() => page.Find("[aria-label='Remove mail = post']").Click());
        page.WaitForAssertion(() => Assert.Empty(Database.Read(db => db.Set<SearchSynonym>().ToList())));
        Changed(LiveTopic.Catalog);
        page.Says("None yet.");

        Floating.Press("Undo");
        page.WaitForAssertion(() => Assert.Single(Database.Read(db => db.Set<SearchSynonym>().ToList())));
    }

    [Fact]
    public async Task A_boost_is_set_for_the_module_that_is_chosen_by_name()
    {
        SignIn(_operator);
        Navigation.NavigateTo(PortalUrls.SearchesIn("boosts"));
        var page = Draw<SearchesPage>();
        var module = page.WaitForComponent<MudAutocomplete<ModuleRow>>();
        var found = await module.Instance.SearchFunc!("acme ch", Cancel)!;
        await page.InvokeAsync(() => module.Instance.ValueChanged.InvokeAsync(found!.Single()));
        page.Field("Factor").Change("2");
        page.Submit();

        Floating.Says("is set to × 2.");
        Changed(LiveTopic.Catalog);
        page.WaitForAssertion(() => Assert.Contains("× 2", page.Find("tbody").TextContent, StringComparison.Ordinal));
    }

    private async Task<List<string>> Found(CatalogIndex index, string text) =>
        [.. (await new CatalogSearch(Database, index, Database.Clock).FindAsync(new CatalogQuery { Text = text }, null, Cancel))
            .Page.Rows.Select(row => row.PackageId)];
}
