using Bunit;
using Marketplace.Accounts;
using Marketplace.Licensing;
using Marketplace.Portal.Licensing;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Tax;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace Marketplace.Tests.Licensing;

public sealed class QuoteReplyTests : PageTest
{
    private readonly Organization _client;
    private readonly Actor _publisher, _buyer;
    private readonly long _offer;

    public QuoteReplyTests()
    {
        Services.AddCatalogSlices();
        Services.AddSiteSlices();
        Services.AddPricing();
        Services.AddSingleton<Attempts>();
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        Services.AddLicensing();
        Services.AddSingleton(Options.Create(new PricingOptions()));
        Services.AddSingleton(Options.Create(new RatesOptions()));
        Services.AddSingleton(Options.Create(new TaxOptions()));
        var acme = Database.Publisher();
        (_publisher, _client) = (Database.Member(acme, MemberRole.Owner), Database.Client());
        _buyer = Database.Member(_client, MemberRole.Owner);
        var module = Database.Available(acme, "Acme.Mail").ModuleId;
        _offer = Database.Saved(new Offer(module, OfferTier.Custom, OfferModel.Yearly, null, _publisher.UserId, A.Day)).Id;
        SignIn(_publisher);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_is_answered_line_by_line()
    {
        await BillAsync();
        var page = await AskedAsync();
        page.Press($"Quote for {_client.Name}");
        Assert.Equal("Acme Mail", Floating.Field("For what").GetAttribute("value"));
        Floating.Field("Amount").Change("500.00");

        Floating.Press("Add a line");
        Fields("For what")[1].Change("Setup");
        Fields("Amount")[1].Change("120.5");
        await Floating.InvokeAsync(() => Floating.FindComponents<MudSelect<OfferModel>>()[1].Instance.ValueChanged.InvokeAsync(OfferModel.OneTime));
        Floating.Find("input[type=checkbox]").Change(true);
        Floating.Submit();

        Floating.Says($"The quote was sent to {_client.Name}.");
        page.Says("€738.40");
        var quote = QuoteDocument.Read(Database.Read(db => db.Quotes.Single().Document));
        Assert.Equal(
            [("Acme Mail", 50_000L), ("Setup", 12_050L)], quote.Lines.Select(line => (line.Name, line.Net.Minor)));
        Assert.Equal((DateOnly.FromDateTime(Database.Now).AddDays(30), true), (DateOnly.FromDateTime(quote.ValidUntil), quote.Renews));
    }

    [Fact]
    public async Task What_is_no_amount_of_the_currency_is_named_and_nothing_is_sent()
    {
        await BillAsync();
        var page = await AskedAsync();
        page.Press($"Quote for {_client.Name}");

        Floating.Field("Amount").Change("1.000");
        Floating.Submit();

        Floating.Says("“1.000” is no amount in EUR. Enter one with at most 2 decimals, more than nothing.");
        Assert.Equal(0, Database.Read(db => db.Quotes.Count()));
    }

    [Fact]
    public async Task A_client_without_billing_details_is_not_quoted_yet()
    {
        var page = await AskedAsync();
        page.Press($"Quote for {_client.Name}");
        Floating.Field("Amount").Change("500");

        Floating.Submit();

        Floating.Says("Choose a currency: the client has no billing details yet.");
        Assert.Equal(0, Database.Read(db => db.Quotes.Count()));
    }

    private IReadOnlyList<AngleSharp.Dom.IElement> Fields(string label) =>
        [.. Floating.FindAll("label").Where(one => one.TextContent.Trim().TrimEnd('*') == label)
            .Select(one => Floating.Find($"#{one.GetAttribute("for")}"))];

    private async Task<IRenderedComponent<LicensesPage>> AskedAsync()
    {
        Assert.IsType<LicenseOutcome.Done>(await Services.GetRequiredService<LicenseRequests>().AskAsync(_buyer, _client.Id, _offer, "", 5, Cancel));
        return Draw<LicensesPage>(page => page.Add(p => p.Id, "acme.mail"));
    }

    private async Task BillAsync()
    {
        await Services.GetRequiredService<ShippedTaxRates>().EnsureAsync(Cancel);
        Assert.IsType<PartyOutcome.Saved>(await Services.GetRequiredService<SellerEntities>().SaveAsync(
            Database.Staff(StaffRole.Operator),
            new(new("Market GmbH", "Hauptstraße 1", "", "10115", "Berlin", "", "DE"), [new("DE", "DE136695976", false)], "M-", "", ""), Cancel));
        Assert.IsType<PartyOutcome.Saved>(await Services.GetRequiredService<BillingProfiles>().SaveAsync(
            _buyer, _client.Id, new(new("Globex GmbH", "Speicherstraße 1", "", "20457", "Hamburg", "", "DE"), BuyerKind.Business, "", "", null, "EUR"),
            Cancel));
    }
}
