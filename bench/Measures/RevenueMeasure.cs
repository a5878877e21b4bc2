using System.Diagnostics;
using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Revenue;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Bench;

/// <summary>
/// How long views of revenue take over three years with 1,000,000 movements (<c>MARKETPLACE_MOVEMENTS</c>), written by hand: clients come, change a few times
/// and leave, of 200 modules in 4 currencies.
/// </summary>
internal static class RevenueMeasure
{
    private const int Days = 3 * 365, Modules = 200, Publishers = 40, Views = 20;

    private static readonly string[] Currencies = ["EUR", "USD", "GBP", "CHF"], Countries = ["DE", "US", "GB", "CH", "FR", "NL", "AT", "IT"];
    private static readonly string[] Tiers = ["Basic", "Premium", "Enterprise"];

    private static int Movements => int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_MOVEMENTS") ?? "1000000", CultureInfo.InvariantCulture);

    public static async Task RunAsync(Folders folders)
    {
        using var product = new Product(folders.New("revenue"));
        await product.Get<DatabaseStart>().MigrateAsync(CancellationToken.None);
        await product.Get<PricingStart>().EnsureAsync(CancellationToken.None);
        var today = product.Get<RevenueQueries>().Today;
        Fill(product, today.AddDays(1 - Days));
        await product.Get<RevenueSums>().AddAsync(CancellationToken.None);
        var rebuilding = Stopwatch.StartNew();
        await product.Get<RevenueSums>().RebuildAsync(CancellationToken.None);
        Report.Line("Sums made again", rebuilding.Elapsed.TotalSeconds, "s");
        rebuilding.Restart();
        var problems = await product.Get<RevenueSums>().VerifyAsync(CancellationToken.None);
        Report.Line("Sums compared with movements", rebuilding.Elapsed.TotalSeconds, "s", problems.Count == 0 ? "" : problems[0]);
        var actor = new Actor(1, HasSecondFactor: true);
        var span = product.Get<RevenueQueries>().ThisMonth;
        var year = new RevenueSpan(new(today.Year - 1, 1, 1), new(today.Year - 1, 12, 31));
        RevenueView View(RevenueSpan over, RevenueFilter filter) => new(over, over.Before(), "EUR", null, filter);
        Task ReadAsync(RevenueView view) => product.Get<RevenueQueries>().ReadAsync(actor, view, CancellationToken.None);
        Task SplitAsync(RevenueDimension by) =>
            product.Get<RevenueBreakdowns>().ReadAsync(actor, View(span, new()), by, 7, moves: false, CancellationToken.None);
        (string Name, Func<Task> Read)[] views =
        [
            ("whole, this month", () => ReadAsync(View(span, new()))),
            ("whole, last year", () => ReadAsync(View(year, new()))),
            ("one publisher", () => ReadAsync(View(span, new() { PublisherId = 3 }))),
            ("one module", () => ReadAsync(View(span, new() { ModuleId = 3 }))),
            ("one client", () => ReadAsync(View(span, new() { ClientId = 3 }))),
            ("one tier", () => ReadAsync(View(span, new() { Tier = OfferTier.Premium }))),
            ("one country and tier", () => ReadAsync(View(span, new() { Tier = OfferTier.Premium, Country = "DE" }))),
            ("top modules", () => SplitAsync(RevenueDimension.Module)),
            ("top clients", () => SplitAsync(RevenueDimension.Client)),
            ("by country", () => SplitAsync(RevenueDimension.Country)),
            ("movements of the month", () => product.Get<MovementQueries>().ListAsync(actor, span, new(), ListQuery.First, CancellationToken.None)),
        ];
        foreach (var (name, read) in views)
        {
            await read();
            var times = new List<double>();
            for (var view = 0; view < Views; view++)
            {
                var watch = Stopwatch.StartNew();
                await read();
                times.Add(watch.Elapsed.TotalMilliseconds);
            }

            times.Sort();
            Report.Line($"Revenue, {name}, p50", times[Views / 2], "ms");
            Report.Line($"Revenue, {name}, p95", times[Views * 95 / 100], "ms", "aim 200 ms");
        }
    }

    // Only movements matter to who reads them, so nothing is there that they are of.
    private static void Fill(Product product, DateOnly first)
    {
        using var db = product.Open();
        using var connection = new SqliteConnection(db.Database.GetConnectionString());
        connection.Open();
        Run(connection, null, "PRAGMA foreign_keys = OFF");
        using var transaction = connection.BeginTransaction();
        Run(connection, transaction, "INSERT INTO StaffGrants (UserId, Role, GrantedAt) VALUES (1, 'Operator', '2026-01-01')");
        using var insert = connection.CreateCommand();
        (insert.Transaction, insert.CommandText) = (transaction,
            "INSERT INTO RecurringMovements (SubscriptionId, Number, Minor, Left, Currency, At, Day, Kind, PublisherKind, OrganizationId, ModuleId, "
            + "PublisherId, OfferId, Tier, Model, Country) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, 1, $11, 'Monthly', $12)");
        for (var at = 0; at < 13; at++)
        {
            insert.Parameters.Add(new($"${at}", null));
        }

        var (random, written, client) = (new Random(1), 0, 0L);
        while (written < Movements)
        {
            client++;
            var (subscription, day, left, module) = (Guid.NewGuid().ToString().ToUpperInvariant(), random.Next(Days), 0L, random.Next(Modules) + 1);
            var (currency, country, tier) = (Currencies[random.Next(4)], Countries[random.Next(8)], Tiers[random.Next(3)]);
            for (var number = 0; day < Days; number++)
            {
                var after = number > 0 && (left == 0 || random.Next(5) == 0) ? left == 0 ? 1000 : 0 : random.Next(1, 50) * 1000L;
                var kind = number == 0 ? "New" : after == 0 ? "Churn" : left == 0 ? "Reactivation" : after < left ? "Contraction" : "Expansion";
                var on = first.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                object[] values =
                    [subscription, number, after - left, after, currency, $"{on} 10:00:00", on, kind, client, module, (module % Publishers) + 1, tier, country];
                for (var at = 0; at < values.Length; at++)
                {
                    insert.Parameters[at].Value = values[at];
                }

                insert.ExecuteNonQuery();
                (left, written) = (after, written + 1);
                day += random.Next(20, 200) * (after == 0 ? 6 : 1);
            }
        }

        transaction.Commit();
        Run(connection, null, "ANALYZE");
        Report.Line("Movements", written, "", $"of {client:#,0} clients");
    }

    private static void Run(SqliteConnection connection, SqliteTransaction? transaction, string sql)
    {
        using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        command.ExecuteNonQuery();
    }
}
