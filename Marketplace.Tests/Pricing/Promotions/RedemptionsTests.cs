using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing.Promotions;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Pricing.Promotions;

public sealed class RedemptionsTests : IDisposable
{
    private static readonly PromotionRule Half = new(new PercentOff(50), PromotionConditions.None);

    private readonly TestDatabase _database = new();
    private readonly Organization _acme, _globex;
    private readonly Actor _owner;
    private readonly Redemptions _redemptions;

    public RedemptionsTests()
    {
        (_acme, _globex) = (_database.Publisher(), _database.Client());
        (_owner, _redemptions) = (_database.Member(_acme, MemberRole.Owner), new(_database.Clock));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_purchases_at_once_exactly_as_many_use_a_promotion_as_may()
    {
        var promotion = await MakeAsync(new("Some", Half, Period) { MaxUses = 7 });
        var clients = Enumerable.Range(0, 5).Select(_ => _database.Client().Id).ToList();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(order =>
            Task.Run(() => RedeemAsync(promotion, clients[order % 5], null, $"order/{order}"), Cancel)));

        Assert.Equal(7, outcomes.Count(outcome => outcome is RedeemOutcome.Redeemed));
        Assert.Equal(33, outcomes.Count(outcome => outcome is RedeemOutcome.UsedUp));
        Assert.Equal(7, _database.Read(db => db.Promotions.Single().Uses));
        Assert.Equal(Enumerable.Range(1, 7), _database.Read(db => db.PromotionRedemptions.OrderBy(r => r.Number).Select(r => r.Number).ToList()));
    }

    [Fact]
    public async Task Of_many_purchases_of_a_client_at_once_exactly_as_many_do_as_one_client_may()
    {
        var promotion = await MakeAsync(new("Each", Half, Period) { MaxUsesPerClient = 3 });
        var other = _database.Client().Id;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(async order =>
        {
            var client = order % 2 == 0 ? _globex.Id : other;
            return (client, Outcome: await Task.Run(() => RedeemAsync(promotion, client, null, $"order/{order}"), Cancel));
        }));

        Assert.All(outcomes.GroupBy(one => one.client), client =>
        {
            Assert.Equal(3, client.Count(one => one.Outcome is RedeemOutcome.Redeemed));
            Assert.Equal(12, client.Count(one => one.Outcome is RedeemOutcome.UsedUpByClient));
        });
    }

    [Fact]
    public async Task A_code_for_one_purchase_is_used_by_one_of_many_at_once()
    {
        var promotion = await MakeAsync(new("Many", Half, Period) { CodeKind = CodeKind.Many, Codes = 3 });
        var codes = _database.Read(db => db.PromotionCodes.OrderBy(c => c.Id).Select(c => c.Code).ToList());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(order =>
            Task.Run(() => RedeemAsync(promotion, _globex.Id, PromotionCodes.Grouped(codes[0]).ToLowerInvariant(), $"order/{order}"), Cancel)));

        Assert.Single(outcomes, outcome => outcome is RedeemOutcome.Redeemed);
        Assert.Equal(19, outcomes.Count(outcome => outcome is RedeemOutcome.CodeUsed));
        Assert.Equal(RedeemOutcome.Redeemed, await RedeemAsync(promotion, _globex.Id, codes[1], "order/next"));
        Assert.Equal(RedeemOutcome.NoSuchCode, await RedeemAsync(promotion, _globex.Id, "AAAABBBBCCCC", "order/wrong"));
        Assert.Equal(RedeemOutcome.NoSuchCode, await RedeemAsync(promotion, _globex.Id, null, "order/none"));
    }

    [Fact]
    public async Task A_purchase_uses_a_promotion_once_and_one_that_is_given_up_not_at_all()
    {
        var promotion = await MakeAsync(new("Twice", Half, Period) { MaxUses = 2 });
        Assert.Equal(RedeemOutcome.Redeemed, await RedeemAsync(promotion, _globex.Id, null, "order/1"));
        Assert.Equal(RedeemOutcome.Redeemed, await RedeemAsync(promotion, _globex.Id, null, "order/1"));
        Assert.Equal(1, Uses());

        await Assert.ThrowsAsync<InvalidOperationException>(() => ((IDbContextFactory<MarketplaceDb>)_database).TransactAsync<bool>(async db =>
        {
            Assert.Equal(RedeemOutcome.Redeemed, await _redemptions.RedeemAsync(db, new(promotion, _globex.Id, null, _database.Now, "order/2"), Cancel));
            throw new InvalidOperationException("The payment failed.");
        }, Cancel));
        Assert.Equal(1, Uses());
        Assert.Equal(RedeemOutcome.Redeemed, await RedeemAsync(promotion, _globex.Id, null, "order/3"));

        await using var loose = _database.CreateDbContext();
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _redemptions.RedeemAsync(loose, new(promotion, _globex.Id, null, _database.Now, "order/4"), Cancel));
    }

    [Fact]
    public async Task What_a_quote_promised_stays_when_the_promotion_ends_but_not_what_begins_later()
    {
        var (ending, planned) = (
            await MakeAsync(new("Ending", Half, Period)),
            await MakeAsync(new("Planned", Half, Period with { StartsAt = _database.Now.AddHours(1) })));
        var quoted = _database.Now;
        _database.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.IsType<PromotionOutcome.Ended>(await Promotions.EndAsync(_owner, ending, Cancel));

        Assert.Equal(RedeemOutcome.Redeemed, await RedeemAsync(ending, _globex.Id, null, "order/1", quoted));
        Assert.Equal(RedeemOutcome.NotOpen, await RedeemAsync(ending, _globex.Id, null, "order/2"));
        Assert.Equal(RedeemOutcome.NotOpen, await RedeemAsync(planned, _globex.Id, null, "order/3"));
        Assert.Equal(RedeemOutcome.NoSuchCode, await RedeemAsync(planned + 1, _globex.Id, null, "order/4"));
    }

    [Fact]
    public async Task The_code_of_one_client_is_no_code_for_another()
    {
        var promotion = await MakeAsync(new("Theirs", Half, Period) { CodeKind = CodeKind.Client, Client = _globex.Name, Code = "GLOBEX01" });

        Assert.Equal(RedeemOutcome.NoSuchCode, await RedeemAsync(promotion, _database.Client().Id, "GLOBEX01", "order/1"));
        Assert.Equal(RedeemOutcome.Redeemed, await RedeemAsync(promotion, _globex.Id, "globex-01", "order/2"));
    }

    [Fact]
    public async Task The_database_itself_refuses_a_use_too_many_and_a_number_twice()
    {
        var promotion = await MakeAsync(new("Once", Half, Period) { MaxUses = 1 });
        Assert.Equal(RedeemOutcome.Redeemed, await RedeemAsync(promotion, _globex.Id, null, "order/1"));
        await using var db = _database.CreateDbContext();

        await Assert.ThrowsAnyAsync<Exception>(() => db.Promotions.ExecuteUpdateAsync(set => set.SetProperty(p => p.Uses, 2), Cancel));
        db.Add(new PromotionRedemption(promotion, 1, _globex.Id, 2, null, "order/2", _database.Now));
        Assert.True((await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Cancel))).IsLostRace);
        Assert.Equal(1, Uses());
    }

    public void Dispose() => _database.Dispose();

    private PromotionPeriod Period => new(_database.Now.AddDays(-1), null, "UTC");

    private PublisherPromotions Promotions => new(_database, _database.Clock);

    private int Uses() => _database.Read(db => db.Promotions.Single().Uses);

    private async Task<long> MakeAsync(PromotionTerms terms) =>
        Assert.IsType<PromotionOutcome.Made>(await Promotions.MakeAsync(_owner, _acme.Id, terms, Cancel)).Id;

    private Task<RedeemOutcome> RedeemAsync(long promotion, long client, string? code, string source, DateTime? quoted = null) =>
        ((IDbContextFactory<MarketplaceDb>)_database).TransactAsync(
            db => _redemptions.RedeemAsync(db, new(promotion, client, code, quoted ?? _database.Now, source), Cancel), Cancel);
}
