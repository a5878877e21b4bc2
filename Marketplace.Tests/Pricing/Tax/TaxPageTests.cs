using Bunit;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Portal;
using Marketplace.Portal.Pricing.Tax;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Pricing.Rates;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace Marketplace.Tests.Pricing.Tax;

public sealed class TaxPageTests : PageTest
{
    private readonly RatesOptions _rates = new() { RatesSource = "" };
    private readonly Actor _operator;

    public TaxPageTests()
    {
        Services.AddPricing();
        Services.AddSingleton(Options.Create(new PricingOptions()));
        Services.AddSingleton(Options.Create(_rates));
        Services.AddSingleton(Options.Create(new TaxOptions()));
        _operator = Database.Staff(StaffRole.Operator);
        SignIn(_operator);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public void Without_rates_of_tax_the_page_says_what_to_do() =>
        Draw<TaxPage>().Says("No rate of tax is known, so nothing can be sold. Add the first.");

    [Fact]
    public async Task A_rate_is_added_replaced_withdrawn_and_its_history_shown()
    {
        await Services.GetRequiredService<ShippedTaxRates>().EnsureAsync(Cancel);
        Navigation.NavigateTo(PortalUrls.Tax + "?country=Estonia");
        var page = Draw<TaxPage>();
        page.Says("24%");
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() == "Withdraw");
        Assert.Equal(["Estonia All 24% Jul 1, 2025 Current Shipped", "Estonia All 22% Jan 1, 2024 Jun 30, 2025 Past Shipped",
            "Estonia All 20% Jul 1, 2009 Dec 31, 2023 Past Shipped"], Rows(page));

        page.Press("Replace the rate of Estonia");
        Floating.Field("Rate").Input("25.5");
        Floating.Submit();
        Floating.Says("Estonia: 25.5% from Mar 3, 2026.");
        page.WaitForAssertion(() => Assert.Equal("Estonia All 25.5% Mar 3, 2026 Future Mo", Rows(page)[0]));

        await ClickAsync(page, "History of Estonia");
        Floating.Says("Rates of Estonia");
        Floating.WaitForAssertion(() => Assert.Equal(4, Floating.FindAll("tbody tr").Count));
        Floating.Press("Close");

        await ClickAsync(page, "Withdraw 25.5% of Estonia from Mar 3, 2026");
        Floating.Says("the rate before this one will count again in Estonia");
        Floating.Submit();
        Floating.Says("The rate of Estonia was withdrawn.");
        page.WaitForAssertion(() => Assert.Equal(3, Rows(page).Length));
    }

    [Fact]
    public void What_is_wrong_with_a_rate_stands_in_the_dialog()
    {
        var page = Draw<TaxPage>();
        page.Press("Add a rate");
        Floating.Submit();
        Floating.Says("Choose a country.");
        Floating.Says("Enter a percentage.");

        Floating.InvokeAsync(() => Floating.FindComponent<MudAutocomplete<string>>().Instance.ValueChanged.InvokeAsync("PT"));
        Floating.Field("Region").Change("ES-CN");
        Floating.Field("Rate").Input("16");
        Floating.Submit();

        Floating.Says("“ES-CN” is no region of Portugal.");
        Assert.Equal(0, Database.Read(db => db.TaxRates.Count()));
    }

    [Fact]
    public async Task Rates_that_ship_say_how_old_they_are_without_alarm()
    {
        Database.Clock.Advance(TimeSpan.FromDays(60));
        await Services.GetRequiredService<ShippedRates>().EnsureAsync(Cancel);

        var page = Currencies();

        page.Says("Prices are converted by the rates of Mar 13, 2026. No newer ones are fetched: the setting Pricing:RatesSource is empty.");
        Assert.NotEmpty(page.FindAll("[data-rates=Info]"));
        Assert.True(page.Button("Fetch now").HasAttribute("disabled"));
        Assert.StartsWith("EUR Euro 1.00", Rows(page)[0], StringComparison.Ordinal);
        Assert.Contains("JPY Japanese yen 182.85", Rows(page));
    }

    [Fact]
    public void Without_exchange_rates_the_page_says_what_to_do()
    {
        var page = Currencies();

        page.Says("There are no exchange rates, so no price can be converted.");
        page.Says("No rate");
    }

    [Fact]
    public void Rates_are_fetched_now_and_what_cannot_be_read_alarms()
    {
        _rates.RatesSource = Path.Combine(Database.Folder, "rates.xml");
        File.WriteAllText(_rates.RatesSource, RatesText.File(("2026-02-27", "USD=1.16 JPY=181")));
        var page = Currencies();
        Assert.NotEmpty(page.FindAll("[data-rates=Error]"));

        page.Press("Fetch now");
        Floating.Says("2 new rates, up to Feb 27, 2026.");
        page.Says("Prices are converted by the rates of Feb 27, 2026.");
        Assert.NotEmpty(page.FindAll("[data-rates=Success]"));

        File.WriteAllText(_rates.RatesSource, "<html/>");
        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        page.Press("Fetch now");
        page.Says("The last rates could not be fetched. Prices are converted by those of Feb 27, 2026.");
        Assert.NotEmpty(page.FindAll("[data-rates=Error]"));

        File.WriteAllText(_rates.RatesSource, RatesText.File(("2026-02-27", "USD=1.16 JPY=181")));
        Database.Clock.Advance(TimeSpan.FromDays(1));
        page.Press("Fetch now");
        page.Says("The rates are of Feb 27, 2026, over 3 days old. Fetch them now.");
    }

    [Fact]
    public void The_seller_is_entered_and_what_is_wrong_stands_at_its_field()
    {
        Navigation.NavigateTo(PortalUrls.TaxIn("seller"));
        var page = Draw<TaxPage>();
        page.Says("Nothing can be sold until the seller is entered.");
        page.Submit();
        page.Says("Enter the legal name.");
        page.Says("Choose a country.");

        page.Field("Legal name").Change("Marketplace B.V.");
        page.Field("Street and number").Change("Keizersgracht 100");
        page.Field("City").Change("Amsterdam");
        page.InvokeAsync(() => page.FindComponent<MudAutocomplete<string>>().Instance.ValueChanged.InvokeAsync("NL"));
        page.Field("IBAN").Change("NL91ABNA0417164301");
        page.Press("Add a registration");
        page.InvokeAsync(() => page.FindComponents<MudAutocomplete<string>>()[1].Instance.ValueChanged.InvokeAsync("NL"));
        page.Field("VAT ID").Change("004495445B01");
        page.Submit();
        page.Says("The check digits of “NL91ABNA0417164301” do not fit.");
        Assert.Equal(0, Database.Read(db => db.SellerEntities.Count()));

        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        page.Field("IBAN").Change("NL91ABNA0417164300");
        page.Submit();
        Floating.Says("The seller was saved.");
        Assert.Equal("NL91ABNA0417164300", Database.Read(db => db.SellerEntities.Single().Iban));
        Assert.Equal("NL004495445B01", Database.Read(db => db.SellerEntities.SelectMany(s => s.Registrations).Single().Number));
    }

    [Fact]
    public async Task An_exemption_that_waits_is_accepted_and_ended()
    {
        Navigation.NavigateTo(PortalUrls.TaxIn("exemptions"));
        var page = Draw<TaxPage>();
        page.Says("No organization claims to be exempt from tax.");

        var globex = Database.Client();
        await Services.GetRequiredService<BillingProfiles>().SaveAsync(
            Database.Member(globex, MemberRole.Owner), globex.Id,
            new(new(globex.Name, "1 Main Street", "", "", "Berlin", "", "DE"), BuyerKind.Business, "", "Certificate 12", null, "EUR"), Cancel);
        Changed(LiveTopic.Rates);
        page.Says("Certificate 12");
        page.Says("Waiting");

        page.Press($"Accept the exemption of {globex.Name}");
        Floating.Submit();
        Floating.Says($"{globex.Name} is exempt from tax.");
        page.Says("Accepted");

        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        page.Press($"End the exemption of {globex.Name}");
        Floating.Submit();
        Floating.Says($"{globex.Name} is charged tax.");
        page.Says("No organization claims to be exempt from tax.");
    }

    private IRenderedComponent<TaxPage> Currencies()
    {
        Navigation.NavigateTo(PortalUrls.TaxIn("currencies"));
        var page = Draw<TaxPage>();
        page.Says("Read from");
        return page;
    }

    // Found and clicked in one turn: the list may be drawn again in between.
    private static Task ClickAsync(IRenderedComponent<TaxPage> page, string label) =>
        page.InvokeAsync(() => page.FindAll("button").First(button => button.GetAttribute("aria-label") == label).Click());

    private static string[] Rows(IRenderedComponent<TaxPage> page) => [.. page.FindAll("tbody tr").Select(row => string.Join(' ',
        row.QuerySelectorAll("td:not(.actions)").Select(cell => cell.TextContent.Trim()).Where(text => text != "")))];
}
