using Marketplace.Billing.Changes;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Licensing;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Marketplace.Tests.Billing.Subscriptions;

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
    public async Task One_that_renews_goes_on_at_the_agreed_price_until_it_is_canceled()
    {
        using var shop = await Shop.OpenAsync();
        var (quote, hash) = await QuotedAsync(shop, renews: true);
        var shown = QuoteDocument.Read(shop.Read(db => db.Quotes.Single().Document));
        Assert.Equal("Monthly and yearly items renew at this price until you cancel.", QuoteWords.Term(shown));
        Assert.Equal(119_000, Assert.Single(shown.Later).Total.Minor);
        await BuyAsync(shop, quote, hash);
        var one = Renewals.One(shop);
        Assert.Equal((OfferTier.Custom, OfferModel.Yearly, 40, "License for 40 sites"), (one.Tier, one.Model, one.Sites, one.Name));
        Assert.Equal(new DateTime(2027, 3, 3, 9, 0, 0), shop.Read(db => db.Licenses.Single().ExpiresAt));
        Assert.Equal(119_000, shop.Read(db => db.SubscriptionPeriods.Single().PartMinor));

        shop.Advance(TimeSpan.FromDays(365));
        Assert.Equal(1, await Renewals.RenewAsync(shop));
        Assert.Equal((100_000L, true), (shop.Read(db => db.Invoices.OrderBy(i => i.Id).Last().NetMinor), Renewals.Last(shop).PaidAt is not null));
        Assert.Equal(new DateTime(2028, 3, 3, 9, 0, 0), shop.Read(db => db.Licenses.Single().ExpiresAt));

        var more = await shop.Get<SubscriptionRevisions>().PreviewAsync(shop.Owner, one.Id, new SubscriptionChange.Terms(null, 400, AtPeriodEnd: true), Cancel);
        Assert.Contains("agreed on in a custom quote", Assert.IsType<ChangeOutcome.Invalid>(more).Problem, StringComparison.Ordinal);
        Assert.Single((await shop.Get<ChangeChoices>().ReadAsync(shop.Owner, one.Id, Cancel))!.Offers);
        await shop.Get<SubscriptionChanges>().CancelAsync(shop.Owner, one.Id, "", Cancel);
        shop.Advance(TimeSpan.FromDays(366));
        Assert.Equal((0, SubscriptionState.Ended), (await Renewals.RenewAsync(shop), Renewals.One(shop).StateAt(shop.Now)));
    }

    [Fact]
    public async Task One_for_a_term_ends_with_it_and_is_shown_without_later_payments()
    {
        using var shop = await Shop.OpenAsync();
        var (quote, hash) = await QuotedAsync(shop);
        var shown = QuoteDocument.Read(shop.Read(db => db.Quotes.Single().Document));
        Assert.Equal(("This quote is for one term and does not renew.", 0), (QuoteWords.Term(shown), shown.Later.Count));

        await BuyAsync(shop, quote, hash);

        Assert.Empty(shop.Read(db => db.Subscriptions.ToList()));
        Assert.Equal(shop.Now.AddYears(1), shop.Read(db => db.Licenses.Single().ExpiresAt));
    }

    [Fact]
    public async Task One_that_renews_has_one_line_for_a_term()
    {
        using var shop = await Shop.OpenAsync();

        var refused = await AnswerAsync(shop, renews: true, OfferModel.Monthly);

        Assert.Contains("has one line that is paid monthly or yearly", Assert.IsType<LicenseOutcome.Invalid>(refused).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declined_quote_is_not_ordered()
    {
        using var shop = await Shop.OpenAsync();
        var (quote, hash) = await QuotedAsync(shop);
        Assert.Equal(QuoteAnswer.Done, await shop.Get<QuoteAnswers>().DeclineAsync(shop.Owner, quote, hash, "", Cancel));

        Assert.Contains("was declined", Assert.IsType<OrderOutcome.Invalid>(await shop.TryPlaceAsync(quote, hash)).Problem, StringComparison.Ordinal);
    }

    internal static async Task<(Guid Quote, string Hash)> QuotedAsync(Shop shop, bool renews = false)
    {
        Assert.IsType<LicenseOutcome.Done>(await AnswerAsync(shop, renews, OfferModel.OneTime));
        return shop.Read(db => db.Quotes.Select(q => ValueTuple.Create(q.Id, q.Hash)).Single());
    }

    private static async Task BuyAsync(Shop shop, Guid quote, string hash)
    {
        Assert.Equal(QuoteAnswer.Done, await shop.Get<QuoteAnswers>().AcceptAsync(shop.Owner, quote, hash, Cancel));
        var order = Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(quote, hash)).OrderId;
        var paying = Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order, way: new(Keeps: true)));
        await shop.Get<SandboxTill>().PayAsync($"sbx_{paying.PaymentId:N}", Shop.Good, Cancel);
        await shop.WorkAsync();
    }

    private static async Task<LicenseOutcome> AnswerAsync(Shop shop, bool renews, OfferModel introduction)
    {
        var offer = await shop.OfferAsync(new(OfferTier.Custom, OfferModel.Yearly, null, []));
        Assert.IsType<LicenseOutcome.Done>(await shop.Get<LicenseRequests>().AskAsync(shop.Owner, shop.Globex.Id, offer, "", 40, Cancel));
        var request = shop.Read(db => db.LicenseRequests.Single().Id);
        var terms = new CustomQuoteTerms(
            "EUR", [new("License for 40 sites", OfferModel.Yearly, 40, 100_000), new("Introduction", introduction, 1, 10_000)],
            DateOnly.FromDateTime(shop.Now).AddDays(30)) { Renews = renews };
        return await shop.Get<CustomQuotes>().AnswerAsync(shop.Seller, request, terms, Cancel);
    }
}
