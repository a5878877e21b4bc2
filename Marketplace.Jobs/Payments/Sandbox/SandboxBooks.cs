using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments.Sandbox;

/// <summary>Keeps the sandbox's own books: one payer's act at a time, with what it moves.</summary>
public sealed class SandboxBooks(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>Changes a payment that has not ended.</summary>
    /// <returns>The movement is null where nothing moved that is told of.</returns>
    internal async Task<(TillOutcome Outcome, SandboxMovement? Movement)> ChangeAsync(
        string id, Func<SandboxPayment, TillOutcome> change, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.SandboxPayments.FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } payment)
        {
            return (new TillOutcome.NotFound(), null);
        }

        if (!payment.State.IsLive() || (payment.State is PaymentState.Processing && payment.DecidedAt > clock.UtcNow))
        {
            return (new TillOutcome.Done(payment.ReturnUrl), null);
        }

        var outcome = change(payment);
        var movement = Movement(payment);
        if (movement is not null)
        {
            db.Add(movement);
        }

        try
        {
            await db.SaveChangesAsync(cancel);
            return (outcome, movement);
        }
        catch (DbUpdateConcurrencyException)
        {
            return (new TillOutcome.Declined("It was paid, or canceled, in another window at this moment."), null);
        }
    }

    /// <summary>Decides direct debits that are due.</summary>
    internal async Task DecideAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var id in await db.SandboxPayments.Where(p => p.DecidedAt <= now).OrderBy(p => p.DecidedAt).Select(p => p.Id).Take(100).ToListAsync(cancel))
        {
            await ChangeAsync(id, payment =>
            {
                if (payment is { DecidedAt: not null, PaidBy: { } card })
                {
                    payment.Try(card, card.Outcome is SandboxOutcome.SucceedsLater ? PaymentState.Succeeded : PaymentState.Failed, card.Failure);
                }

                return new TillOutcome.Done(payment.ReturnUrl);
            }, cancel);
        }
    }

    internal static ProviderNews News(SandboxMovement m) => new($"sbe_{m.Id}", m.Type, m.At, m.PaymentId, m.RefundId);

    private SandboxMovement? Movement(SandboxPayment payment) => payment.State switch
    {
        PaymentState.Succeeded => new(
            MovementKind.Payment, "payment.succeeded", payment.Minor - payment.FeeMinor!.Value, payment.FeeMinor.Value, payment.Currency, payment.Id, null,
            clock.UtcNow),
        PaymentState.Failed => new(MovementKind.Other, "payment.failed", 0, 0, payment.Currency, payment.Id, null, clock.UtcNow),
        PaymentState.Processing => new(MovementKind.Other, "payment.processing", 0, 0, payment.Currency, payment.Id, null, clock.UtcNow),
        _ => null,
    };
}
