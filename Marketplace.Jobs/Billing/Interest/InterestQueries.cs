using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Interest;

/// <param name="Until">The day after the last.</param>
/// <param name="IsOverdue">Something of it is open, and its day is over.</param>
/// <param name="Reminders">How often the client was reminded of it.</param>
public sealed record ChargedInterest(string Number, DateOnly From, DateOnly Until, Money Amount, bool IsOverdue, int Reminders);

/// <summary>What a client is told on its pages.</summary>
/// <param name="On">The number of the invoice that was paid late.</param>
public sealed record OverdueInterest(string Number, string On, Money Rest, DateOnly Due);

/// <summary>What an invoice costs because it is or was paid late.</summary>
/// <param name="Accrued">To yesterday, and not charged.</param>
/// <param name="BasisPoints">A year, now.</param>
/// <param name="Waived">Why nothing more is charged; null where it was not waived.</param>
/// <param name="CanWaive">The actor may waive it, and it is not settled.</param>
public sealed record InterestView(
    Money Accrued, int Days, int BasisPoints, IReadOnlyList<ChargedInterest> Charged, string? Waived, bool CanWaive);

/// <summary>Reads the interest of an invoice, for members of its organization and for operators.</summary>
public sealed class InterestQueries(IDbContextFactory<MarketplaceDb> databases, IOptions<InterestOptions> options, TimeProvider clock)
{
    private const int MaxOverdue = 20;

    /// <summary>What the actor's organizations have not paid in time, what was due first before the rest.</summary>
    public async Task<IReadOnlyList<OverdueInterest>> OverdueAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var today = DateOnly.FromDateTime(clock.UtcNow);
        return await db.Invoices.Of(actor).ChargedInterest().Where(i => i.Due < today).WithRest().Where(rest => rest.Minor > 0)
            .OrderBy(rest => rest.Invoice.Due).ThenBy(rest => rest.Invoice.Id).Take(MaxOverdue)
            .Select(rest => new OverdueInterest(
                rest.Invoice.Number, rest.Invoice.InterestOn!.Number, new Money(rest.Minor, rest.Invoice.Currency), rest.Invoice.Due!.Value))
            .ToListAsync(cancel);
    }

    /// <summary>Null where it costs none, or the actor may not see it.</summary>
    public async Task<InterestView?> ReadAsync(Actor actor, string number, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (own, operators, decided) = (db.Invoices.Of(actor), db.StaffGrants.Allowing(actor, StaffRole.Operator), db.InvoiceInterest);
        // What was charged is shown also once there is no rate any more.
        var may = options.Value.IsOn ? db.MayCostInterest(options.Value) : db.Invoices.Where(i => decided.Any(d => d.InvoiceId == i.Id));
        var seen = may.Where(i => i.Number == number && (own.Any(o => o.Id == i.Id) || operators.Any()));
        if (await db.ReadLateAsync(seen, options.Value, cancel) is not { } late)
        {
            return null;
        }

        var (accrued, currency) = (late.Accrued(options.Value.BasisPoints, DateOnly.FromDateTime(clock.UtcNow)), late.Invoice.Currency);
        var charged = await ChargedAsync(db, late, cancel);
        var waived = late.Decided.Select(one => one.Waived).LastOrDefault(why => why is not null);
        return accrued.Days == 0 && charged.Count == 0 && waived is null ? null : new(
            new(accrued.Minor, currency), accrued.Days, options.Value.BasisPoints, charged, waived,
            options.Value.IsOn && !late.IsOver && await operators.AnyAsync(cancel));
    }

    private async Task<IReadOnlyList<ChargedInterest>> ChargedAsync(MarketplaceDb db, LateInvoice late, CancellationToken cancel)
    {
        var (ids, today, end) = (late.Decided.Select(one => one.DocumentId).OfType<long>().ToList(), DateOnly.FromDateTime(clock.UtcNow), options.Value.End);
        var overdue = await db.Invoices.Where(i => ids.Contains(i.Id) && i.Due < today).WithRest().Where(rest => rest.Minor > 0)
            .Select(rest => rest.Invoice.Id).ToListAsync(cancel);
        var reminded = await db.Set<InterestReminder>().Where(r => ids.Contains(r.InvoiceId) && r.IsSent && r.Number != end).GroupBy(r => r.InvoiceId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return
        [
            .. late.Decided.Where(one => one.Document is not null).Select(one => new ChargedInterest(
                one.Document!.Number, one.From, one.Until, one.Document.Total, overdue.Contains(one.Document.Id),
                reminded.GetValueOrDefault(one.Document.Id))),
        ];
    }
}
