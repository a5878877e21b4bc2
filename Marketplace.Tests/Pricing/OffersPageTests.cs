using Bunit;
using Marketplace.Accounts;
using Marketplace.Portal.Pricing;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace Marketplace.Tests.Pricing;

public sealed class OffersPageTests : PageTest
{
    private readonly Actor _owner;

    public OffersPageTests()
    {
        Services.AddCatalogSlices();
        Services.AddSiteSlices();
        Services.AddPricing();
        Services.AddSingleton(Options.Create(new PricingOptions()));
        var acme = Database.Publisher();
        _owner = Database.Member(acme, MemberRole.Owner);
        Database.Available(acme, "Acme.Mail");
        SignIn(_owner);
    }

    [Fact]
    public void An_offer_is_made_withdrawn_and_made_again()
    {
        var page = Page();
        page.Says("Nothing is offered yet, so the module is free for everybody.");
        page.Button("New offer").Click();
        Floating.Field("Price in EUR").Input("12,50");
        Floating.Find("form").Submit();

        Floating.Says("Basic is now offered.");
        page.Says("€12.50 / month");
        Floating.WaitForAssertion(() => Assert.Empty(Floating.FindAll("form")));

        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        page.Button("Withdraw Basic, €12.50 / month").Click();
        Floating.Says("the module becomes free for everybody");
        Floating.Find("form").Submit();
        page.Says("Nothing is offered yet, so the module is free for everybody.");

        Floating.Button("Undo").Click();
        page.Says("€12.50 / month");
        Assert.Equal([false, true], Database.Read(db => db.Offers.OrderBy(o => o.Id).Select(o => o.WithdrawnAt == null).ToList()));
    }

    [Fact]
    public void What_is_wrong_with_a_price_stands_beside_it_and_nothing_is_offered()
    {
        var page = Page();
        page.Button("New offer").Click();
        Floating.Find("form").Submit();
        Floating.Says("Enter an amount.");

        Floating.Field("Price in EUR").Input("1.000");
        Floating.Find("form").Submit();

        Floating.Says("“1.000” is not a price in EUR.");
        Assert.Equal(0, Database.Read(db => db.Offers.Count()));
    }

    [Fact]
    public void A_price_in_another_currency_is_added()
    {
        var page = Page();
        page.Button("New offer").Click();
        Floating.Field("Price in EUR").Input("29");
        Floating.Button("Add a currency").Click();
        Floating.Says("Price in USD");
        Floating.InvokeAsync(() => Floating.FindComponent<MudAutocomplete<string>>().Instance.ValueChanged.InvokeAsync("AUD"));
        Floating.Field("Price in AUD").Input("49.90");
        Floating.Find("form").Submit();

        page.Says("A$49.90 / month");
    }

    [Fact]
    public void Those_who_do_not_manage_the_module_find_nothing()
    {
        SignIn(Database.Member(Database.Publisher("Rival"), MemberRole.Owner));

        Page().Says("There is no such module of your organization.");
    }

    private IRenderedComponent<OffersPage> Page() => Draw<OffersPage>(page => page.Add(p => p.Id, "acme.mail"));
}
