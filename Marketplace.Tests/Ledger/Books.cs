using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Tests.Ledger;

/// <summary>Posts in a test's database, as slices do.</summary>
internal static class Books
{
    public static readonly AccountKey Cash = AccountKey.ProviderCash("bank");

    extension(TestDatabase database)
    {
        public Task<IReadOnlyList<long>> PostAsync(params IReadOnlyList<Posting> postings) => ((IDbContextFactory<MarketplaceDb>)database)
            .TransactAsync(
                db => new Journals(database.Clock).PostAsync(db, postings, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        public LedgerVerify Verify(params IProviderSums[] providers) => new(database, providers, database.Clock, NullLogger<LedgerVerify>.Instance);

        public async Task<IReadOnlyList<string>> ProblemsAsync(params IProviderSums[] providers) =>
            (await database.Verify(providers).RunAsync(TestContext.Current.CancellationToken)).Problems;

        /// <summary>What an account comes to, debit less credit.</summary>
        public long Net(AccountKey account, string currency = "EUR") => database.Read(db =>
            db.Balances.Where(b => b.Account.Key == account.Text && b.Currency == currency).Sum(b => b.Debit - b.Credit));
    }

    /// <summary>So much was paid to the marketplace's bank account, for something that it sold itself.</summary>
    public static Posting Paid(string source, long minor, DateTime at, string currency = "EUR") => new(
        JournalKind.Payment, source, "Paid", "order/1", at, new PostingLine(Cash, AccountKey.Revenue, new(minor, currency)));
}
