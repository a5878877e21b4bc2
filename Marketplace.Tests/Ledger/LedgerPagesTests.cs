using Bunit;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Portal;
using Marketplace.Portal.Ledger;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Ledger;

public sealed class LedgerPagesTests : PageTest
{
    private readonly Actor _operator;
    private readonly Organization _acme;

    public LedgerPagesTests()
    {
        Services.AddCatalogSlices();
        Services.AddLedger();
        Services.AddSingleton(Options.Create(new LedgerOptions()));
        (_operator, _acme) = (Database.Staff(StaffRole.Operator), Database.Publisher());
        SignIn(_operator);
    }

    [Theory]
    [InlineData("accounts", "Nothing has been posted yet.")]
    [InlineData("journals", "No journals yet.")]
    [InlineData("trial", "Nothing has been posted yet, so there is nothing to balance.")]
    [InlineData("commissions", "the marketplace keeps 15% of every sale")]
    [InlineData("close", "No month has journals yet")]
    public void Each_tab_says_what_is_there_when_there_is_nothing(string tab, string words) => Page(PortalUrls.LedgerIn(tab)).Says(words);

    [Fact]
    public async Task Accounts_show_their_balances_on_their_own_side_and_lead_to_their_entries()
    {
        await FillAsync();

        var page = Page(PortalUrls.Ledger);

        page.WaitForAssertion(() => Assert.Equal(
            ["1010 Provider cash stripe EUR €119.00 €119.00", "1200 Receivable EUR €238.00 €119.00 €119.00",
                $"2110 Payable, held {_acme.Name} EUR €170.00 €170.00", "2400 Tax payable DE 19% EUR €38.00 €38.00",
                "4100 Commission EUR €30.00 €30.00"],
            Rows(page)));
        var account = Database.Read(db => db.LedgerAccounts.Single(a => a.Key == "Receivable").Id);
        Assert.Contains(page.FindAll("td a"), link => link.GetAttribute("href") == PortalUrls.LedgerAccount(account, null, "EUR"));
    }

    [Fact]
    public async Task An_account_runs_through_its_month_with_the_account_on_the_other_side()
    {
        await FillAsync();
        var account = Database.Read(db => db.LedgerAccounts.Single(a => a.Key == "Receivable").Id);

        var march = Account(account, PortalUrls.LedgerAccount(account, 202603, "EUR"));
        march.WaitForAssertion(() => Assert.Equal(
            ["Before March 2026 €119.00", "Debit €119.00", "Credit €119.00", "Balance after it €119.00"],
            march.FindAll(".tiles .card").Select(tile => Words(tile.TextContent))));
        march.WaitForAssertion(() => Assert.Equal(
            ["Sale Second Commission €15.00 €134.00", $"Sale Second Payable, held {_acme.Name} €85.00 €219.00",
                "Sale Second Tax payable DE 19% €19.00 €238.00", "Payment Paid Provider cash stripe €119.00 €119.00"],
            Rows(march).Select(row => row[(row.IndexOf("UTC", StringComparison.Ordinal) + 4)..])));
    }

    [Fact]
    public void An_account_or_journal_that_is_not_there_says_so()
    {
        Account(77, PortalUrls.LedgerAccount(77)).Says("There is no such account.");
        Draw<JournalPage>(parameters => parameters.Add(page => page.Id, 77)).Says("There is no such journal.");
    }

    [Fact]
    public async Task Journals_are_listed_by_month_kind_and_account_and_one_is_chosen()
    {
        await FillAsync();
        var page = Page(PortalUrls.LedgerIn("journals"));
        page.WaitForAssertion(() => Assert.Equal(["payment/2", "invoice/2", "invoice/1"], Sources(page)));

        page = Page(PortalUrls.LedgerIn("journals", 202603));
        page.WaitForAssertion(() => Assert.Equal(["payment/2", "invoice/2"], Sources(page)));
        page = Page(PortalUrls.LedgerIn("journals", account: AccountKind.TaxPayable));
        page.WaitForAssertion(() => Assert.Equal(["invoice/2", "invoice/1"], Sources(page)));
        page = Page(PortalUrls.LedgerIn("journals") + "&kind=Payment");
        page.WaitForAssertion(() => Assert.Equal(["payment/2"], Sources(page)));

        page = Page(page.Find("tbody a").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal("€119.00", page.Find("[data-sum=EUR] .num").TextContent));
        Assert.Equal(["payment/2"], Sources(page).Take(1));
        page.Find("[aria-label='Close the journal']").Click();
        Assert.Equal("ledger?tab=journals&kind=Payment", Address);
    }

    [Fact]
    public async Task A_journal_shows_its_sides_by_account()
    {
        var ids = await FillAsync();

        var page = Draw<JournalPage>(parameters => parameters.Add(one => one.Id, ids[0]));

        page.WaitForAssertion(() => Assert.Equal(
            ["1200 Receivable €119.00", $"2110 Payable, held {_acme.Name} €85.00", "2400 Tax payable DE 19% €19.00", "4100 Commission €15.00",
                "Sum EUR €119.00 €119.00"],
            Rows(page)));
        page.Says("balanced");
        page.Says("January 2026");
        page.Says("invoice/1");
    }

    [Fact]
    public async Task The_trial_balance_sums_a_month_and_the_balances_at_its_end()
    {
        await FillAsync();

        var page = Page(PortalUrls.LedgerIn("trial", 202603));
        page.WaitForAssertion(() => Assert.Contains("1200 Receivable €119.00 €119.00 €119.00", Rows(page)));
        page.WaitForAssertion(() => Assert.Equal(
            "Sum of the month: debit €238.00, credit €238.00 Balances at its end: debit €238.00, credit €238.00balanced",
            Words(page.Find("[data-sums]").TextContent)));

        page = Page(PortalUrls.LedgerIn("trial", 202601));
        page.WaitForAssertion(() => Assert.Contains("1200 Receivable €119.00 €119.00", Rows(page)));
        Assert.DoesNotContain(Rows(page), row => row.Contains("Provider cash", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Months_close_in_their_order_after_they_say_what_that_means()
    {
        await FillAsync();
        var page = Page(PortalUrls.LedgerIn("close"));
        page.Says("A closed month takes no more journals");
        page.WaitForAssertion(() => Assert.Equal(["March 2026 2 Open", "January 2026 1 Open Close"], Rows(page)));

        page.Find("[aria-label='Close January 2026']").Click();
        Floating.Says("January 2026 has 1 journal and takes no more");
        Floating.Submit();

        Floating.Says("January 2026 is closed.");
        page.WaitForAssertion(() => Assert.Equal("January 2026 1 Closed just now by Mo", Rows(page)[1]));
    }

    [Fact]
    public void A_rate_is_set_and_what_is_wrong_with_one_stands_beside_it()
    {
        var page = Page(PortalUrls.LedgerIn("commissions"));
        page.Press("Add a rate");
        Floating.Field("Publisher").Change("Nobody");
        Floating.Field("Commission").Change("12.5");
        Floating.Submit();
        Floating.Says("No publisher is called “Nobody”.");

        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        Floating.Field("Publisher").Change(_acme.Name);
        Floating.Submit();

        Floating.Says("The marketplace keeps 12.5% from Mar 2, 2026 on.");
        page.WaitForAssertion(() => Assert.Equal($"{_acme.Name} All All 12.5% Mar 2, 2026 In force Mo just now", Assert.Single(Rows(page))));
    }

    [Fact]
    public async Task The_head_says_when_the_books_were_verified_and_what_was_found()
    {
        await FillAsync();
        await Database.Verify().RunAsync(Xunit.TestContext.Current.CancellationToken);
        var page = Page(PortalUrls.Ledger);
        page.WaitForAssertion(
            () => Assert.Equal("Verified just now: 7 entries, every sum agrees", Words(page.Find(".page-head .state").TextContent)));

        await Database.Verify(new Empty()).RunAsync(Xunit.TestContext.Current.CancellationToken);
        Changed(Marketplace.Live.LiveTopic.Ledger);
        page.WaitForAssertion(() => Assert.Contains(
            "The books do not add up, as of just now: stripe holds €0.00", Words(page.Find(".page-head .state.error").TextContent),
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_document_lists_its_journals_for_operators_alone()
    {
        await FillAsync();

        var list = Draw<JournalsOf>(parameters => parameters.Add(one => one.Document, "order/2"));
        list.WaitForAssertion(() => Assert.Equal(
            ["Sale Second €119.00", "Payment Paid €119.00"], Rows(list).Select(row => row[(row.IndexOf("UTC", StringComparison.Ordinal) + 4)..])));

        SignIn(Database.Staff(StaffRole.Moderator));
        Assert.Empty(Draw<JournalsOf>(parameters => parameters.Add(one => one.Document, "order/2")).FindAll("section"));
    }

    // Sold in January; sold and paid in March.
    private Task<IReadOnlyList<long>> FillAsync()
    {
        var goods = new SoldGoods(_acme.Id, new(10_000, "EUR"), 1500, new TaxDue("DE", 19, new(1900, "EUR")));
        return Database.PostAsync(
            Postings.Sale("invoice/1", "First", "order/1", new(2026, 1, 9, 8, 0, 0, DateTimeKind.Utc), goods),
            Postings.Sale("invoice/2", "Second", "order/2", Database.Now, goods),
            Postings.Payment("payment/2", "Paid", "order/2", Database.Now.AddMinutes(1), "stripe", goods.Gross));
    }

    private IRenderedComponent<LedgerPage> Page(string address)
    {
        Navigation.NavigateTo(address);
        return Draw<LedgerPage>();
    }

    private IRenderedComponent<AccountPage> Account(long id, string address)
    {
        Navigation.NavigateTo(address);
        return Draw<AccountPage>(parameters => parameters.Add(page => page.Id, id));
    }

    private static List<string> Rows<T>(IRenderedComponent<T> page)
        where T : Microsoft.AspNetCore.Components.IComponent => [.. page.FindAll("tbody tr").Select(row =>
        Words(string.Join(' ', row.QuerySelectorAll("td").Select(cell => cell.TextContent))))];

    private static IEnumerable<string> Sources(IRenderedComponent<LedgerPage> page) => page.FindAll("tbody td .mono").Select(cell => cell.TextContent);

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private sealed class Empty : IProviderSums
    {
        public string Provider => "stripe";

        public Task<IReadOnlyList<Money>?> ReadAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<Money>?>([]);
    }
}
