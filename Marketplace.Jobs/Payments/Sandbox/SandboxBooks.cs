using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments.Sandbox;

/// <summary>Keeps the sandbox's own books: one payer's act at a time, with what it moves.</summary>
public sealed class SandboxBooks(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>Changes a payment that has not ended.</summary>
    /// <returns>With what moved that is told of.</returns>
    internal async Task<(TillOutcome Outcome, IReadOnlyList<SandboxMovement> Movements)> ChangeAsync(
        string id, Func<SandboxPayment, TillOutcome> change, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.SandboxPayments.FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } payment)
        {
            return (new TillOutcome.NotFound(), []);
        }

        if (!payment.State.IsLive() || (payment.State is PaymentState.Processing && payment.DecidedAt > clock.UtcNow))
        {
            return (new TillOutcome.Done(payment.ReturnUrl), []);
        }

        var outcome = change(payment);
        List<SandboxMovement> movements = Movement(payment) is { } movement ? [movement] : [];
        if (payment is { State: PaymentState.Succeeded, IsDisputed: true })
        {
            var dispute = new SandboxDispute($"sbd_{payment.PaymentId:N}", payment.Id, payment.Minor, payment.Currency, clock.UtcNow);
            db.Add(dispute);
            movements.Add(dispute.Opened);
        }

        db.AddRange(movements);

        try
        {
            await db.SaveChangesAsync(cancel);
            return (outcome, movements);
        }
        catch (DbUpdateConcurrencyException)
        {
            return (new TillOutcome.Declined("It was paid, or canceled, in another window at this moment."), []);
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

    internal static ProviderNews News(SandboxMovement m) => new($"sbe_{m.Id}", m.Type, m.At, m.PaymentId, m.RefundId, m.DisputeId);

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
