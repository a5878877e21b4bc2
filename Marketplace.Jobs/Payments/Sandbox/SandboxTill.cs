using Marketplace.Data;
using Marketplace.Payments.Inbox;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments.Sandbox;

/// <summary>What a payer does at the sandbox: what a provider's own page would do.</summary>
public sealed class SandboxTill(IDbContextFactory<MarketplaceDb> databases, SandboxBooks books, ProviderInbox inbox, TimeProvider clock)
{
    public static readonly TimeSpan DebitTakes = TimeSpan.FromMinutes(1);

    public async Task<SandboxPayment?> FindAsync(string id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.SandboxPayments.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel);
    }

    /// <param name="number">Of a <see cref="SandboxCard"/>.</param>
    public Task<TillOutcome> PayAsync(string id, string number, CancellationToken cancel) => ChangeAsync(
        id, payment => SandboxCard.Find(number) is { } card ? Try(payment, card, clock.UtcNow)
            : new TillOutcome.Declined("The sandbox takes its test numbers only. Choose one of the list."),
        cancel);

    internal static TillOutcome Try(SandboxPayment payment, SandboxCard card, DateTime now) => card.Outcome switch
    {
        SandboxOutcome.Declined => Declined(payment, card),
        SandboxOutcome.KeptThenDeclined when payment.Minor > 0 => Declined(payment, card),
        SandboxOutcome.NeedsConfirmation or SandboxOutcome.NeedsConfirmationThenDeclined => Waits(payment, card),
        // Nothing is taken from an account that is only kept.
        SandboxOutcome.SucceedsLater or SandboxOutcome.FailsLater when payment.Minor > 0 => Later(payment, card, now),
        _ => Succeeded(payment, card),
    };

    /// <summary>3-D Secure.</summary>
    public Task<TillOutcome> ConfirmAsync(string id, bool isConfirmed, CancellationToken cancel) => ChangeAsync(id, payment =>
    {
        var card = payment.PaidBy!;
        if (payment.State is not PaymentState.ActionNeeded)
        {
            return new TillOutcome.Done(payment.ReturnUrl);
        }

        if (isConfirmed && card.Outcome is SandboxOutcome.NeedsConfirmation)
        {
            return Succeeded(payment, card);
        }

        payment.Try(card, PaymentState.Started, isConfirmed ? card.Failure : PaymentFailure.Authentication);
        return new TillOutcome.Declined(isConfirmed ? $"{card.Says}." : "It was not confirmed. Try again, or use another card.");
    }, cancel);

    private async Task<TillOutcome> ChangeAsync(string id, Func<SandboxPayment, TillOutcome> change, CancellationToken cancel)
    {
        var (outcome, movements) = await books.ChangeAsync(id, change, cancel);
        foreach (var movement in movements)
        {
            await inbox.ReceiveAsync(PaymentProviders.Sandbox, SandboxBooks.News(movement), "", "", cancel);
        }

        return outcome;
    }

    private static TillOutcome.Declined Declined(SandboxPayment payment, SandboxCard card)
    {
        payment.Try(card, PaymentState.Started, card.Failure);
        return new($"{card.Says}. Try another card.");
    }

    private static TillOutcome.Confirm Waits(SandboxPayment payment, SandboxCard card)
    {
        payment.Try(card, PaymentState.ActionNeeded, null);
        return new();
    }

    private static TillOutcome.Done Later(SandboxPayment payment, SandboxCard card, DateTime now)
    {
        payment.Try(card, PaymentState.Processing, null, now + DebitTakes);
        return new(payment.ReturnUrl);
    }

    private static TillOutcome.Done Succeeded(SandboxPayment payment, SandboxCard card)
    {
        payment.Try(card, PaymentState.Succeeded, null);
        if (card.Outcome is SandboxOutcome.Disputed && payment.Minor > 0)
        {
            payment.Dispute();
        }

        return new(payment.ReturnUrl);
    }
}
