using System.Runtime.CompilerServices;
using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.AccountStatements;

/// <summary>Reads statements of account: of one's organizations for their members, of all for operators.</summary>
public sealed class ClientStatements(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public const int PageSize = 50;

    /// <summary>More than this nobody reads on pages or paper; a file has all.</summary>
    public const int MaxLines = 1000;

    private const int MaxCurrencies = 50;

    /// <summary>A page of it. Null if there is no such client that the actor may see.</summary>
    public async Task<ClientStatement?> ReadAsync(Actor actor, StatementRequest asked, CancellationToken cancel)
    {
        var page = Math.Clamp(asked.Page, 1, MaxLines / PageSize);
        return await SumAsync(actor, asked, cancel) is not { } sums ? null
            : sums with { Page = page, Lines = [.. (await FirstAsync(sums, page * PageSize, cancel)).Skip((page - 1) * PageSize)] };
    }

    /// <summary>All of its lines, if there are not too many for paper.</summary>
    public async Task<ClientStatement?> ReadAllAsync(Actor actor, StatementRequest asked, CancellationToken cancel) =>
        await SumAsync(actor, asked, cancel) is not { } sums ? null : sums with { Lines = await FirstAsync(sums, MaxLines, cancel) };

    /// <summary>All of its lines, as they are read; none if there is no such client that the actor may see.</summary>
    public async IAsyncEnumerable<StatementEntry> StreamAsync(Actor actor, StatementRequest asked, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (await SumAsync(actor, asked, cancel) is not { } sums)
        {
            yield break;
        }

        await foreach (var line in LinesAsync(sums, null, cancel))
        {
            yield return line;
        }
    }

    private async Task<ClientStatement?> SumAsync(Actor actor, StatementRequest asked, CancellationToken cancel)
    {
        var id = asked.OrganizationId;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (own, operators) = (db.Organizations.Of(actor), db.StaffGrants.Allowing(actor, StaffRole.Operator));
        if (await db.Organizations.Where(o => o.Id == id && o.IsClient && (own.Any(mine => mine.Id == o.Id) || operators.Any())).Select(o => o.Name)
            .FirstOrDefaultAsync(cancel) is not { } name)
        {
            return null;
        }

        var currencies = await db.Invoices.Where(i => i.OrganizationId == id).GroupBy(i => i.Currency).OrderByDescending(g => g.Max(i => i.Id))
            .Select(g => g.Key).Take(MaxCurrencies).ToListAsync(cancel);
        var currency = currencies.Find(one => one == asked.Currency) ?? currencies.FirstOrDefault() ?? await HomeCurrencyAsync(db, id, cancel);
        var period = StatementPeriod.Of(asked, clock.UtcNow, await ZoneAsync(db, id, cancel));
        var (start, end, opening, total, sums) = (period.Start, period.End, 0L, 0, new Dictionary<StatementKind, Money>());
        foreach (var source in StatementSource.Of(id, currency))
        {
            var sum = await source.In(db).Where(f => f.At < end).GroupBy(_ => 1).Select(g => new
            {
                Before = g.Sum(f => f.At < start ? f.Minor : 0), Within = g.Sum(f => f.At < start ? 0 : f.Minor),
                Used = g.Sum(f => f.At < start ? 0 : f.Used),
                Count = g.Sum(f => f.At < start ? 0 : 1),
            }).FirstOrDefaultAsync(cancel);
            (opening, total) = (opening + (sum?.Before ?? 0), total + (sum?.Count ?? 0));
            sums[source.Kind] = sums.GetValueOrDefault(source.Kind, Money.Zero(currency)) + new Money((sum?.Within ?? 0) + (sum?.Used ?? 0), currency);
        }

        var credit = await db.Set<ClientBalanceEntry>().Where(e => e.OrganizationId == id && e.Currency == currency && e.At < end)
            .SumAsync(e => e.Minor, cancel);
        var today = period.DayOf(clock.UtcNow);
        var overdue = await db.Invoices
            .Where(i => i.OrganizationId == id && i.Currency == currency && i.Kind == InvoiceKind.Invoice && !i.IsTest && i.Due < today).WithRest()
            .Where(rest => rest.Minor > 0).OrderBy(rest => rest.Invoice.Id).Select(rest => rest.Minor).Take(MaxLines).ToListAsync(cancel);
        var seller = await db.Set<SellerEntity>().Select(s => s.Address.Name).FirstOrDefaultAsync(cancel);
        var moved = sums.Where(one => one.Key is not StatementKind.CreditUsed).Sum(one => one.Value.Minor);
        return new(
            id, name, seller ?? "Marketplace", currencies, currency, period, today, new(opening, currency), sums,
            new(opening + moved, currency), new(credit, currency), total, 1, [])
        {
            Overdue = new(overdue.Sum(), currency),
        };
    }

    // An organization has the calendar of the owner who was the first to have one.
    private static async Task<TimeZoneInfo> ZoneAsync(MarketplaceDb db, long organizationId, CancellationToken cancel) =>
        TimeZones.Find(await db.Set<Membership>().Where(m => m.OrganizationId == organizationId && m.Role == MemberRole.Owner && m.User.TimeZone != null)
            .OrderBy(m => m.UserId).Select(m => m.User.TimeZone).FirstOrDefaultAsync(cancel)) ?? TimeZoneInfo.Utc;

    private static async Task<string> HomeCurrencyAsync(MarketplaceDb db, long organizationId, CancellationToken cancel) =>
        await db.BillingProfiles.Where(p => p.OrganizationId == organizationId).Select(p => p.Currency).FirstOrDefaultAsync(cancel) ?? "EUR";

    private async Task<IReadOnlyList<StatementEntry>> FirstAsync(ClientStatement sums, int most, CancellationToken cancel)
    {
        var lines = new List<StatementEntry>();
        await foreach (var line in LinesAsync(sums, most, cancel))
        {
            lines.Add(line);
            if (lines.Count == most)
            {
                break;
            }
        }

        return lines;
    }

    // Each source is sorted by the database; of their next ones the earliest is the next.
    private async IAsyncEnumerable<StatementEntry> LinesAsync(ClientStatement sums, int? most, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (start, end, balance, currency) = (sums.Period.Start, sums.Period.End, sums.Opening.Minor, sums.Currency);
        var heads = new List<(StatementKind Kind, IAsyncEnumerator<StatementFact> Facts)>();
        try
        {
            foreach (var source in StatementSource.Of(sums.OrganizationId, currency))
            {
                var facts = databases.StreamAsync(db => Sorted(source.In(db).Where(f => f.At >= start && f.At < end), most), cancel).GetAsyncEnumerator(cancel);
                heads.Add((source.Kind, facts));
                if (!await facts.MoveNextAsync())
                {
                    heads.Remove((source.Kind, facts));
                    await facts.DisposeAsync();
                }
            }

            while (heads.Count > 0)
            {
                var next = heads.MinBy(head => (head.Facts.Current.At, head.Kind));
                var fact = next.Facts.Current;
                balance += fact.Minor;
                yield return new(
                    fact.At, next.Kind, next.Kind is StatementKind.Refund ? NumberOf(fact.Number!) : fact.Number, fact.Text ?? "", new(fact.Minor, currency),
                    new(fact.Used, currency), new(balance, currency));
                if (!await next.Facts.MoveNextAsync())
                {
                    heads.Remove(next);
                    await next.Facts.DisposeAsync();
                }
            }
        }
        finally
        {
            foreach (var (_, facts) in heads)
            {
                await facts.DisposeAsync();
            }
        }
    }

    private static IQueryable<StatementFact> Sorted(IQueryable<StatementFact> facts, int? most)
    {
        var sorted = facts.OrderBy(f => f.At).ThenBy(f => f.Key);
        return most is { } some ? sorted.Take(some) : sorted;
    }

    private static string? NumberOf(string document) =>
        document.StartsWith(Invoice.CreditNotePrefix, StringComparison.Ordinal) ? document[Invoice.CreditNotePrefix.Length..] : null;
}
