using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

public abstract record CloseOutcome
{
    public sealed record Closed(long Journals) : CloseOutcome;
    public sealed record NotAllowed : CloseOutcome;
    public sealed record AlreadyClosed : CloseOutcome;

    /// <summary>The month is not over, or is none.</summary>
    public sealed record NotOver : CloseOutcome;

    /// <summary>A month before it has journals and is open.</summary>
    public sealed record EarlierOpen(int Month) : CloseOutcome;
}

/// <summary>A month of the books.</summary>
/// <param name="ClosedAt">Null while it is open.</param>
/// <param name="IsOver">The month has ended.</param>
public sealed record MonthRow(int Month, long Journals, DateTime? ClosedAt, string? ClosedBy, bool IsOver);

/// <summary>Closes months. What becomes known later of a closed month is booked in the open one.</summary>
public sealed class Months(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int MaxRows = 60;

    public async Task<CloseOutcome> CloseAsync(Actor actor, int month, CancellationToken cancel)
    {
        try
        {
            return await databases.TransactAsync(db => CloseAsync(db, actor, month, cancel), cancel);
        }
        catch (DbUpdateException lost) when (lost.IsLostRace)
        {
            return new CloseOutcome.AlreadyClosed();
        }
    }

    /// <summary>The months with journals, the newest first; nothing for who is no operator.</summary>
    public async Task<IReadOnlyList<MonthRow>> ListAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        var now = LedgerMonth.Of(clock.UtcNow);
        var counts = await db.Journals.Where(_ => operators.Any()).GroupBy(j => j.Month)
            .Select(g => new { Month = g.Key, Journals = g.LongCount() }).OrderByDescending(m => m.Month).Take(MaxRows).ToListAsync(cancel);
        var closed = await db.ClosedMonths.Where(_ => operators.Any()).OrderByDescending(c => c.Month).Take(MaxRows)
            .Select(c => new { c.Month, c.At, c.By.DisplayName }).ToDictionaryAsync(c => c.Month, cancel);
        return [.. counts.Select(m => m.Month).Union(closed.Keys).OrderDescending().Take(MaxRows).Select(month => new MonthRow(
            month, counts.Find(m => m.Month == month)?.Journals ?? 0,
            closed.GetValueOrDefault(month)?.At, closed.GetValueOrDefault(month)?.DisplayName, month < now))];
    }

    private async Task<CloseOutcome> CloseAsync(MarketplaceDb db, Actor actor, int month, CancellationToken cancel)
    {
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel))
        {
            return new CloseOutcome.NotAllowed();
        }

        if (!LedgerMonth.IsMonth(month) || month >= LedgerMonth.Of(clock.UtcNow))
        {
            return new CloseOutcome.NotOver();
        }

        var last = await db.ClosedMonths.MaxAsync(c => (int?)c.Month, cancel) ?? 0;
        if (month <= last)
        {
            return new CloseOutcome.AlreadyClosed();
        }

        if (await db.Journals.Where(j => j.Month > last && j.Month < month).MinAsync(j => (int?)j.Month, cancel) is { } earlier)
        {
            return new CloseOutcome.EarlierOpen(earlier);
        }

        // First the row, for which whoever posts in this moment is waited; then the sums, to which nothing can be added any more.
        var closed = new ClosedMonth(month, actor.UserId, clock.UtcNow);
        db.Add(closed);
        await db.SaveChangesAsync(cancel);
        closed.Seal(await MonthTotals.ReadAsync(db, month, cancel));
        db.Audit(actor, "ledger.close", $"month/{month}", $"{closed.Journals} journals, totals {closed.Hash}", clock.UtcNow);
        db.Changed(LiveTopic.Ledger, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return new CloseOutcome.Closed(closed.Journals);
    }
}
