using System.Linq.Expressions;
using Hangfire;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Revenue.Movements;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue;

/// <summary>
/// Keeps sums of movements by day, so that figures of years need not read all of them: those up to a mark are in the sums, and whoever computes a figure
/// adds the few after it. So figures are exact at any time, however long ago the sums were made.
/// </summary>
public sealed class RevenueSums(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int Chunk = 2000;

    /// <summary>Takes in what was written before the last run.</summary>
    public async Task AddAsync(CancellationToken cancel)
    {
        try
        {
            await databases.TransactAsync(async db =>
            {
                var mark = await MarkAsync(db, cancel);
                await SumAsync(db, mark.SummedTo, mark.Seen, cancel);
                mark.Move(mark.Seen, await db.RecurringMovements.MaxAsync(m => (long?)m.Id, cancel) ?? 0);
                return await db.SaveChangesAsync(cancel);
            }, cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Another worker has added them.
        }
    }

    /// <summary>Makes all sums again from the movements.</summary>
    public Task RebuildAsync(CancellationToken cancel) => databases.TransactAsync(async db =>
    {
        var mark = await MarkAsync(db, cancel);
        await db.RevenueDays.ExecuteDeleteAsync(cancel);
        await SumAsync(db, 0, mark.Seen, cancel);
        mark.Move(mark.Seen, mark.Seen);
        return await db.SaveChangesAsync(cancel);
    }, cancel);

    /// <summary>Compares the sums with the movements; operators are notified of a difference.</summary>
    /// <returns>What is not as it should be, one sentence each.</returns>
    public async Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (mark, problems) = (await RevenueReads.MarkAsync(db, cancel), new List<string>());
        foreach (var (name, part) in Parts)
        {
            var summed = db.RecurringMovements.Where(m => m.Id <= mark);
            var wanted = (await summed.By(part).GroupBy(k => new { k.Key, k.Of.Currency, k.Of.Kind })
                .Select(g => new { g.Key, Minor = g.Sum(k => k.Of.Minor), Count = g.Count() }).ToListAsync(cancel))
                .ToDictionary(sum => (Part: name + sum.Key.Key, sum.Key.Currency, sum.Key.Kind), sum => (sum.Minor, sum.Count));
            var kept = await db.RevenueDays.Where(d => name == "" ? d.Part == "" : d.Part.StartsWith(name)).GroupBy(d => new { d.Part, d.Currency, d.Kind })
                .Select(g => new { g.Key, Minor = g.Sum(d => d.Minor), Count = g.Sum(d => d.Count) }).ToListAsync(cancel);
            var found = kept.ToDictionary(sum => (sum.Key.Part, sum.Key.Currency, sum.Key.Kind), sum => (sum.Minor, sum.Count));
            problems.AddRange(wanted.Keys.Union(found.Keys).Where(key => wanted.GetValueOrDefault(key) != found.GetValueOrDefault(key)).Select(key =>
                $"{key.Kind} in {key.Currency}{(key.Part == "" ? "" : $" of {key.Part}")} sums to {found.GetValueOrDefault(key).Minor}, "
                + $"and its movements to {wanted.GetValueOrDefault(key).Minor}"));
        }

        if (problems.Count > 0)
        {
            var words = problems.Count == 1 ? "" : $", and {problems.Count - 1} more";
            await db.NotifyStaffAsync(
                StaffRole.Operator, "revenue", $"Revenue totals do not match their movements: {problems[0]}{words}. Run “revenue rebuild” to correct them.",
                clock.UtcNow, cancel);
            await db.SaveChangesAsync(cancel);
        }

        return problems;
    }

    // All of them, and by what has few values.
    private static readonly (string Name, Expression<Func<RecurringMovement, string>> Part)[] Parts =
    [
        ("", m => ""), (RevenueFilter.TierPart, m => m.Tier.ToString()), (RevenueFilter.ModelPart, m => m.Model.ToString()),
        (RevenueFilter.CountryPart, m => m.Country),
    ];

    private static async Task<RevenueMark> MarkAsync(MarketplaceDb db, CancellationToken cancel) =>
        await db.RevenueMarks.SingleOrDefaultAsync(cancel) ?? db.Add(new RevenueMark()).Entity;

    private static async Task SumAsync(MarketplaceDb db, long after, long to, CancellationToken cancel)
    {
        var movements = db.RecurringMovements.Where(m => m.Id > after && m.Id <= to);
        foreach (var (name, part) in Parts)
        {
            var sums = await movements.By(part).GroupBy(k => new { k.Key, k.Of.Day, k.Of.Currency, k.Of.Kind })
                .Select(g => new { g.Key, Minor = g.Sum(k => k.Of.Minor), Count = g.Count() }).ToListAsync(cancel);
            foreach (var chunk in sums.OrderBy(sum => sum.Key.Day).Chunk(Chunk))
            {
                var (first, last) = (chunk[0].Key.Day, chunk[^1].Key.Day);
                var known = after == 0 ? []
                    : await db.RevenueDays.Where(d => d.Day >= first && d.Day <= last && (name == "" ? d.Part == "" : d.Part.StartsWith(name)))
                        .ToDictionaryAsync(d => (d.Part, d.Day, d.Currency, d.Kind), cancel);
                foreach (var sum in chunk)
                {
                    if (known.TryGetValue((name + sum.Key.Key, sum.Key.Day, sum.Key.Currency, sum.Key.Kind), out var day))
                    {
                        day.Add(sum.Minor, sum.Count);
                    }
                    else
                    {
                        db.Add(new RevenueDay(name + sum.Key.Key, sum.Key.Day, sum.Key.Currency, sum.Key.Kind, sum.Minor, sum.Count));
                    }
                }

                await db.SaveChangesAsync(cancel);
                foreach (var entry in db.ChangeTracker.Entries<RevenueDay>().ToList())
                {
                    entry.State = EntityState.Detached;
                }
            }
        }
    }
}

/// <summary>Adds movements to their sums and compares both. Safe to run twice: each is added once.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class RevenueSumsJob(RevenueSums sums)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        await sums.AddAsync(cancel);
        await sums.VerifyAsync(cancel);
    }
}
