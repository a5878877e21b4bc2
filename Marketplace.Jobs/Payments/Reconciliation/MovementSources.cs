using Marketplace.Data;
using Marketplace.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments.Reconciliation;

/// <summary>Which journals a movement belongs to. What they need and is not known yet is asked of the provider first.</summary>
/// <param name="Main">By its source; null where it belongs to nothing that is kept here.</param>
/// <param name="Fee">Of the fee that the movement names beside its amount.</param>
/// <param name="Cause">Why there is none, probably.</param>
/// <param name="Document">What the journals belong to.</param>
/// <param name="Conflict">A journal that contradicts it, by its source.</param>
internal sealed record MovementSources(string? Main, string? Fee, string Document, string Cause, Guid? PaymentId = null, string? Conflict = null)
{
    /// <summary>Nothing of the movement can be posted.</summary>
    public static MovementSources None(string cause, string? conflict = null) => new(null, null, "", cause, null, conflict);
}

internal sealed class MovementFinder(ProviderCalls calls)
{
    private const string ByHand = "by hand, or by another program that uses the same account";

    public async Task<MovementSources> FindAsync(MarketplaceDb db, KeptMovement movement, CancellationToken cancel) => movement.Kind switch
    {
        MovementKind.Payment => await PaymentAsync(db, movement, cancel),
        MovementKind.Refund or MovementKind.RefundFailed => await RefundAsync(db, movement, cancel),
        MovementKind.Dispute or MovementKind.DisputeWon => await DisputeAsync(movement, cancel),
        MovementKind.Transfer when movement.TransferRef is { } transfer => new(
            TransferPostings.SourceOf(movement.Provider, transfer), null, $"transfer/{movement.MovementId}", $"Transferred at {movement.Provider} {ByHand}."),
        MovementKind.Payout => Own("provider-payout", movement),
        MovementKind.Fee => Own("provider-fee", movement),
        _ => new(null, null, "", $"A movement of a kind that the marketplace does not post. It was made at {movement.Provider} {ByHand}."),
    };

    public static string Exchange(KeptMovement movement) => $"provider-exchange/{movement.Provider}-{movement.MovementId}";

    private static MovementSources Own(string kind, KeptMovement movement)
    {
        var id = $"{movement.Provider}-{movement.MovementId}";
        return new($"{kind}/{id}", kind == "provider-fee" ? null : $"provider-fee/{id}", $"{kind}/{id}", "It was not posted.");
    }

    private async Task<MovementSources> PaymentAsync(MarketplaceDb db, KeptMovement movement, CancellationToken cancel)
    {
        if (movement.PaymentRef is not { } reference
            || await db.Payments.AsNoTracking().At(movement.Provider, reference).FirstOrDefaultAsync(cancel) is not { } payment)
        {
            return new(null, null, "", $"Paid at {movement.Provider} {ByHand}.");
        }

        var now = payment is { State: PaymentState.Succeeded, FeeMinor: not null } ? payment : await calls.RefreshAsync(payment.Id, cancel);
        return new(
            $"payment/{payment.Id:N}", $"payment-fee/{payment.Id:N}", payment.Document, $"The payment is {now.State} here; its provider says otherwise.",
            payment.Id);
    }

    private async Task<MovementSources> RefundAsync(MarketplaceDb db, KeptMovement movement, CancellationToken cancel)
    {
        if (movement.RefundRef is not { } reference
            || await db.Refunds.AsNoTracking().Include(r => r.Payment).At(movement.Provider, reference).FirstOrDefaultAsync(cancel) is not { } refund)
        {
            return new(null, null, "", $"Refunded at {movement.Provider} {ByHand}. Credit its invoice, so that books and license follow.");
        }

        var failed = movement.Kind is MovementKind.RefundFailed;
        if (refund.State != (failed ? RefundState.Failed : RefundState.Succeeded))
        {
            await calls.RefreshRefundAsync(refund.Id, cancel);
        }

        return new(
            $"{(failed ? "refund-returned" : "refund")}/{refund.Id:N}", null, refund.Payment.Document,
            $"The refund is {refund.State} here; its provider says otherwise.");
    }

    private async Task<MovementSources> DisputeAsync(KeptMovement movement, CancellationToken cancel)
    {
        if (movement.DisputeRef is not { } reference || await calls.RefreshDisputeAsync(movement.Provider, reference, cancel) is not { } dispute)
        {
            return new(null, null, "", $"A dispute of a payment that was made at {movement.Provider} {ByHand}.");
        }

        var won = movement.Kind is MovementKind.DisputeWon;
        return new(
            $"{(won ? "dispute-won" : "dispute")}/{dispute.Id:N}", $"{(won ? "dispute-fee-returned" : "dispute-fee")}/{dispute.Id:N}", dispute.Payment.Document,
            $"The dispute is {dispute.State} here; its provider says otherwise.");
    }
}
