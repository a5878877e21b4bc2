using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Interest;

/// <param name="Until">The day after the last.</param>
public sealed record ChargedInterest(string Number, DateOnly From, DateOnly Until, Money Amount);

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
        var charged = late.Decided.Where(one => one.Document is not null)
            .Select(one => new ChargedInterest(one.Document!.Number, one.From, one.Until, one.Document.Total)).ToList();
        var waived = late.Decided.Select(one => one.Waived).LastOrDefault(why => why is not null);
        return accrued.Days == 0 && charged.Count == 0 && waived is null ? null : new(
            new(accrued.Minor, currency), accrued.Days, options.Value.BasisPoints, charged, waived,
            options.Value.IsOn && !late.IsOver && await operators.AnyAsync(cancel));
    }
}
