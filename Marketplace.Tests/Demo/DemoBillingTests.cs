using Marketplace.Data;
using Marketplace.Data.Pdf;
using Marketplace.Licensing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Demo;

[Collection(nameof(WithTheDemo))]
public sealed class DemoBillingTests(DemoPortal demo)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Buyers_of_five_countries_are_each_taxed_as_they_should_be()
    {
        var seller = (await demo.Host.Get<SellerEntities>().ReadAsync(Cancel))!;
        var table = await demo.Host.Get<TaxRateQueries>().TableAsync(Cancel);
        var buyers = demo.Host.Database.Read(db => db.BillingProfiles.AsNoTracking().Include(p => p.Organization).ToList());

        Assert.Equal(["CH", "DE", "FR", "GB", "US"], buyers.Select(buyer => buyer.Address.Country).Order());
        Assert.Equal(
            ["Brightwell Books OutsideScope", "Coho Winery OutsideScope", "Keller Photography OutsideScope", "Trey Research ReverseCharge",
                "Wide World Importers ReverseCharge"],
            buyers.OrderBy(buyer => buyer.Organization.Name).Select(buyer => $"{buyer.Organization.Name} "
                + TaxRules.Decide(seller.CaseFor(buyer, ProductClass.Electronic, null, demo.Host.Database.Now), table).GetType().Name));
    }

    [Fact]
    public async Task Their_four_currencies_are_converted_by_the_rates_that_ship()
    {
        var rates = (await demo.Host.Get<RatesQueries>().AtAsync(new(2026, 11, 29), Cancel))!;

        Assert.Equal(new(2026, 3, 13), rates.Day);
        Assert.All(
            demo.Host.Database.Read(db => db.BillingProfiles.Select(p => p.Currency).Distinct().ToList()),
            currency => Assert.True(rates.Convert(new Money(4900, "EUR"), currency).Minor > 0));
        Assert.Equal(4, demo.Host.Database.Read(db => db.BillingProfiles.Select(p => p.Currency).Distinct().Count()));
    }

    [Fact]
    public async Task The_seller_has_a_logo_that_documents_can_draw() =>
        Assert.True(PdfPicture.CanDraw((await demo.Host.Get<SellerLogos>().ReadAsync(Cancel))!.Content));

    [Fact]
    public async Task A_price_that_was_asked_for_is_quoted_and_waits_for_its_answer()
    {
        var quote = demo.Host.Database.Read(db => db.CustomQuotes.Select(q => new { q.QuoteId, q.Request.Organization.Name, q.Request.Sites }).Single());

        Assert.Equal(("Wide World Importers", 12), (quote.Name, quote.Sites));
        Assert.Equal(QuoteState.Valid, (await demo.Host.Get<QuoteQueries>().ReadAsync(quote.QuoteId, Cancel))!.State);
    }
}
