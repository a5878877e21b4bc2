using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Pricing.Promotions;

/// <summary>Each reason why a code does not count has a sentence of its own, and nothing is kept.</summary>
public sealed class CodeRefusalTests : IDisposable
{
    private readonly PromotionShop _shop = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_code_of_another_client_is_answered_as_one_that_is_not_there()
    {
        await _shop.OpenAsync();
        var other = _shop.Portal.Database.Client("Initech");
        await _shop.PromoteAsync(Coded("INITECH1") with { CodeKind = CodeKind.Client, Client = other.Name });
        await _shop.PromoteAsync(Coded("GLOBEX01") with { CodeKind = CodeKind.Client, Client = _shop.Globex.Name });

        Assert.Equal("There is no code “INITECH1” for what is in this quote. Check how it is spelled.", await _shop.CodeProblemAsync("INITECH1"));
        Assert.Equal("There is no code “NOBODY99” for what is in this quote. Check how it is spelled.", await _shop.CodeProblemAsync("NOBODY99"));
        Assert.Equal("There is no code “?” for what is in this quote. Check how it is spelled.", await _shop.CodeProblemAsync("?"));
        Assert.Equal(1500, (await _shop.QuoteAsync("GLOBEX01")).Net.Minor);
    }

    [Fact]
    public async Task Dates_are_told_by_the_clock_of_the_promotion()
    {
        await _shop.OpenAsync();
        await _shop.PromoteAsync(Coded("LATER1") with { Period = new(new(2099, 7, 1, 9, 0, 0), null, "Europe/Berlin") });
        await _shop.PromoteAsync(Coded("PAST1"));
        await using var db = _shop.Portal.Database.CreateDbContext();
        var past = new DateTime(2026, 1, 31, 23, 0, 0, DateTimeKind.Utc);
        await db.Promotions.Where(p => p.Name == "PAST1").ExecuteUpdateAsync(
            set => set.SetProperty(p => p.EndsAt, past).SetProperty(p => p.TimeZone, "Asia/Tokyo"), Cancel);
        var ended = await _shop.PromoteAsync(Coded("ENDED1"));
        await _shop.Portal.Get<PublisherPromotions>().EndAsync(_shop.Seller, ended, Cancel);

        Assert.Equal("The code LATER1 is not valid yet. It starts on 2099-07-01 09:00 (Europe/Berlin).", await _shop.CodeProblemAsync("later1"));
        Assert.Equal("The code PAST1 ended on 2026-02-01 08:00 (Asia/Tokyo).", await _shop.CodeProblemAsync("past1"));
        Assert.StartsWith("The code ENDED1 ended on 20", await _shop.CodeProblemAsync("ended1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_used_says_by_whom_as_far_as_it_concerns_the_client()
    {
        await _shop.OpenAsync();
        var other = _shop.Portal.Database.Client("Initech").Id;
        await UseAsync(await _shop.PromoteAsync(Coded("ONCE1") with { MaxUses = 1 }), other, "ONCE1");
        await UseAsync(await _shop.PromoteAsync(Coded("EACH1") with { MaxUsesPerClient = 1 }), _shop.Globex.Id, "EACH1");
        var many = await _shop.PromoteAsync(Coded("") with { Name = "Many", CodeKind = CodeKind.Many, Codes = 2 });
        var codes = _shop.Portal.Database.Read(db => db.PromotionCodes.Where(c => c.PromotionId == many).Select(c => c.Code).ToList());
        await UseAsync(many, other, codes[0]);

        Assert.Equal("The code ONCE1 was used as often as it can be.", await _shop.CodeProblemAsync("ONCE1"));
        Assert.Equal("The code EACH1 was used by your organization as often as one client can.", await _shop.CodeProblemAsync("EACH1"));
        Assert.Equal($"The code {codes[0]} was for one purchase, and that was made.", await _shop.CodeProblemAsync(PromotionCodes.Grouped(codes[0])));
        Assert.Equal(1500, (await _shop.QuoteAsync(PromotionCodes.Grouped(codes[1]))).Net.Minor);
    }

    [Theory]
    [InlineData("countries", "is not valid for buyers in Germany.")]
    [InlineData("currencies", "is not valid in EUR. Pay in USD to use it.")]
    [InlineData("amount", "is not valid in EUR. Pay in USD or JPY to use it.")]
    [InlineData("module", "is not valid for Acme Shop.")]
    [InlineData("tier", "is not valid for the tier Basic.")]
    [InlineData("model", "is not valid for what is paid monthly.")]
    [InlineData("upgrade", "leads to the tier Basic, and you have that tier or a better one.")]
    public async Task What_does_not_fit_is_named(string condition, string sentence)
    {
        await _shop.OpenAsync();
        PromotionAction action = condition switch
        {
            "amount" => new AmountOff([new(500, "USD"), new(500, "JPY")]), "upgrade" => new TierUpgrade(OfferTier.Basic), _ => new PercentOff(50),
        };
        PromotionConditions conditions = condition switch
        {
            "countries" => new() { Countries = ["FR", "IT"] }, "currencies" => new() { Currencies = ["USD"] }, "module" => new() { Modules = ["acme.tool"] },
            "tier" => new() { Tiers = [OfferTier.Premium] }, "model" => new() { Models = [OfferModel.Yearly] }, _ => new(),
        };
        await _shop.PromoteAsync(Coded("FITS1") with { Rule = new(action, conditions) });

        Assert.Equal($"The code FITS1 {sentence}", await _shop.CodeProblemAsync("FITS1"));
        Assert.Equal(0, _shop.Portal.Database.Read(db => db.Quotes.Count()));
    }

    [Fact]
    public async Task Free_months_a_first_purchase_and_what_applies_alone_are_named_too()
    {
        await _shop.OpenAsync();
        await _shop.PromoteAsync(Coded("FREE1") with { Rule = new(new FreeMonths(2), PromotionConditions.None) });
        await _shop.PromoteAsync(Coded("FIRST1") with { Rule = new(new PercentOff(10), new() { FirstPurchaseOnly = true }) });
        await _shop.PromoteAsync(Coded("AFTER1"));
        Assert.Equal("The code FREE1 gives free months, and what is paid once has none.", await _shop.CodeProblemAsync("FREE1", offers: _shop.Tool));

        var module = _shop.Portal.Database.Read(db => db.Offers.Single(o => o.Id == _shop.Tool).ModuleId);
        _shop.Portal.Database.Save(new License(module, _shop.Globex.Id, _shop.Tool, OfferTier.Basic, 1, null, _shop.Seller.UserId, A.Day));
        Assert.Equal(
            $"The code FIRST1 is for a first purchase from {_shop.Acme.Name}, and your organization has bought from it before.",
            await _shop.CodeProblemAsync("FIRST1"));

        await _shop.PromoteAsync(new("Alone", new(new PercentOff(1), PromotionConditions.None, IsExclusive: true, Periods: null), PromotionShop.Now));
        Assert.StartsWith("The code AFTER1 lowers nothing here", await _shop.CodeProblemAsync("AFTER1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_guesses_is_stopped_and_right_codes_do_not_count()
    {
        await _shop.OpenAsync();
        await _shop.PromoteAsync(Coded("RIGHT1"));
        for (var guess = 0; guess < BuyerPromotions.WrongCodes.Max; guess++)
        {
            Assert.StartsWith("There is no code", await _shop.CodeProblemAsync($"WRONG{guess}"), StringComparison.Ordinal);
            if (guess < BuyerPromotions.WrongCodes.Max - 1)
            {
                await _shop.QuoteAsync("RIGHT1");
            }
        }

        Assert.StartsWith("Your organization has entered too many wrong codes.", await _shop.CodeProblemAsync("RIGHT1"), StringComparison.Ordinal);
        Assert.Equal(3000, (await _shop.QuoteAsync()).Net.Minor);
    }

    public void Dispose() => _shop.Dispose();

    private static PromotionTerms Coded(string code) => new(code, new(new PercentOff(50), PromotionConditions.None, Order: 5), PromotionShop.Now)
    {
        CodeKind = CodeKind.Shared, Code = code,
    };

    private async Task UseAsync(long promotion, long client, string code)
    {
        IDbContextFactory<MarketplaceDb> databases = _shop.Portal.Database;
        Assert.Equal(RedeemOutcome.Redeemed, await databases.TransactAsync(
            db => _shop.Portal.Get<Redemptions>().RedeemAsync(db, new(promotion, client, code, DateTime.UtcNow, "order/1"), Cancel), Cancel));
    }
}
