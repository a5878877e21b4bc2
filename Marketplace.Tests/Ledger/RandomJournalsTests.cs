using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Ledger;

/// <summary>
/// Random journals of random legs. A ledger of our own beside it, a dictionary, says what each account must come to. Every twentieth thousand is posted as
/// slices post, some journals twice; the entries of the others are written by hand, which is ten times as fast and asks more of the database.
/// <c>MARKETPLACE_JOURNALS=10000000</c> posts that many.
/// </summary>
public sealed class RandomJournalsTests : IDisposable
{
    private const int Batch = 1000;
    private static readonly int Journals =
        int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_JOURNALS") ?? "15000", CultureInfo.InvariantCulture);

    private static readonly string[] Currencies = ["EUR", "JPY", "KWD"];
    private readonly TestDatabase _database = new();
    private readonly Dictionary<(string Account, string Currency), long> _expected = [];

    [Fact]
    public async Task Every_sum_stays_zero_and_the_kept_balances_are_those_of_the_entries()
    {
        var seed = int.Parse(
            Environment.GetEnvironmentVariable("MARKETPLACE_FUZZ_SEED") ?? $"{Environment.TickCount}", CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}, {Journals} journals");
        var (random, accounts, cancel) = (new Random(seed), Accounts(), TestContext.Current.CancellationToken);
        var (databases, journals) = (new PlainDatabases(_database.ConnectionString), new Journals(_database.Clock));
        for (var number = 0; number < Journals; number += Batch)
        {
            var postings = Enumerable.Range(number, Math.Min(Batch, Journals - number)).Select(one => Random(random, accounts, one)).ToList();
            postings.ForEach(Expect);
            if (number / Batch % 20 == 0)
            {
                List<Posting> some = [.. postings, .. postings.Where(_ => random.Next(500) == 0)];
                await databases.TransactAsync(db => journals.PostAsync(db, some, cancel), cancel);
            }
            else
            {
                ByHand.Write(_database.ConnectionString, postings);
            }
        }

        var report = await _database.Verify().RunAsync(TestContext.Current.CancellationToken);
        Assert.Empty(report.Problems);
        Assert.Equal(Journals, report.Journals);
        Assert.All(Currencies, currency => Assert.Equal(
            0, _database.Read(db => db.Balances.Where(b => b.Currency == currency).Sum(b => b.Debit - b.Credit))));
        var kept = _database.Read(db => db.Balances.GroupBy(b => new { b.Account.Key, b.Currency })
            .Select(g => new { g.Key.Key, g.Key.Currency, Net = g.Sum(b => b.Debit - b.Credit) }).ToList());
        Assert.Equal(
            _expected.Where(sum => sum.Value != 0).ToDictionary(),
            kept.Where(sum => sum.Net != 0).ToDictionary(sum => (sum.Key, sum.Currency), sum => sum.Net));
    }

    public void Dispose() => _database.Dispose();

    private AccountKey[] Accounts()
    {
        var publishers = Enumerable.Range(0, 20).Select(number => _database.Publisher($"P{number}").Id).ToList();
        return
        [
            AccountKey.ProviderCash("stripe"), AccountKey.ProviderCash("bank"), AccountKey.CashInTransit, AccountKey.Receivable, AccountKey.DeferredRevenue,
            AccountKey.Commission, AccountKey.Refunds, AccountKey.Disputes, AccountKey.Rounding, AccountKey.ExchangeDifference,
            .. publishers.Select(AccountKey.PayableHeld), .. publishers.Select(AccountKey.PayableAvailable),
            .. new[] { "DE", "FR", "NL", "US" }.Select(country => AccountKey.TaxPayable(country, 19)),
        ];
    }

    // One account against several others, in one currency or two; some of it goes to and fro.
    private static Posting Random(Random random, AccountKey[] accounts, int number)
    {
        var legs = new List<Leg>();
        foreach (var currency in Currencies.OrderBy(_ => random.Next()).Take(random.Next(10) == 0 ? 2 : 1))
        {
            var chosen = random.GetItems(accounts, random.Next(2, 6)).Distinct().ToList();
            chosen.AddRange(accounts.Except(chosen).Take(2 - chosen.Count));
            var (isDebit, sum) = (random.Next(2) == 0, 0L);
            foreach (var other in chosen.Skip(1))
            {
                var part = random.NextInt64(1, 10_000_000);
                legs.Add(new(other, isDebit, new(part, currency)));
                sum += part;
            }

            legs.Add(new(chosen[0], !isDebit, new(sum + 5, currency)));
            legs.Add(new(chosen[0], isDebit, new(5, currency)));
        }

        return Posting.Of(JournalKind.Correction, $"random/{number}", "Random", "random/1", At(random), legs);
    }

    private static DateTime At(Random random) => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(random.Next(0, 60 * 24 * 90));

    private void Expect(Posting posting)
    {
        foreach (var line in posting.Lines)
        {
            Add(line.Debit.Text, line.Amount, line.Amount.Minor);
            Add(line.Credit.Text, line.Amount, -line.Amount.Minor);
        }
    }

    /// <summary>As the product opens it: that each query is translated for SQL Server beside it would take most of the time.</summary>
    private sealed class PlainDatabases(string connectionString) : IDbContextFactory<MarketplaceDb>
    {
        private readonly DbContextOptions<SqliteMarketplaceDb> _options = new DbContextOptionsBuilder<SqliteMarketplaceDb>()
            .UseSqlite(connectionString).AddInterceptors(SqlitePragmas.Instance).Options;

        public MarketplaceDb CreateDbContext() => new SqliteMarketplaceDb(_options);
    }

    private void Add(string account, Money amount, long minor) =>
        _expected[(account, amount.Currency)] = _expected.GetValueOrDefault((account, amount.Currency)) + minor;
}
