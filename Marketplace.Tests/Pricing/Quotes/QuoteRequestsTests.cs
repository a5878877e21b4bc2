using System.Net;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Portal;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Pricing.Quotes;

public sealed class QuoteRequestsTests : IDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Organization _client;
    private readonly Actor _buyer, _seller, _operator;

    public QuoteRequestsTests()
    {
        var acme = _portal.Database.Publisher();
        _client = _portal.Database.Client();
        (_buyer, _seller) = (_portal.Database.Member(_client, MemberRole.Owner), _portal.Database.Member(acme, MemberRole.Owner));
        _operator = _portal.Database.Staff(StaffRole.Operator);
        _portal.Database.Available(acme, "Acme.Shop");
    }

    private static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_quote_is_kept_with_its_tax_and_read_by_whoever_has_its_address_until_it_expires()
    {
        await SellingAsync();
        var offer = await OfferedAsync(new OfferTerms(OfferTier.Basic, OfferModel.Monthly, 1, [new(2900, "EUR")]));

        var made = Assert.IsType<QuoteOutcome.Made>(await QuoteAsync(offer, sites: 2));
        var view = (await _portal.Get<QuoteQueries>().ReadAsync(made.Id, Cancel))!;

        Assert.Equal((5800L, 1102L, 6902L), (view.Quote.Net.Minor, view.Quote.Tax.Minor, view.Quote.DueToday.Minor));
        Assert.Equal(QuoteDocument.Write(made.Quote), QuoteDocument.Write(view.Quote));
        Assert.True(view.IsOpen && view.IsWhole);

        await using var db = _portal.Database.CreateDbContext();
        await db.Quotes.ExecuteUpdateAsync(set => set.SetProperty(q => q.ValidUntil, DateTime.UtcNow), Cancel);
        Assert.False((await _portal.Get<QuoteQueries>().ReadAsync(made.Id, Cancel))!.IsOpen);
    }

    [Fact]
    public async Task A_quote_that_was_changed_in_the_database_says_so()
    {
        await SellingAsync();
        var offer = await OfferedAsync(new(OfferTier.Basic, OfferModel.OneTime, 1, [new(9900, "EUR")]));
        var made = Assert.IsType<QuoteOutcome.Made>(await QuoteAsync(offer));
        await using var db = _portal.Database.CreateDbContext();
        await db.Quotes.ExecuteUpdateAsync(set => set.SetProperty(q => q.Document, q => q.Document.Replace("9900", "1900")), Cancel);

        Assert.False((await _portal.Get<QuoteQueries>().ReadAsync(made.Id, Cancel))!.IsWhole);
    }

    [Fact]
    public async Task A_price_in_another_currency_is_converted_at_the_days_rate_and_ends_as_the_offer_says()
    {
        await SellingAsync();
        _portal.Database.Save(new ExchangeRate(Today, "GBP", 0.8512m));
        var details = new OfferDetails { Ending = PriceEnding.NinetyNine };
        var offer = await OfferedAsync(new(OfferTier.Basic, OfferModel.OneTime, 1, [new(10000, "EUR")]) { Details = details });

        var made = Assert.IsType<QuoteOutcome.Made>(await QuoteAsync(offer, currency: "GBP"));

        Assert.Equal((new Money(8499, "GBP"), Today), (made.Quote.Net, made.Quote.RateDay));
    }

    [Fact]
    public async Task Usage_alone_costs_nothing_today_and_says_what_it_costs_by_its_steps()
    {
        await SellingAsync();
        var steps = new Scale(ScaleKind.Graduated, [new(1, [new(12, "EUR")]), new(1001, [new(9, "EUR")])]);
        var details = new OfferDetails { Meters = [new("documents", "documents", 100, 1, steps)], Trial = new(14, true) };
        var offer = await OfferedAsync(new(OfferTier.Basic, OfferModel.UsageBased, 1, []) { Details = details });

        var made = Assert.IsType<QuoteOutcome.Made>(await QuoteAsync(offer));
        var quote = (await _portal.Get<QuoteQueries>().ReadAsync(made.Id, Cancel))!.Quote;

        Assert.Equal((0L, 0), (quote.DueToday.Minor, quote.Later.Count));
        var usage = Assert.Single(quote.Usage!);
        Assert.Equal(("documents", 100L, quote.At.AddDays(14)), (usage.Meter.Unit, usage.Meter.Included, usage.From));
        Assert.Equal([new(1, 12), new PricedStep(1001, 9)], usage.Meter.Scale.Steps);
        // 100 included, 1,000 at 0.12 and 500 at 0.09.
        Assert.Equal(12000 + 4500, usage.Meter.Of(1600));
    }

    [Fact]
    public async Task A_bundle_is_named_in_its_line()
    {
        await SellingAsync();
        _portal.Database.Available(_portal.Database.Read(db => db.Organizations.Single(o => o.Publishes)), "Acme.Forms");
        var details = new OfferDetails { Bundle = ["Acme.Forms"], SetupFee = [new(100, "EUR")] };
        var offer = await OfferedAsync(new(OfferTier.Basic, OfferModel.Yearly, 1, [new(9900, "EUR")]) { Details = details });

        var made = Assert.IsType<QuoteOutcome.Made>(await QuoteAsync(offer));

        Assert.Equal(["Acme Forms"], made.Quote.Lines[0].Bundle);
        Assert.Null(made.Quote.Lines[1].Bundle);
        Assert.Null(made.Quote.Usage);
    }

    [Fact]
    public async Task What_stands_in_the_way_is_named()
    {
        var offer = await OfferedAsync(new OfferTerms(OfferTier.Basic, OfferModel.Monthly, 1, [new(2900, "EUR")]));
        Assert.IsType<QuoteOutcome.NeedsBillingDetails>(await QuoteAsync(offer));
        Assert.IsType<QuoteOutcome.NotAllowed>(await _portal.Get<QuoteRequests>().MakeAsync(_seller, new(_client.Id, [new(offer, 1)]), Cancel));

        await SellingAsync();
        Assert.Contains("1 to 10,000 sites", Problem(await QuoteAsync(offer, sites: 0)), StringComparison.Ordinal);
        Assert.Contains("XXX", Problem(await QuoteAsync(offer, currency: "XXX")), StringComparison.Ordinal);
        Assert.Contains("no exchange rate", Problem(await QuoteAsync(offer, currency: "KPW")), StringComparison.Ordinal);
        await _portal.Get<Offers>().WithdrawAsync(_seller, "Acme.Shop", offer, Cancel);
        Assert.Contains("no longer open", Problem(await QuoteAsync(offer)), StringComparison.Ordinal);
        Assert.Equal(0, _portal.Database.Read(db => db.Quotes.Count()));
    }

    [Fact]
    public async Task Whoever_has_the_address_gets_the_document_unless_the_quote_was_changed()
    {
        await SellingAsync();
        var made = Assert.IsType<QuoteOutcome.Made>(await QuoteAsync(await OfferedAsync(new(OfferTier.Basic, OfferModel.Yearly, null, [new(9900, "EUR")]))));
        using var client = _portal.CreateClient();
        var answer = await client.GetAsync(PortalUrls.QuotePdf(made.Id), Cancel);

        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        using (var pdf = UglyToad.PdfPig.PdfDocument.Open(await answer.Content.ReadAsByteArrayAsync(Cancel)))
        {
            Assert.Equal(["Market", "GmbH"], pdf.GetPage(1).GetWords().Select(word => word.Text).SkipWhile(word => word != "Market").Take(2));
        }

        await using var db = _portal.Database.CreateDbContext();
        await db.Quotes.ExecuteUpdateAsync(set => set.SetProperty(q => q.Document, q => q.Document.Replace("9900", "1900")), Cancel);
        Assert.Equal(HttpStatusCode.Conflict, (await client.GetAsync(PortalUrls.QuotePdf(made.Id), Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(PortalUrls.QuotePdf(Guid.NewGuid()), Cancel)).StatusCode);
    }

    [Fact]
    public async Task What_is_only_computed_is_not_kept()
    {
        await SellingAsync();
        var offer = await OfferedAsync(new OfferTerms(OfferTier.Basic, OfferModel.Monthly, 1, [new(2900, "EUR")]));

        var computed = Assert.IsType<QuoteOutcome.Computed>(await _portal.Get<QuoteRequests>().ComputeAsync(_buyer, new(_client.Id, [new(offer, 3)]), Cancel));

        Assert.Equal(new Money(8700, "EUR"), computed.Quote.Net);
        Assert.Equal(0, _portal.Database.Read(db => db.Quotes.Count()));
    }

    public void Dispose() => _portal.Dispose();

    private static string Problem(QuoteOutcome outcome) => Assert.IsType<QuoteOutcome.Invalid>(outcome).Problem;

    private Task<QuoteOutcome> QuoteAsync(long offer, int sites = 1, string? currency = null) =>
        _portal.Get<QuoteRequests>().MakeAsync(_buyer, new(_client.Id, [new(offer, sites)], currency), Cancel);

    private async Task<long> OfferedAsync(OfferTerms terms)
    {
        Assert.IsType<ListingOutcome.Done>(await _portal.Get<Offers>().OfferAsync(_seller, "Acme.Shop", terms, Cancel));
        return _portal.Database.Read(db => db.Offers.Open().Single().Id);
    }

    // A German seller and a German client, with the rates that ship.
    private async Task SellingAsync()
    {
        await _portal.Get<PricingStart>().EnsureAsync(Cancel);
        Assert.IsType<PartyOutcome.Saved>(await _portal.Get<SellerEntities>().SaveAsync(
            _operator, new(new("Market GmbH", "Hauptstraße 1", "", "10115", "Berlin", "", "DE"), [new("DE", "DE136695976", false)], "M-", "", ""),
            Cancel));
        Assert.IsType<PartyOutcome.Saved>(await _portal.Get<BillingProfiles>().SaveAsync(
            _buyer, _client.Id, new(new("Globex GmbH", "Speicherstraße 1", "", "20457", "Hamburg", "", "DE"), BuyerKind.Business, "", "", null, "EUR"),
            Cancel));
    }
}
