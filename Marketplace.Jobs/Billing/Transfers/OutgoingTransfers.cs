using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Transfers;

/// <summary>What is to leave the account, and the lines of statements by which it did.</summary>
public sealed class OutgoingTransfers(IDbContextFactory<MarketplaceDb> databases, PaymentBooks books, TimeProvider clock)
{
    private const int Max = 200;

    /// <summary>For operators, what waits to be sent, the oldest first.</summary>
    public async Task<IReadOnlyList<OutgoingTransfer>> WaitingAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return await db.OutgoingTransfers.AsNoTracking().Where(t => t.SentAt == null && operators.Any()).OrderBy(t => t.At).Take(Max).ToListAsync(cancel);
    }

    /// <summary>A transfer as it would stand on the statement of today.</summary>
    internal StatementLine LineOf(OutgoingTransfer transfer)
    {
        var today = DateOnly.FromDateTime(clock.UtcNow);
        return new("", today, today, -transfer.Amount, transfer.Name, transfer.Iban, transfer.Reference, "", "");
    }

    /// <summary>What a line of the statement sent, if that is known.</summary>
    internal async Task FindAsync(MarketplaceDb db, BankLine line, Actor actor, CancellationToken cancel)
    {
        var (minor, currency, now) = (-line.Minor, line.Currency, clock.UtcNow);
        var waiting = await db.OutgoingTransfers.Where(t => t.SentAt == null && t.Minor == minor && t.Currency == currency).OrderBy(t => t.At).Take(Max)
            .ToListAsync(cancel);
        if ((waiting.Find(t => Names(line.Said, t.Reference)) ?? waiting.Find(t => t.Iban is not null && t.Iban == line.Iban)) is not { } transfer)
        {
            return;
        }

        transfer.Send(line.Id, now);
        line.Decide(BankLineState.Booked, $"Sent back: {transfer.Reason}", line.File is null ? actor.UserId : null, now);
        await db.SaveChangesAsync(cancel);
        if (transfer.Key is not null
            && await db.Refunds.Where(r => r.ProviderId == transfer.Id).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(cancel) is { } refund)
        {
            await books.TakeAsync(db, refund, transfer.Told, null, null, cancel);
        }
    }

    private static bool Names(StatementLine line, string reference) =>
        RfReference.Normalize($"{line.Reference} {line.Text}").Contains(reference, StringComparison.Ordinal);
}
