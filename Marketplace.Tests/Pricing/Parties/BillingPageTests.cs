using Bunit;
using Marketplace.Accounts;
using Marketplace.Billing.Orders;
using Marketplace.Portal;
using Marketplace.Portal.Pricing.Tax;
using Marketplace.Portal.Shared.Forms;
using Marketplace.Pricing;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace Marketplace.Tests.Pricing.Parties;

public sealed class BillingPageTests : PageTest
{
    private readonly Organization _globex;

    public BillingPageTests()
    {
        Services.AddPricing();
        Services.AddSingleton<BuyingRules>();
        Services.AddSingleton(Options.Create(new PricingOptions()));
        Services.AddSingleton(Options.Create(new RatesOptions()));
        Services.AddSingleton(Options.Create(new TaxOptions()));
        _globex = Database.Client();
        SignIn(Database.Member(_globex, MemberRole.Owner));
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public void Billing_details_are_entered_and_shown_again()
    {
        var page = Draw<BillingPage>();
        page.WaitForAssertion(() => Assert.Equal(_globex.Name, page.Field("Legal name").GetAttribute("value")));
        page.Says("Quotes show prices without tax.");
        Fill(page, "FR");
        page.Field("VAT ID").Change("fr 40 303 265 045");
        page.Submit();

        Floating.Says($"The billing details of {_globex.Name} were saved.");
        page.WaitForAssertion(() => Assert.Equal("FR40303265045", page.Field("VAT ID").GetAttribute("value")));
        page.Says("Form and check digits are right.");
        Assert.Equal("FR", Database.Read(db => db.Set<Marketplace.Pricing.Parties.BillingProfile>().Single().Address.Country));
    }

    [Fact]
    public void What_is_wrong_stands_at_its_field_and_nothing_is_saved()
    {
        var page = Draw<BillingPage>();
        page.Submit();
        page.Says("Enter street and number.");
        page.Says("Choose a country.");

        Fill(page, "FR");
        page.Field("VAT ID").Change("DE136695976");
        page.Submit();

        page.Says("“DE136695976” is a VAT ID of Germany. Enter that of France, or correct the country.");
        Assert.Equal(0, Database.Read(db => db.Set<Marketplace.Pricing.Parties.BillingProfile>().Count()));
    }

    [Fact]
    public void Members_who_are_no_owners_are_told_whom_to_ask()
    {
        SignIn(Database.Member(_globex));

        Draw<BillingPage>().Says("You own no organization that buys. Ask an owner of yours to enter its billing details.");
    }

    [Fact]
    public async Task Currencies_and_countries_are_found_by_code_and_name_those_in_use_first()
    {
        var page = Draw<BillingPage>();
        var currencies = page.WaitForComponent<CurrencyField>().Instance;
        var countries = page.FindComponent<CountryField>().Instance;

        Assert.Equal(["EUR", "AED"], (await currencies.FindAsync("", Cancel)).Take(2));
        Assert.Equal(["JPY"], await currencies.FindAsync("yen", Cancel));
        Assert.Equal("CHF", (await currencies.FindAsync("chf", Cancel)).First());
        Assert.Equal("DE", (await countries.FindAsync("germ", Cancel)).First());
        Assert.Equal("GR", (await countries.FindAsync("gr", Cancel)).First());
        Assert.Equal(249, (await countries.FindAsync("", Cancel)).Count());
        Assert.Empty(await currencies.FindAsync("nothing", Cancel));
    }

    private static void Fill(IRenderedComponent<BillingPage> page, string country)
    {
        page.Field("Street and number").Change("8 rue de la Paix");
        page.Field("City").Change("Paris");
        page.InvokeAsync(() => page.FindComponent<CountryField>().FindComponent<MudAutocomplete<string>>().Instance.ValueChanged.InvokeAsync(country));
    }
}
