using Bunit;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Portal.Search;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Search;

public sealed class SearchRecorderTests : PageTest
{
    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    private SearchRecorder Recorder { get; }

    public SearchRecorderTests()
    {
        Services.AddCatalogSlices();
        Services.AddSiteSlices();
        Recorder = Services.GetRequiredService<SearchRecorder>();
    }

    [Fact]
    public async Task Two_processes_add_to_the_same_day_and_the_report_sums_days()
    {
        var other = new SearchRecorder(Database, Database.Clock);
        Recorder.Searched("PDF  export", 0, TimeSpan.FromMilliseconds(10));
        other.Searched("pdf export", 3, TimeSpan.FromMilliseconds(30));
        other.Opened("pdf export");
        await Recorder.FlushAsync(Cancel);
        await other.FlushAsync(Cancel);
        Database.Clock.Advance(TimeSpan.FromDays(1));
        Recorder.Searched("pdf export", 3, TimeSpan.FromMilliseconds(20));
        await Recorder.FlushAsync(Cancel);
        await Recorder.FlushAsync(Cancel);

        Assert.Equal(2, Database.Read(db => db.Set<SearchTally>().Count()));
        var report = new SearchReport(Database, Database.Clock);
        var staff = Database.Staff(StaffRole.Operator);
        var row = Assert.Single((await report.ListAsync(staff, 7, ListQuery.First, Cancel)).Rows);
        Assert.Equal(new SearchedRow("pdf export", 3, 1, 1, 60, 30), row);
        Assert.Equal(20, row.Mean);
        Assert.Equal(row with { Phrase = "" }, await report.TotalAsync(staff, 7, Cancel));
        Assert.Empty((await report.ListAsync(staff, 1, ListQuery.First with { Filters = new Dictionary<string, string> { ["empty"] = "1.." } }, Cancel)).Rows);
    }

    [Fact]
    public async Task A_phrase_is_one_however_its_letters_are_composed_and_another_with_an_accent()
    {
        Recorder.Searched("Café", 1, TimeSpan.Zero);
        Recorder.Searched("Cafe\u0301", 1, TimeSpan.Zero);
        Recorder.Searched("cafe", 1, TimeSpan.Zero);
        Recorder.Searched("ｃafe", 1, TimeSpan.Zero);
        Recorder.Searched("caf\ud800", 1, TimeSpan.Zero);

        await Recorder.FlushAsync(Cancel);

        Assert.Equal(
            [("cafe", 1L), ("café", 2), ("caf\ufffd", 1), ("ｃafe", 1)],
            Database.Read(db => db.Set<SearchTally>().ToList()).Select(t => (t.Phrase, t.Searches)).OrderBy(t => t.Phrase, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_phrase_that_the_database_takes_for_another_does_not_hold_up_the_rest()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "An index over an expression stands for a collation that knows no accents.");
        Database.Read(db => db.Database.ExecuteSqlRaw("CREATE UNIQUE INDEX Likeness ON SearchTallies (Day, replace(Phrase, 'é', 'e'))"));
        foreach (var text in (string[])["café", "cafe", "mail", "chat"])
        {
            Recorder.Searched(text, 1, TimeSpan.Zero);
        }

        await Recorder.FlushAsync(Cancel);
        Recorder.Searched("shop", 1, TimeSpan.Zero);
        await Recorder.FlushAsync(Cancel);

        var phrases = Database.Read(db => db.Set<SearchTally>().Select(t => t.Phrase).ToList());
        Assert.Equal(["café", "chat", "mail", "shop"], phrases.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Phrases_that_may_name_somebody_are_not_kept_and_of_a_day_only_so_many()
    {
        foreach (var text in (string[])["ann@example.com", "+49 171 2345678", new string('x', 61), "  "])
        {
            Recorder.Searched(text, 0, TimeSpan.Zero);
        }

        await Recorder.FlushAsync(Cancel);
        Assert.Empty(Database.Read(db => db.Set<SearchTally>().ToList()));

        for (var number = 0; number < 2_100; number++)
        {
            Recorder.Searched($"w{number}", 0, TimeSpan.Zero);
            if (number % 400 == 399)
            {
                await Recorder.FlushAsync(Cancel);
            }
        }

        await Recorder.FlushAsync(Cancel);
        Assert.Equal((2_001, 2_100), Database.Read(db => (db.Set<SearchTally>().Count(), db.Set<SearchTally>().Sum(t => t.Searches))));
    }

    [Fact]
    public async Task After_a_month_they_are_forgotten()
    {
        Recorder.Searched("old", 1, TimeSpan.Zero);
        await Recorder.FlushAsync(Cancel);
        Database.Clock.Advance(TimeSpan.FromDays(20));
        Recorder.Searched("young", 1, TimeSpan.Zero);
        await Recorder.FlushAsync(Cancel);
        Database.Clock.Advance(TimeSpan.FromDays(15));

        await new PurgeSearchesJob(Recorder).RunAsync(Cancel);

        Assert.Equal("young", Database.Read(db => db.Set<SearchTally>().Single().Phrase));
    }

    [Fact]
    public async Task What_is_only_typed_through_does_not_count_and_what_is_opened_does()
    {
        Database.Available(Database.Publisher(), "Acme.Mail");
        Navigation.NavigateTo("/?q=ma");
        var page = Draw<BrowsePage>();
        page.WaitForElement("article h2 a");
        Navigation.NavigateTo("/?q=mai");
        page.WaitForAssertion(() => Assert.Contains("“mai”", page.Markup, StringComparison.Ordinal));
        Database.Clock.Advance(SettledSearch.Rest);
        Navigation.NavigateTo("/?q=mail");
        page.WaitForAssertion(() => Assert.Contains("“mail”", page.Markup, StringComparison.Ordinal));
        page.Find("article h2 a").Click();
        page.Find("article h2 a").Click();
        await DisposeComponentsAsync();

        await Recorder.FlushAsync(Cancel);

        Assert.Equal(
            [("mai", 1, 0), ("mail", 1, 1)],
            Database.Read(db => db.Set<SearchTally>().OrderBy(t => t.Phrase).Select(t => new { t.Phrase, t.Searches, t.Opened }).ToList())
                .Select(t => (t.Phrase, (int)t.Searches, (int)t.Opened)));
    }
}
