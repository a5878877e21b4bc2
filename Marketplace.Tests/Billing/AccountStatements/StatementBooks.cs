using Marketplace.Accounts;
using Marketplace.Billing.AccountStatements;
using Marketplace.Billing.Invoices;
using Marketplace.Ledger;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing.AccountStatements;

/// <summary>What statements say beside what the ledger says: receivables less client credit, by the documents of each organization.</summary>
internal static class StatementBooks
{
    public static async Task<IReadOnlyList<string>> FaultsAsync(Shop shop, CancellationToken cancel)
    {
        var wrong = new List<string>();
        var booked = Booked(shop);
        foreach (var client in shop.Read(db => db.Organizations.Where(o => o.IsClient).OrderBy(o => o.Id).ToList()))
        {
            var (id, name) = (client.Id, client.Name);
            var asked = new StatementRequest(id, "EUR", new(2020, 1, 1), new(2100, 1, 1));
            var statement = (await shop.Get<ClientStatements>().ReadAsync(shop.Operator, asked, cancel))!;
            var owed = booked.GetValueOrDefault(id);
            if (statement.Closing.Minor != owed)
            {
                wrong.Add($"{name}: {statement.Closing.Minor} and not {owed}");
            }

            var lines = await shop.Get<ClientStatements>().StreamAsync(shop.Operator, asked, cancel).ToListAsync(cancel);
            if (lines.Count != statement.Total || lines.Sum(line => line.Amount.Minor) != owed || (lines.Count > 0 && lines[^1].Balance.Minor != owed))
            {
                wrong.Add($"{name}: {lines.Count} lines of {statement.Total}, {lines.Sum(line => line.Amount.Minor)} and not {owed}");
            }
        }

        return wrong;
    }

    private static Dictionary<long, long> Booked(Shop shop) => shop.Read(db =>
    {
        string[] keys = [AccountKey.Receivable.Text, AccountKey.ClientCredit.Text];
        var moved = db.Set<Entry>().AsNoTracking().Where(e => e.Currency == "EUR" && (keys.Contains(e.Debit.Key) || keys.Contains(e.Credit.Key)))
            .Select(e => new { e.Journal.Document, Minor = (keys.Contains(e.Debit.Key) ? e.Minor : 0) - (keys.Contains(e.Credit.Key) ? e.Minor : 0) }).ToList();
        var owners = db.Invoices.Select(i => new { Document = "invoice/" + i.Number, i.OrganizationId }).ToList()
            .Concat(db.Payments.Select(p => new { p.Document, p.OrganizationId }).Distinct().ToList())
            .ToDictionary(one => one.Document, one => one.OrganizationId);
        return moved.GroupBy(one => owners[one.Document]).ToDictionary(g => g.Key, g => g.Sum(one => one.Minor));
    });
}
