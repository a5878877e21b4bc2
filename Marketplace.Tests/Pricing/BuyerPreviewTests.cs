using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Portal.Pricing.Offering;
using Marketplace.Portal.Shared.Forms;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace Marketplace.Tests.Pricing;

public sealed class BuyerPreviewTests : PageTest
{
    private readonly Actor _owner;

    public BuyerPreviewTests()
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
    public async Task Prices_and_tax_are_those_of_the_buyer_chosen()
    {
        await SellAsync();
        await OfferAsync();
        var preview = Preview();
        preview.Says("Price with tax");
        preview.Says("of which VAT 20%");
        Assert.Equal(["€12.00 / month", "€2.00"], Amounts(preview));

        await ChooseAsync(preview, BuyerPreview.Kinds.BusinessWithoutVatId);
        preview.Says("Price without tax");
        preview.WaitForAssertion(() => Assert.Equal(["€10.00 / month", "€2.00"], Amounts(preview)));

        await ChooseAsync(preview, BuyerPreview.Kinds.Business);
        preview.Says("Reverse charge");
        preview.WaitForAssertion(() => Assert.Equal(["€10.00 / month", "–"], Amounts(preview)));

        await preview.InvokeAsync(() => preview.FindComponent<CountryField>().Instance.ValueChanged.InvokeAsync("DE"));
        await ChooseAsync(preview, BuyerPreview.Kinds.Consumer);
        preview.WaitForAssertion(() => Assert.Equal(["€11.90 / month", "€1.90"], Amounts(preview)));

        await preview.InvokeAsync(() => preview.FindComponent<MudNumericField<int>>().Instance.ValueChanged.InvokeAsync(3));
        preview.WaitForAssertion(() => Assert.Equal(["€35.70 / month", "€5.70"], Amounts(preview)));
    }

    [Fact]
    public async Task Another_currency_is_converted_at_the_rate_of_its_day_or_said_to_have_none()
    {
        await SellAsync();
        await OfferAsync();
        Database.Save(new ExchangeRate(DateOnly.FromDateTime(Database.Now), "USD", 1.1m));
        var preview = Preview();

        await PayInAsync(preview, "USD");
        preview.Says("$13.20 / month");
        preview.Says("reference rates of the European Central Bank");

        await PayInAsync(preview, "CHF");
        preview.Says("No rate of CHF");
    }

    [Fact]
    public async Task Without_a_seller_it_says_what_is_missing()
    {
        await OfferAsync();

        Preview().Says("an operator has to enter who sells");
    }

    private async Task SellAsync()
    {
        await Services.GetRequiredService<ShippedTaxRates>().EnsureAsync(Cancel);
        Assert.IsType<PartyOutcome.Saved>(await Services.GetRequiredService<SellerEntities>().SaveAsync(
            Database.Staff(StaffRole.Operator),
            new(new("Market GmbH", "Hauptstraße 1", "", "10115", "Berlin", "", "DE"), [new("DE", "DE136695976", true)], "M-", "", ""), Cancel));
    }

    private async Task OfferAsync() => Assert.IsType<ListingOutcome.Done>(await Services.GetRequiredService<Offers>().OfferAsync(
        _owner, "Acme.Mail", new(OfferTier.Basic, OfferModel.Monthly, 1, [new(1000, "EUR")]), Cancel));

    private IRenderedComponent<BuyerPreview> Preview() =>
        Draw<BuyerPreview>(preview => preview.Add(p => p.PackageId, "acme.mail").Add(p => p.Currency, "EUR"));

    private static string[] Amounts(IRenderedComponent<BuyerPreview> preview) =>
        [.. preview.FindAll("tbody td.num").Select(cell => cell.TextContent.Trim())];

    private static Task PayInAsync(IRenderedComponent<BuyerPreview> preview, string currency) =>
        preview.InvokeAsync(() => preview.FindComponent<CurrencyField>().Instance.ValueChanged.InvokeAsync(currency));

    private static Task ChooseAsync(IRenderedComponent<BuyerPreview> preview, BuyerPreview.Kinds kind) =>
        preview.InvokeAsync(() => preview.FindComponent<MudSelect<BuyerPreview.Kinds>>().Instance.ValueChanged.InvokeAsync(kind));
}
