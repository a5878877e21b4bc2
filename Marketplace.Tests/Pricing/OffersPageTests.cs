using Bunit;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Portal.Pricing.Offering;
using Marketplace.Pricing;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Tax;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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
        Services.AddSingleton(Options.Create(new RatesOptions()));
        Services.AddSingleton(Options.Create(new TaxOptions()));
        var acme = Database.Publisher();
        _owner = Database.Member(acme, MemberRole.Owner);
        Database.Available(acme, "Acme.Mail");
        SignIn(_owner);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_offer_is_withdrawn_and_made_again()
    {
        Page().Says("Nothing is offered yet, so the module is free for everybody.");
        await OfferAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(1250, "EUR")]));
        Database.Clock.Advance(TimeSpan.FromSeconds(1));

        var page = Page();
        page.Press("Withdraw Basic, €12.50 / month");
        Floating.Says("the module becomes free for everybody");
        Floating.Submit();
        page.Says("Nothing is offered yet, so the module is free for everybody.");

        Floating.Press("Undo");
        page.Says("€12.50 / month");
        Assert.Equal([false, true], Database.Read(db => db.Offers.OrderBy(o => o.Id).Select(o => o.WithdrawnAt == null).ToList()));
    }

    [Fact]
    public async Task Steps_stand_as_a_table_and_as_a_curve()
    {
        var steps = new Scale(ScaleKind.Volume, [new(1, [new(1200, "EUR")]), new(11, [new(1000, "EUR")])]);
        await OfferAsync(new(OfferTier.Premium, OfferModel.Monthly, 5, [new(6900, "EUR")]) { Details = new() { ExtraSites = steps } });

        var page = Page();

        page.Says("11 and more");
        page.WaitForAssertion(() => Assert.NotNull(page.Find("figure[aria-label='Price by sites, Premium, monthly']")));
        // Five included; with the eleventh further site all of them cost the less: 69 + 10 × 12, then 69 + 11 × 10.
        page.Says("€189.00");
        page.Says("€179.00");
    }

    [Fact]
    public void Those_who_do_not_manage_the_module_find_nothing()
    {
        SignIn(Database.Member(Database.Publisher("Rival"), MemberRole.Owner));

        Page().Says("There is no such module of your organization.");
    }

    private async Task OfferAsync(OfferTerms terms) => Assert.IsType<Marketplace.Catalog.ListingOutcome.Done>(
        await Services.GetRequiredService<Offers>().OfferAsync(_owner, "Acme.Mail", terms, Cancel));

    private IRenderedComponent<OffersPage> Page() => Draw<OffersPage>(page => page.Add(p => p.Id, "acme.mail"));
}
