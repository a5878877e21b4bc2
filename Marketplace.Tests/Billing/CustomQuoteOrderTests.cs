using Marketplace.Billing.Orders;
using Marketplace.Licensing;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;

namespace Marketplace.Tests.Billing;

/// <summary>What a publisher quoted and the client accepted is ordered and paid like anything else.</summary>
public sealed class CustomQuoteOrderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_accepted_custom_quote_is_one_license_for_as_many_sites_as_its_largest_line()
    {
        using var shop = await Shop.OpenAsync();
        var (quote, hash) = await QuotedAsync(shop);
        Assert.Contains("has to accept", Assert.IsType<OrderOutcome.Invalid>(await shop.TryPlaceAsync(quote, hash)).Problem, StringComparison.Ordinal);
        Assert.False(await shop.Get<QuoteQueries>().MayBuyAsync(shop.Owner, quote, Cancel));

        Assert.Equal(QuoteAnswer.Done, await shop.Get<QuoteAnswers>().AcceptAsync(shop.Owner, quote, hash, Cancel));
        Assert.True(await shop.Get<QuoteQueries>().MayBuyAsync(shop.Member, quote, Cancel));
        // Its prices stand in no offer, and what was accepted stands longer than it could be accepted.
        shop.Advance(TimeSpan.FromDays(40));
        var order = Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(quote, hash)).OrderId;
        await shop.PayAtSandboxAsync(order, Shop.Good);
        await shop.WorkAsync();

        var license = shop.Read(db => db.Licenses.Single());
        Assert.Equal((OrderState.Paid, 119_000L + 11_900), (shop.OrderOf(order).State, shop.OrderOf(order).DueMinor));
        Assert.Equal((OfferTier.Custom, 40, (DateTime?)shop.Now.AddYears(1)), (license.Tier, license.Sites, license.ExpiresAt));
        Assert.All(shop.OrderOf(order).Lines, line => Assert.Equal(license.Id, line.LicenseId));
        Assert.Equal(license.Id, shop.Read(db => db.LicenseRequests.Select(r => r.License!.Id).Single()));
    }

    [Fact]
    public async Task A_declined_quote_is_not_ordered()
    {
        using var shop = await Shop.OpenAsync();
        var (quote, hash) = await QuotedAsync(shop);
        Assert.Equal(QuoteAnswer.Done, await shop.Get<QuoteAnswers>().DeclineAsync(shop.Owner, quote, hash, "", Cancel));

        Assert.Contains("was declined", Assert.IsType<OrderOutcome.Invalid>(await shop.TryPlaceAsync(quote, hash)).Problem, StringComparison.Ordinal);
    }

    internal static async Task<(Guid Quote, string Hash)> QuotedAsync(Shop shop)
    {
        var offer = await shop.OfferAsync(new(OfferTier.Custom, OfferModel.Yearly, null, []));
        Assert.IsType<LicenseOutcome.Done>(await shop.Get<LicenseRequests>().AskAsync(shop.Owner, shop.Globex.Id, offer, "", 40, Cancel));
        var request = shop.Read(db => db.LicenseRequests.Single().Id);
        var terms = new CustomQuoteTerms(
            "EUR", [new("License for 40 sites", OfferModel.Yearly, 40, 100_000), new("Introduction", OfferModel.OneTime, 1, 10_000)],
            DateOnly.FromDateTime(shop.Now).AddDays(30));
        Assert.IsType<LicenseOutcome.Done>(await shop.Get<CustomQuotes>().AnswerAsync(shop.Seller, request, terms, Cancel));
        return shop.Read(db => db.Quotes.Select(q => ValueTuple.Create(q.Id, q.Hash)).Single());
    }
}
