using System.Diagnostics;
using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Methods;
using Marketplace.Payments.Sandbox;
using Marketplace.Portal.Demo;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Bench;

/// <summary>
/// One renewal run over many subscriptions whose day has come: each billed in a transaction of its own and charged by a saved card at the sandbox, in this
/// process, with memory and database on the way. <c>MARKETPLACE_RENEWALS</c> says how many.
/// </summary>
internal static class RenewalsMeasure
{
    private const int Samples = 10;
    private const string Card = "4242424242424242";

    private static readonly int Many = int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_RENEWALS") ?? "2000", CultureInfo.InvariantCulture);

    public static async Task RunAsync(string portal, Folders folders)
    {
        var data = folders.New("renewals");
        using (await Servers.PortalAsync(portal, data))
        {
            // It has filled the demo.
        }

        using var product = new Product(
            data, ("Portal:Address", "http://localhost"), ("Payments:Providers:0", PaymentProviders.Sandbox), ("Payments:AllowSandbox", "true"));
        await SaveCardAsync(product);
        var due = await MultiplyAsync(product);
        var file = new FileInfo(Path.Combine(data, "marketplace.db"));
        var (size, start) = (file.Length, Stopwatch.GetTimestamp());
        // The embedded database answers at once, so the run would not let go of this thread.
        var run = Task.Run(() => product.Get<RenewalRun>().RunAsync(CancellationToken.None));
        var memory = await WatchAsync(product, run, due);
        var billed = await run;
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await using var db = product.Open();
        var open = await db.SubscriptionPeriods.CountAsync(p => p.PaidAt == null);
        if (billed < due || open > 0)
        {
            throw new InvalidOperationException($"{billed} of {due} were billed, and {open} are not paid.");
        }

        file.Refresh();
        Report.Line("Subscriptions renewed: billed, charged, paid", billed / seconds, "/s", $"{billed:#,0} in {seconds:#,0} s, one worker");
        Report.Line("Memory on the way, least", memory.Min() / 1_048_576.0, "MB");
        Report.Line("Memory on the way, most", memory.Max() / 1_048_576.0, "MB", $"{memory.Count} looks, after a collection each");
        Report.Line("Database for each renewal", (file.Length - size) / 1024.0 / billed, "KB");
    }

    private static async Task SaveCardAsync(Product product)
    {
        var owner = await product.ActorAsync(DemoPeople.Client);
        await using var db = product.Open();
        var client = await db.Organizations.Where(o => o.Name == "Wide World Importers").Select(o => o.Id).SingleAsync();
        if (await product.Get<SavedMethods>().AddAsync(owner, client, PaymentProviders.Sandbox, CancellationToken.None)
            is not MethodOutcome.Done { Url: { } url })
        {
            throw new InvalidOperationException("No card can be saved.");
        }

        await product.Get<SandboxTill>().PayAsync(url["/sandbox/".Length..], Card, CancellationToken.None);
        await product.Get<ProviderInbox>().ProcessAsync(CancellationToken.None);
        await product.Get<SavedMethods>().LookAsync(owner, CancellationToken.None);
        var added = await db.SavedMethods.Where(m => m.OrganizationId == client && m.RemovedAt == null).OrderByDescending(m => m.At).FirstAsync();
        await product.Get<SavedMethods>().PreferAsync(owner, added.Id, CancellationToken.None);
    }

    // So many like the demo's first one, each with a license of its own, due an hour or two ago, so that drafts are final too.
    private static async Task<int> MultiplyAsync(Product product)
    {
        await using var db = product.Open();
        var one = await db.Subscriptions.AsNoTracking().Where(s => s.Organization.Name == "Wide World Importers" && s.EndedAt == null).FirstAsync();
        await db.Subscriptions.ExecuteUpdateAsync(set => set.SetProperty(s => s.RenewsAt, (DateTime?)null));
        foreach (var table in (string[])["Licenses", "Subscriptions"])
        {
            var id = table is "Licenses" ? $"{one.LicenseId}" : $"'{one.Id.ToString().ToUpperInvariant()}'";
            var columns = (await db.Database.SqlQuery<string>($"SELECT name AS Value FROM pragma_table_info({table})").ToListAsync())
                .Where(column => table is "Subscriptions" || column is not "Id").ToList();
            var values = columns.Select(column => (table, column) switch
            {
                ("Subscriptions", "Id") =>
                    "hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-A' || substr(hex(randomblob(2)), 2) || '-' "
                    + "|| hex(randomblob(6))",
                ("Subscriptions", "LicenseId") => $"(SELECT max(Id) FROM Licenses) - {Many} + number.n",
                ("Subscriptions", "Model") => "'Monthly'",
                ("Subscriptions", "Anchor") => "strftime('%Y-%m-%d %H:%M:%S', 'now', '-1 month', '-1 hour', '-' || (number.n % 3600) || ' seconds')",
                ("Subscriptions", "RenewsAt") => "strftime('%Y-%m-%d %H:%M:%S', 'now', '-1 hour', '-' || (number.n % 3600) || ' seconds')",
                _ => $"\"{column}\"",
            });
#pragma warning disable EF1003 // Names of our own tables and columns.
            await db.Database.ExecuteSqlRawAsync(
                $"WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {Many}) "
                + $"INSERT INTO {table} ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) "
                + $"SELECT {string.Join(", ", values)} FROM {table}, number WHERE \"Id\" = {id}");
#pragma warning restore EF1003
        }

        return Many;
    }

    private static async Task<List<long>> WatchAsync(Product product, Task run, int due)
    {
        var (looks, next) = (new List<long>(), due / Samples);
        await using var db = product.Open();
        while (!run.IsCompleted)
        {
            await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(1)));
            if (await db.SubscriptionPeriods.CountAsync() >= next)
            {
                looks.Add(GC.GetTotalMemory(forceFullCollection: true));
                next += due / Samples;
            }
        }

        looks.Add(GC.GetTotalMemory(forceFullCollection: true));
        return looks;
    }
}
