using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Pricing;

namespace Marketplace.Tests.Ledger;

public class CommissionTests
{
    private const int Usual = 1500;
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly Sold Sold = new(PublisherId: 7, ModuleId: 70, OfferTier.Premium, Day);

    private static readonly (long? Publisher, long? Module, OfferTier? Tier, int BasisPoints)[] FromLeastSpecific =
    [
        (null, null, null, 1), (null, null, OfferTier.Premium, 2), (7, null, null, 3), (7, null, OfferTier.Premium, 4),
        (null, 70, null, 5), (null, 70, OfferTier.Premium, 6),
    ];

    [Fact]
    public void The_most_specific_rate_counts()
    {
        var rates = FromLeastSpecific.Select(r => Rate(r.BasisPoints, r.Publisher, r.Module, r.Tier)).ToList();

        for (; rates.Count > 0; rates.RemoveAt(rates.Count - 1))
        {
            Assert.Equal(rates.Count, Commission.Of(Enumerable.Reverse(rates), Sold, Usual));
        }

        Assert.Equal(Usual, Commission.Of(rates, Sold, Usual));
    }

    [Fact]
    public void Rates_of_others_and_of_days_to_come_do_not_count() => Assert.Equal(Usual, Commission.Of(
        [Rate(1, publisher: 8), Rate(2, module: 71), Rate(3, tier: OfferTier.Basic), Rate(4, from: Day.AddDays(1))], Sold, Usual));

    [Fact]
    public void Of_equal_rates_the_one_counts_that_began_last() =>
        Assert.Equal(900, Commission.Of([Rate(900, 7, from: Day), Rate(800, 7, from: Day.AddDays(-1))], Sold, Usual));

    [Theory]
    [InlineData(100, 1500, 15)]
    [InlineData(103, 1500, 15)]
    [InlineData(10, 1500, 2)]
    [InlineData(1, 5000, 1)]
    [InlineData(999, 0, 0)]
    [InlineData(999, 10_000, 999)]
    public void Both_shares_are_the_whole_and_half_a_unit_goes_to_the_operator(long net, int basisPoints, long commission)
    {
        var share = Commission.Split(new Money(net, "EUR"), basisPoints);

        Assert.Equal((commission, net - commission), (share.Commission.Minor, share.Publisher.Minor));
    }

    private static CommissionRate Rate(
        int basisPoints, long? publisher = null, long? module = null, OfferTier? tier = null, DateOnly? from = null) =>
        new(publisher, module, tier, from ?? Day.AddDays(-10), basisPoints, 1, default);
}
