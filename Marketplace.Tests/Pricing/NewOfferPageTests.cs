using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Portal;
using Marketplace.Portal.Pricing.Offering;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace Marketplace.Tests.Pricing;

public sealed class NewOfferPageTests : PageTest
{
    private readonly Actor _owner;

    public NewOfferPageTests()
    {
        Services.AddCatalogSlices();
        Services.AddPricing();
        Services.AddSingleton(Options.Create(new PricingOptions()));
        var acme = Database.Publisher();
        _owner = Database.Member(acme, MemberRole.Owner);
        Database.Available(acme, "Acme.Mail");
        Database.Available(acme, "Acme.Shop");
        Database.Available(Database.Publisher("Rival"), "Rival.Chat");
        SignIn(_owner);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    private OfferTerms Offered => Database.Read(db => db.Offers.Select(o => new { Offer = o, o.Prices }).AsEnumerable().Last().Offer.Terms);

    [Fact]
    public void A_plain_offer_needs_its_price_alone()
    {
        var page = Page();
        page.Field("Price in EUR").Input("12,50");
        page.Says("€12.50 / month");
        page.Submit();

        Floating.Says("Basic is now offered.");
        page.WaitForAssertion(() => Assert.EndsWith("/offers", Navigation.Uri, StringComparison.Ordinal));
        Assert.Equal([new Money(1250, "EUR")], Offered.Prices);
    }

    [Fact]
    public void What_is_wrong_stands_beside_its_field_and_nothing_is_offered()
    {
        var page = Page();
        page.Submit();
        page.Says("Enter an amount.");

        page.Field("Price in EUR").Input("1.000");
        page.Press("Add an entitlement");
        page.Field("Entitlement 1").Input("Export PDF");
        page.Submit();

        page.Says("“1.000” is not a price in EUR.");
        page.Says("“Export PDF” is no name of an entitlement");
        Assert.Equal("Export PDF", page.Field("Entitlement 1").GetAttribute("value"));
        Assert.Equal(0, Database.Read(db => db.Offers.Count()));
    }

    [Fact]
    public void Sites_in_steps_are_priced_in_two_currencies()
    {
        var page = Page();
        page.Field("Price in EUR").Input("69");
        page.Field("Sites").Input("5");
        page.Press("Add a currency");
        page.Field("Price in USD").Input("75");
        page.Press("Price further sites");
        page.Field("Each further site in EUR").Input("12");
        page.FindAll("button").Last(button => button.TextContent.Trim() == "Add a step").Click();
        page.InvokeAsync(() => page.FindComponents<MudRadioGroup<ScaleKind>>()[0].Instance.ValueChanged.InvokeAsync(ScaleKind.Volume));
        Last(page, "Each further site in EUR").Input("0");
        Last(page, "From").Input("1");
        page.Submit();
        page.Says("Start after the previous step.");

        Last(page, "From").Input("11");
        page.Submit();

        Floating.Says("Basic is now offered.");
        Assert.Equal([new(6900, "EUR"), new Money(7500, "USD")], Offered.Prices);
        var scale = Offered.Details.ExtraSites!;
        Assert.Equal(ScaleKind.Volume, scale.Kind);
        Assert.Equal([(1L, 1200L), (11L, 0L)], scale.Steps.Select(step => (step.From, step.Each.Single().Minor)));
    }

    [Fact]
    public void Usage_alone_is_offered_with_its_quantity()
    {
        var page = Page();
        page.InvokeAsync(() => page.FindComponent<MudToggleGroup<OfferModel>>().Instance.ValueChanged.InvokeAsync(OfferModel.UsageBased));
        page.Says("Base price in EUR");
        page.Submit();
        page.Says("a usage-based offer needs a metered quantity");

        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        page.Press("Add a quantity");
        page.Field("Name").Input("documents");
        page.Field("Unit").Input("documents");
        page.Field("Included a month").Input("100");
        Last(page, "Price in EUR").Input("0.02");
        page.Says("€0.02 / document");
        page.Submit();

        Floating.Says("Basic is now offered.");
        var meter = Assert.Single(Offered.Details.Meters);
        Assert.Equal(("documents", 100L, 1L, 2L), (meter.Unit, meter.Included, meter.Per, meter.Scale.Steps[0].Each[0].Minor));
    }

    [Fact]
    public async Task A_bundle_takes_modules_of_the_same_publisher()
    {
        var page = Page();
        page.Field("Price in EUR").Input("50");
        var bundle = page.FindComponent<BundleFields>().Instance;
        Assert.Equal(["Acme.Shop"], (await bundle.FindAsync("", Cancel)).Select(module => module.PackageId));
        var shop = (await bundle.FindAsync("shop", Cancel)).Single();
        await page.InvokeAsync(() => page.FindComponent<MudAutocomplete<BundledModule>>().Instance.ValueChanged.InvokeAsync(shop));
        page.Submit();

        Floating.Says("Basic is now offered.");
        Assert.Equal(["Acme.Shop"], Offered.Details.Bundle);
        Assert.Empty(await bundle.FindAsync("", Cancel));
    }

    [Fact]
    public async Task An_offer_is_the_start_of_a_new_one_that_takes_its_place()
    {
        var details = new OfferDetails
        {
            Trial = new(14, false), SetupFee = [new(9900, "EUR")], Ending = Marketplace.Pricing.Rates.PriceEnding.NinetyNine,
            ExtraSites = new(ScaleKind.Graduated, [new(1, [new(800, "EUR"), new(900, "USD")]), new(10, [new(600, "EUR"), new(700, "USD")])]),
            Meters = [new("mails", "mails", 100, 1000, new(ScaleKind.Volume, [new(1, [new(50, "EUR")])]))],
            Entitlements = [new("seats", 25), new("export.pdf", null)], Bundle = ["Acme.Shop"],
        };
        Assert.IsType<ListingOutcome.Done>(await Services.GetRequiredService<Offers>().OfferAsync(
            _owner, "Acme.Mail", new(OfferTier.Premium, OfferModel.Monthly, 3, [new(2900, "EUR"), new(3200, "USD")]) { Details = details }, Cancel));
        var first = Database.Read(db => db.Offers.Single().Id);

        var page = Page(first);
        page.Says("It takes the place of Premium, €29.00 / month.");
        page.Field("Price in EUR").Input("31");
        page.Submit();

        Floating.Says("Premium is now offered.");
        Assert.Equal([new(3100, "EUR"), new Money(3200, "USD")], Offered.Prices);
        Assert.Equal(details.ToJson(), Offered.Details.ToJson());
        Assert.NotNull(Database.Read(db => db.Offers.Single(o => o.Id == first).WithdrawnAt));
    }

    [Fact]
    public void Those_who_do_not_manage_the_module_find_nothing()
    {
        SignIn(Database.Stranger());

        Page().Says("There is no such module of your organization.");
    }

    private static AngleSharp.Dom.IElement Last(IRenderedComponent<NewOfferPage> page, string label)
    {
        var name = page.FindAll("label[for]").Last(one => one.TextContent.Trim().TrimEnd('*') == label);
        return page.Find($"#{name.GetAttribute("for")}");
    }

    private IRenderedComponent<NewOfferPage> Page(long? from = null)
    {
        Navigation.NavigateTo(PortalUrls.NewOffer("Acme.Mail", from));
        return Draw<NewOfferPage>(page => page.Add(p => p.Id, "acme.mail"));
    }
}
