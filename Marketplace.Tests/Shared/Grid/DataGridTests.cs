using AngleSharp.Dom;
using Bunit;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Portal.Publishing;
using Marketplace.Portal.Shared.Grid;
using Marketplace.Publishing;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Marketplace.Tests.Shared.Grid;

public class DataGridTests : PageTest
{
    private readonly Organization _acme;
    private readonly Actor _member;

    public DataGridTests()
    {
        _acme = Database.Publisher();
        _member = Database.Member(_acme);
        Services.AddSingleton<SubmissionQueries>();
        SignIn(_member);
    }

    [Fact]
    public void A_list_without_rows_says_what_to_do_next()
    {
        var page = Draw<SubmissionsPage>();

        page.WaitForAssertion(() => Assert.Contains("You have not submitted anything yet.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void Sorting_by_a_head_is_kept_in_the_address_and_Ctrl_adds_a_column()
    {
        Submitted("Acme.Mail", "Acme.Chat", "Acme.Shop");
        var page = Draw<SubmissionsPage>();
        page.WaitForAssertion(() => Assert.Equal(["Acme.Shop", "Acme.Chat", "Acme.Mail"], Modules(page)));

        Head(page, "Module").Click();
        page.WaitForAssertion(() => Assert.Equal(["Acme.Chat", "Acme.Mail", "Acme.Shop"], Modules(page)));
        Assert.Equal("?sort=module", Asked);

        Head(page, "Version").Click(new MouseEventArgs { CtrlKey = true });
        page.WaitForAssertion(() => Assert.Equal("?sort=module,version", Asked));
    }

    [Fact]
    public void The_address_says_what_is_shown_at_first_and_when_one_goes_back()
    {
        Submitted("Acme.Mail", "Acme.Chat", "Acme.Shop");
        Navigation.NavigateTo("/submissions?module=acme.c");
        var page = Draw<SubmissionsPage>();
        page.WaitForAssertion(() => Assert.Equal(["Acme.Chat"], Modules(page)));

        Navigation.NavigateTo("/submissions?sort=-module");

        page.WaitForAssertion(() => Assert.Equal(["Acme.Shop", "Acme.Mail", "Acme.Chat"], Modules(page)));
    }

    [Fact]
    public async Task A_list_that_goes_is_told_no_more()
    {
        Submitted("Acme.Mail");
        var page = Draw<SubmissionsPage>();
        page.WaitForAssertion(() => Assert.Single(Modules(page)));
        var feed = Services.GetRequiredService<LiveFeed>();
        Assert.NotEqual(0, feed.Topics);

        await DisposeComponentsAsync();

        Assert.Equal(0, feed.Topics);
    }

    [Fact]
    public void A_page_behind_the_last_is_the_last()
    {
        Submitted([.. Enumerable.Range(100, 30).Select(number => $"Acme.Mail{number}")]);
        Navigation.NavigateTo("/submissions?sort=module&page=400");

        var page = Draw<SubmissionsPage>();

        page.WaitForAssertion(() => Assert.Equal(["Acme.Mail125", "Acme.Mail126", "Acme.Mail127", "Acme.Mail128", "Acme.Mail129"], Modules(page)));
        Assert.Equal("?sort=module&page=2", Asked);
    }

    [Fact]
    public void Filters_that_leave_nothing_can_be_cleared()
    {
        Submitted("Acme.Mail");
        Navigation.NavigateTo("/submissions?module=nowhere");
        var page = Draw<SubmissionsPage>();
        page.WaitForAssertion(() => Assert.Contains("Nothing matches the filters.", page.Markup, StringComparison.Ordinal));

        page.FindAll("button").Single(button => button.TextContent == "Clear the filters").Click();

        page.WaitForAssertion(() => Assert.Equal(["Acme.Mail"], Modules(page)));
        Assert.Equal("", Asked);
    }

    [Fact]
    public void The_filter_of_one_column_is_there_once_it_is_asked_for_and_goes_when_it_was_chosen()
    {
        Submitted("Acme.Mail", "Acme.Chat");
        var page = Draw<SubmissionsPage>();
        page.WaitForAssertion(() => Assert.Equal(2, Modules(page).Count));
        Filter(page, "Module").Click();

        Floating.WaitForElement("form.grid-filter");
        var filter = Floating.FindComponent<GridFilter>();
        Assert.Equal(("Module", null), (filter.Instance.Title, filter.Instance.Value));
        Assert.Equal("true", Filter(page, "Module").GetAttribute("aria-expanded"));
        page.InvokeAsync(() => filter.Instance.OnChoose.InvokeAsync("chat"));

        page.WaitForAssertion(() => Assert.Equal(["Acme.Chat"], Modules(page)));
        Assert.Equal("?module=chat", Asked);
        Floating.WaitForAssertion(() => Assert.Empty(Floating.FindAll("form.grid-filter")));
        Assert.Contains("filtered", Filter(page, "Module").ClassList);
    }

    [Fact]
    public void A_column_that_a_person_hides_stays_hidden_for_that_person()
    {
        Submitted("Acme.Mail");
        var page = Draw<SubmissionsPage>();
        page.WaitForAssertion(() => Assert.Single(Modules(page)));

        var version = page.FindComponents<DataGridColumn<SubmissionRow>>().Single(column => column.Instance.Of.Name == "version");
        page.InvokeAsync(version.Instance.HideAsync);

        page.WaitForAssertion(() => Assert.DoesNotContain("Version", Heads(page)));
        Assert.DoesNotContain("Version", Heads(Again()));
        SignIn(Database.Member(_acme));
        Assert.Contains("Version", Heads(Again()));
    }

    [Fact]
    public void A_row_that_changed_is_marked_and_stays_the_same_row()
    {
        Submitted("Acme.Mail", "Acme.Chat");
        var page = Draw<SubmissionsPage>();
        page.WaitForAssertion(() => Assert.Equal(2, Modules(page).Count));
        Assert.Empty(page.FindAll("tr.changed"));

        Database.Read(db =>
        {
            db.Submissions.Single(s => s.PackageId == "Acme.Chat").FailChecks(Database.Now);
            return db.SaveChanges();
        });
        Changed(LiveTopic.Submissions(_acme.Id));

        page.WaitForAssertion(() => Assert.Contains("Acme.Chat", Assert.Single(page.FindAll("tr.changed")).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void A_list_that_cannot_be_read_says_so_and_is_read_again()
    {
        var (fails, page) = (true, default(IRenderedComponent<DataGrid<string>>));
        page = Draw<DataGrid<string>>(grid => grid
            .Add(g => g.Name, "words").Add(g => g.Columns, [new GridColumn<string>("word", "Word", word => word)])
            .Add(g => g.By, new ListColumns<string>(word => word.Length)).Add(g => g.Key, word => word).Add(g => g.Empty, "Nothing")
            .Add(g => g.Read, (query, _) => fails ? throw new IOException("Away.") : Task.FromResult(new Page<string>(["one"], 1, 1, 25))));
        page.WaitForAssertion(() => Assert.Contains("could not be read", page.Markup, StringComparison.Ordinal));

        fails = false;
        page.FindAll("button").Single(button => button.TextContent == "Try again").Click();

        page.WaitForAssertion(() => Assert.Contains("one", page.Find("tbody").TextContent, StringComparison.Ordinal));
    }

    private string Asked => new Uri(Uri.UnescapeDataString(Navigation.Uri)).Query;

    private IRenderedComponent<SubmissionsPage> Again()
    {
        var page = Draw<SubmissionsPage>();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("tbody a")));
        return page;
    }

    private void Submitted(params string[] modules)
    {
        foreach (var (day, module) in modules.Index())
        {
            Database.Save(new Submission(_acme.Id, _member, module, "1.0.0", A.Hash(), 1000, A.Day.AddDays(day)));
        }
    }

    private static List<string> Modules(IRenderedComponent<SubmissionsPage> page) => [.. page.FindAll("tbody a").Select(link => link.TextContent)];

    private static List<string> Heads(IRenderedComponent<SubmissionsPage> page) =>
        [.. page.FindAll("thead .sortable-column-header").Select(head => head.TextContent.Trim())];

    private static IElement Filter(IRenderedComponent<SubmissionsPage> page, string title) => page.Find($"thead [title='Filter by {title}']");

    private static IElement Head(IRenderedComponent<SubmissionsPage> page, string title) =>
        page.FindAll("thead .sortable-column-header").Single(head => head.TextContent.Trim() == title);
}
