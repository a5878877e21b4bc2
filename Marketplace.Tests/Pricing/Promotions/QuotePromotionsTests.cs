using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Pricing.Promotions;

public sealed class QuotePromotionsTests : IDisposable
{
    private readonly PromotionShop _shop = new();

    private static PromotionRule Half => new(new PercentOff(50), PromotionConditions.None);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_automatic_promotion_lowers_the_quotes_that_it_fits_of_its_own_publisher()
    {
        await _shop.OpenAsync();
        var promotion = await _shop.PromoteAsync(new(" Half price ", Half, PromotionShop.Now));

        var quote = await _shop.QuoteAsync();

        Assert.Equal((1500, "Half price"), (quote.Net.Minor, quote.Lines[0].Discounts.Single().Name));
        Assert.Equal([new UsedPromotion(promotion, "Half price", null)], quote.Promotions);
        Assert.Equal(3000, quote.Later.Single().Net.Minor);

        var rival = _shop.Portal.Database.Publisher("Rival");
        var owner = _shop.Portal.Database.Member(rival, MemberRole.Owner);
        _shop.Portal.Database.Available(rival, "Rival.Chat");
        await _shop.Portal.Get<Offers>().OfferAsync(owner, "Rival.Chat", new(OfferTier.Basic, OfferModel.OneTime, 1, [new(4000, "EUR")]), Cancel);
        var chat = _shop.Portal.Database.Read(db => db.Offers.OrderByDescending(o => o.Id).First().Id);
        Assert.Equal([1500L, 4000L], (await _shop.QuoteAsync(offers: [_shop.Shop, chat])).Lines.Select(line => line.Net.Minor));
    }

    [Fact]
    public async Task A_code_counts_however_it_is_written_beside_automatic_ones_and_is_kept_with_the_quote()
    {
        await _shop.OpenAsync();
        await _shop.PromoteAsync(new("Half price", Half with { Order = 1 }, PromotionShop.Now));
        var five = await _shop.PromoteAsync(new("Five off", new(new AmountOff([new(500, "EUR")]), PromotionConditions.None), PromotionShop.Now)
        {
            CodeKind = CodeKind.Shared, Code = "five-off",
        });

        var quote = await _shop.QuoteAsync(" Five Off ");

        // 30.00 less 5.00, and half of that.
        Assert.Equal([500L, 1250L], quote.Lines[0].Discounts.Select(discount => discount.Minor));
        Assert.Equal((five, "FIVEOFF"), quote.Promotions.Where(used => used.Code is not null).Select(used => (used.Id, used.Code)).Single());
        Assert.Equal(1500, (await _shop.QuoteAsync("  ")).Net.Minor);
    }

    [Fact]
    public async Task What_is_planned_ended_or_used_up_lowers_nothing()
    {
        await _shop.OpenAsync();
        var now = DateTime.UtcNow;
        await _shop.PromoteAsync(new("Planned", Half, new(now.AddDays(1), null, "UTC")));
        var ended = await _shop.PromoteAsync(new("Ended", Half, PromotionShop.Now));
        Assert.IsType<PromotionOutcome.Ended>(await _shop.Portal.Get<PublisherPromotions>().EndAsync(_shop.Seller, ended, Cancel));
        await UseAsync(await _shop.PromoteAsync(new("Used up", Half, PromotionShop.Now) { MaxUses = 1 }), _shop.Portal.Database.Client().Id);
        await UseAsync(await _shop.PromoteAsync(new("Used by the client", Half, PromotionShop.Now) { MaxUsesPerClient = 1 }), _shop.Globex.Id);
        await _shop.PromoteAsync(new("For dollars", Half with { Conditions = new() { Currencies = ["USD"] } }, PromotionShop.Now));

        Assert.Equal(3000, (await _shop.QuoteAsync()).Net.Minor);
        Assert.Equal(5500, (await _shop.QuoteAsync(currency: "USD", offers: _shop.Tool)).Net.Minor);
    }

    [Fact]
    public async Task A_first_purchase_is_one_from_this_publisher_on_an_offer_with_a_price()
    {
        await _shop.OpenAsync();
        await _shop.PromoteAsync(new("Welcome", Half with { Conditions = new() { FirstPurchaseOnly = true } }, PromotionShop.Now));
        var free = await _shop.OfferAsync("Acme.Tool", new(OfferTier.Free, OfferModel.OneTime, null, []));
        var module = _shop.Portal.Database.Read(db => db.Offers.Single(o => o.Id == free).ModuleId);
        void License(long? offer) => _shop.Portal.Database.Save(
            new License(module, _shop.Globex.Id, offer, OfferTier.Basic, 1, null, _shop.Seller.UserId, A.Day));

        License(free);
        License(null);
        Assert.Equal(1500, (await _shop.QuoteAsync()).Net.Minor);

        License(_shop.Tool);
        Assert.Equal(3000, (await _shop.QuoteAsync()).Net.Minor);
        Assert.Equal([true, false], _shop.Portal.Database.Read(db => db.Set<QuoteSeller>().OrderBy(s => s.At).Select(s => s.IsFirstPurchase).ToList()));
    }

    [Fact]
    public async Task A_better_tier_is_named_and_counts_as_used()
    {
        await _shop.OpenAsync();
        await _shop.PromoteAsync(new("Premium for all", new(new TierUpgrade(OfferTier.Premium), PromotionConditions.None), PromotionShop.Now));

        var (shop, tool) = (await _shop.QuoteAsync(), await _shop.QuoteAsync(offers: _shop.Tool));

        Assert.Equal((OfferTier.Premium, 3000L, "Premium for all"), (shop.Lines[0].Tier, shop.Net.Minor, shop.Promotions.Single().Name));
        Assert.Empty(tool.Promotions);
    }

    [Fact]
    public async Task A_quote_is_computed_again_from_the_basket_that_was_kept()
    {
        await _shop.OpenAsync();
        await _shop.PromoteAsync(new("Half price", Half with { Periods = null }, PromotionShop.Now));

        var quote = await _shop.QuoteAsync();

        var kept = _shop.Portal.Database.Read(db => db.Quotes.AsNoTracking().Single());
        var again = Quoting.Of(QuoteDocument.ReadBasket(kept.Basket!)) with { Seller = quote.Seller, Buyer = quote.Buyer };
        Assert.Equal(QuoteDocument.Write(quote), QuoteDocument.Write(again));
    }

    public void Dispose() => _shop.Dispose();

    private async Task UseAsync(long promotion, long client)
    {
        IDbContextFactory<MarketplaceDb> databases = _shop.Portal.Database;
        Assert.Equal(RedeemOutcome.Redeemed, await databases.TransactAsync(
            db => _shop.Portal.Get<Redemptions>().RedeemAsync(db, new(promotion, client, null, DateTime.UtcNow, "order/1"), Cancel), Cancel));
    }
}
