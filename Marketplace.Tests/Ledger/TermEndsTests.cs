using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Ledger;

/// <summary>Ninety days were sold for €90.00, of which the operator keeps 15%.</summary>
public sealed class TermEndsTests : IDisposable
{
    private static readonly DateOnly From = new(2026, 1, 20), To = new(2026, 4, 20);
    private readonly TestDatabase _database = new();
    private readonly long _publisher;

    public TermEndsTests()
    {
        _publisher = _database.Publisher().Id;
        _database.Save(new RecognitionSchedule("line/1", "order/1", "Acme.Payroll Premium", _publisher, "EUR", 9000, 1500, From, To));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 0, 0, 1350, 7650, 0, 0)]
    [InlineData(3000, 0, 0, 900, 5100, 0, 0)]
    [InlineData(3000, 6000, 6000, 0, 0, 0, 0)]
    [InlineData(3000, 2000, 2000, 600, 3400, 0, 0)]
    [InlineData(3000, 9000, 6000, 0, 0, 450, 2550)]
    [InlineData(9000, 1000, 0, 0, 0, 150, 850)]
    [InlineData(0, 9000, 9000, 0, 0, 0, 0)]
    public void A_refund_takes_first_what_nobody_earned(
        long recognized, long refund, long reversed, long commission, long share, long commissionBack, long shareBack)
    {
        var end = EarlyEnd.Of(Eur(9000), 1500, Eur(recognized), Eur(refund));

        Assert.Equal(new EarlyEnd(Eur(reversed), new(Eur(commission), Eur(share)), new(Eur(commissionBack), Eur(shareBack))), end);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(9001, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 9001)]
    public void More_than_was_sold_is_neither_recognized_nor_paid_back(long recognized, long refund) =>
        Assert.Throws<ArgumentException>(() => EarlyEnd.Of(Eur(9000), 1500, Eur(recognized), Eur(refund)));

    [Fact]
    public void Whichever_way_a_term_ends_the_shares_are_those_of_what_was_paid_for_good()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var (sold, rate) = (random.NextInt64(1, 1_000_000), random.Next(0, 10_001));
            var (recognized, refund) = (random.NextInt64(0, sold + 1), random.NextInt64(0, sold + 1));
            var end = EarlyEnd.Of(Eur(sold), rate, Eur(recognized), Eur(refund));
            var (before, kept) = (Commission.Split(Eur(recognized), rate), Commission.Split(Eur(sold - refund), rate));

            Assert.Equal(kept.Commission, before.Commission + end.Earned.Commission - end.GivenBack.Commission);
            Assert.Equal(kept.Publisher, before.Publisher + end.Earned.Publisher - end.GivenBack.Publisher);
            Assert.Equal(Eur(sold - recognized), end.Reversed + end.Earned.Commission + end.Earned.Publisher);
            Assert.Equal(Eur(refund), end.Reversed + end.GivenBack.Commission + end.GivenBack.Publisher);
            Assert.DoesNotContain(
                [end.Reversed, end.Earned.Commission, end.Earned.Publisher, end.GivenBack.Commission, end.GivenBack.Publisher], part => part.Minor < 0);
        }
    }

    [Fact]
    public async Task Cancelled_in_the_middle_the_rest_is_earned_and_nothing_is_due_any_more()
    {
        await SellAsync();

        Assert.NotNull(await EndAsync(new("line/1", _database.Now, From.AddDays(30))));
        Assert.Null(await EndAsync(new("line/1", _database.Now, From.AddDays(40))));

        Assert.Equal((0, -1350, -7650), Shares());
        Assert.Equal(0, await new RecognitionRun(_database, new Journals(_database.Clock), _database.Clock).RunAsync(To, Cancel));
        Assert.Equal(From.AddDays(30), _database.Read(db => db.RecognitionSchedules.Single().EndedOn));
        Assert.Empty(await _database.ProblemsAsync());
    }

    [Fact]
    public async Task Refunded_in_the_middle_the_days_before_stay_earned_and_the_tax_is_reversed()
    {
        await SellAsync();

        await EndAsync(new("line/1", _database.Now, From.AddDays(30), Refund(6000, 1140)));

        Assert.Equal((0, -450, -2550), Shares());
        Assert.Equal(-570, _database.Net(AccountKey.TaxPayable("DE", 19)));
        Assert.Equal(3570, _database.Net(Books.Cash));
        Assert.Equal(0, _database.Net(AccountKey.Refunds));
        Assert.Empty(await _database.ProblemsAsync());
    }

    [Fact]
    public async Task Paid_back_whole_after_days_were_posted_those_who_earned_them_give_them_back()
    {
        await SellAsync();
        await new RecognitionRun(_database, new Journals(_database.Clock), _database.Clock).RunAsync(From.AddDays(30), Cancel);

        await EndAsync(new("line/1", _database.Now, From, Refund(9000, 1710)));

        Assert.Equal((0, -450, 0), Shares());
        Assert.Equal(450, _database.Net(AccountKey.Refunds));
        Assert.Equal((0, 0), (_database.Net(AccountKey.TaxPayable("DE", 19)), _database.Net(Books.Cash)));
        Assert.Empty(await _database.ProblemsAsync());
    }

    [Fact]
    public async Task What_was_not_sold_for_a_term_does_not_end() => Assert.Contains(
        "line/2 was not sold for a term",
        (await Assert.ThrowsAsync<ArgumentException>(() => EndAsync(new("line/2", _database.Now, From)))).Message, StringComparison.Ordinal);

    public void Dispose() => _database.Dispose();

    private static Money Eur(long minor) => new(minor, "EUR");

    private static TermRefund Refund(long net, long tax) =>
        new("refund/1", "Paid back", Books.Cash, Eur(net), new TaxDue("DE", 19, Eur(tax)));

    private Task<IReadOnlyList<long>> SellAsync() => _database.PostAsync(
        Postings.TermSale("invoice/1", "Sold", "order/1", _database.Now, new(_publisher, Eur(9000), 1500, new TaxDue("DE", 19, Eur(1710)))),
        Postings.Payment("payment/1", "Paid", "order/1", _database.Now, "bank", Eur(10_710)));

    private Task<EarlyEnd?> EndAsync(TermEnd end) => ((IDbContextFactory<MarketplaceDb>)_database).TransactAsync(
        db => new TermEnds(new Journals(_database.Clock)).EndAsync(db, end, Cancel), Cancel);

    private (long Deferred, long Commission, long Held) Shares() => (
        _database.Net(AccountKey.DeferredRevenue), _database.Net(AccountKey.Commission), _database.Net(AccountKey.PayableHeld(_publisher)));
}
