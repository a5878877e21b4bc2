using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Ledger;

public sealed class JournalsTests : IDisposable
{
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sale_stands_in_its_accounts_and_the_balances_follow()
    {
        var acme = _database.Publisher();
        var goods = new SoldGoods(acme.Id, new(10_000, "EUR"), 1500, new TaxDue("DE", 19, new(1900, "EUR")));

        await _database.PostAsync(
            Postings.Sale("invoice/1", "Sold", "order/1", _database.Now, goods),
            Postings.Payment("payment/1", "Paid", "order/1", _database.Now, "stripe", goods.Gross),
            Postings.ProviderFee("fee/1", "Fee", "order/1", _database.Now, "stripe", new(203, "EUR")),
            Postings.Refund(
                "refund/1", "Paid back", "order/1", _database.Now, "stripe",
                goods with { Net = new(1000, "EUR"), Taxes = [new("DE", 19, new(190, "EUR"))] }),
            Postings.ShareRelease("release/1", "Available", "order/1", _database.Now, acme.Id, new(7650, "EUR")),
            Postings.Payout("payout/1", "Paid out", "payout/1", _database.Now, "stripe", acme.Id, new(7650, "EUR")));

        Assert.Equal(11_900 - 203 - 1190 - 7650, _database.Net(AccountKey.ProviderCash("stripe")));
        Assert.Equal((0, -1500, 150), (_database.Net(AccountKey.Receivable), _database.Net(AccountKey.Commission), _database.Net(AccountKey.Refunds)));
        Assert.Equal((0, 0), (_database.Net(AccountKey.PayableHeld(acme.Id)), _database.Net(AccountKey.PayableAvailable(acme.Id))));
        Assert.Equal(-1710, _database.Net(AccountKey.TaxPayable("DE", 19)));
        Assert.Empty(await _database.ProblemsAsync());
    }

    [Fact]
    public async Task A_term_is_deferred()
    {
        await _database.PostAsync(Postings.TermSale(
            "invoice/1", "Sold", "order/1", _database.Now, new(_database.Publisher().Id, new(3700, "EUR"), 1500, new TaxDue("NL", 21, new(777, "EUR")))));

        Assert.Equal((4477, -3700), (_database.Net(AccountKey.Receivable), _database.Net(AccountKey.DeferredRevenue)));
    }

    [Fact]
    public async Task The_same_again_changes_nothing_and_is_answered_alike()
    {
        var first = await _database.PostAsync(Books.Paid("payment/1", 100, _database.Now));
        _database.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(first, await _database.PostAsync(Books.Paid("payment/1", 100, _database.Now)));
        Assert.Equal([first[0], first[0] + 1, first[0] + 1], await _database.PostAsync(
            Books.Paid("payment/1", 100, _database.Now), Books.Paid("payment/2", 5, _database.Now), Books.Paid("payment/2", 5, _database.Now)));
        Assert.Equal(105, _database.Net(Books.Cash));
    }

    [Fact]
    public async Task The_same_source_with_other_entries_is_refused_and_both_are_named()
    {
        var first = await _database.PostAsync(Books.Paid("payment/1", 100, _database.Now));

        var error = await Assert.ThrowsAsync<JournalConflictException>(
            () => _database.PostAsync(Books.Paid("payment/2", 7, _database.Now), Books.Paid("payment/1", 101, _database.Now)));

        Assert.Equal("payment/1", error.Posted);
        Assert.Contains(
            $"payment/1 is posted already, as journal {first[0]} (Payment: €1.00 from Revenue to ProviderCash/bank)",
            error.Message, StringComparison.Ordinal);
        Assert.Contains("(Payment: €1.01 from Revenue to ProviderCash/bank)", error.Message, StringComparison.Ordinal);
        Assert.Equal(100, _database.Net(Books.Cash));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _database.PostAsync(Books.Paid("payment/3", 7, _database.Now), Books.Paid("payment/3", 8, _database.Now)));
    }

    [Fact]
    public async Task What_fails_after_it_takes_the_journal_along()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => ((IDbContextFactory<MarketplaceDb>)_database).TransactAsync<int>(async db =>
        {
            await new Journals(_database.Clock).PostAsync(db, Books.Paid("payment/1", 100, _database.Now), Cancel);
            throw new TimeoutException();
        }, Cancel));

        Assert.Equal((0, 0), _database.Read(db => (db.Journals.Count(), db.Balances.Count())));
    }

    [Fact]
    public async Task A_journal_without_a_transaction_is_refused()
    {
        await using var db = _database.CreateDbContext();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => new Journals(_database.Clock).PostAsync(db, Books.Paid("payment/1", 100, _database.Now), Cancel));
    }

    [Fact]
    public async Task Of_many_that_post_the_same_at_once_there_is_one_journal()
    {
        for (var round = 0; round < 10; round++)
        {
            var source = $"payment/{round}";
            var ids = await Task.WhenAll(
                Enumerable.Range(0, 8).Select(_ => Task.Run(() => PostUntilThereAsync(Books.Paid(source, 100, _database.Now)), Cancel)));

            Assert.Single(ids.Distinct());
        }

        Assert.Equal((10, 1000), (_database.Read(db => db.Journals.Count()), _database.Net(Books.Cash)));
        Assert.Empty(await _database.ProblemsAsync());
    }

    public void Dispose() => _database.Dispose();

    // As whoever owns the transaction does: a lost race is tried again.
    private async Task<long> PostUntilThereAsync(Posting posting)
    {
        try
        {
            return (await _database.PostAsync(posting))[0];
        }
        catch (DbUpdateException lost) when (lost.IsLostRace)
        {
            return (await _database.PostAsync(posting))[0];
        }
    }
}
