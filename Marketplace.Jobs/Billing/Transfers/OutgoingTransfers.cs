using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Transfers;

/// <summary>Implemented by the slices that have transfers of their own: Payouts. All of it is within the transaction that takes the line.</summary>
public interface IBankListener
{
    /// <summary>Hears of each transfer that a line of the statement shows to have left.</summary>
    Task LeftAsync(MarketplaceDb db, OutgoingTransfer transfer, CancellationToken cancel);

    /// <summary>Is asked first of each line that arrived.</summary>
    /// <returns>Whether it knows the line, and has decided on it.</returns>
    Task<bool> ArrivedAsync(MarketplaceDb db, BankLine line, CancellationToken cancel);
}

/// <summary>What is to leave the account, and the lines of statements by which it did.</summary>
public sealed class OutgoingTransfers(
    IDbContextFactory<MarketplaceDb> databases, PaymentBooks books, IEnumerable<IBankListener> listeners, TimeProvider clock)
{
    private const int Max = 200;

    private readonly IReadOnlyList<IBankListener> _listeners = [.. listeners];

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
        line.Decide(BankLineState.Booked, $"Sent: {transfer.Reason}", line.File is null ? actor.UserId : null, now);
        await db.SaveChangesAsync(cancel);
        if (transfer.Key is not null
            && await db.Refunds.Where(r => r.ProviderId == transfer.Id).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(cancel) is { } refund)
        {
            await books.TakeAsync(db, refund, transfer.Told, null, null, cancel);
        }

        foreach (var listener in _listeners)
        {
            await listener.LeftAsync(db, transfer, cancel);
        }
    }

    /// <summary>Whether another slice knows what arrived, and has decided on it.</summary>
    internal async Task<bool> ArrivedAsync(MarketplaceDb db, BankLine line, CancellationToken cancel)
    {
        foreach (var listener in _listeners)
        {
            if (await listener.ArrivedAsync(db, line, cancel))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Names(StatementLine line, string reference) =>
        RfReference.Normalize($"{line.Reference} {line.Text}").Contains(reference, StringComparison.Ordinal);
}
