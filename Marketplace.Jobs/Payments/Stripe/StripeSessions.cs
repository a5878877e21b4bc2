using Marketplace.Data;
using Net = global::Stripe;

namespace Marketplace.Payments.Stripe;

/// <summary>What a checkout session of Stripe, with its payment, means here: pure.</summary>
internal static class StripeSessions
{
    public static ProviderPayment Told(Net.Checkout.Session session)
    {
        if (session.Mode is "setup")
        {
            return ToldSetup(session);
        }

        var (intent, state) = (session.PaymentIntent, StateOf(session));
        var charge = intent?.LatestCharge;
        return new(
            session.Id, state, StripeAmounts.FromStripe(session.AmountTotal ?? 0, session.Currency), state.IsLive() ? session.Url : null,
            state is PaymentState.Started or PaymentState.ActionNeeded || charge is null ? null : StripeFaces.Of(charge), Failure(state, intent),
            StripeFaces.Fee(charge),
            state is PaymentState.Succeeded && intent is { SetupFutureUsage: "off_session", PaymentMethod: { } method } ? StripeFaces.Kept(method) : null);
    }

    // Nothing is paid, and a method is kept.
    private static ProviderPayment ToldSetup(Net.Checkout.Session session)
    {
        var (setup, none) = (session.SetupIntent, StripeAmounts.FromStripe(0, session.Currency));
        var state = session.Status switch
        {
            "expired" => PaymentState.Canceled,
            "complete" when setup?.Status is "succeeded" => PaymentState.Succeeded,
            "complete" => PaymentState.Processing,
            _ => setup?.Status is "requires_action" ? PaymentState.ActionNeeded : PaymentState.Started,
        };
        var kept = state is PaymentState.Succeeded && setup?.PaymentMethod is { } method ? StripeFaces.Kept(method) : null;
        return new(
            session.Id, state, none, state.IsLive() ? session.Url : null, kept?.Face,
            state is PaymentState.Started && setup?.LastSetupError is { } last ? StripeFailures.Of(last.Code, last.DeclineCode) : null, Kept: kept);
    }

    private static PaymentState StateOf(Net.Checkout.Session session) => session switch
    {
        { PaymentStatus: "paid" } or { PaymentIntent.Status: "succeeded" } => PaymentState.Succeeded,
        { PaymentIntent.Status: "processing" } => PaymentState.Processing,
        { Status: "expired" } => PaymentState.Canceled,
        // It was complete once: the bank said no days later, and the session takes no other attempt.
        { Status: "complete", PaymentIntent.Status: "requires_payment_method" or "canceled" } => PaymentState.Failed,
        { Status: "complete" } => PaymentState.Processing,
        { PaymentIntent.Status: "requires_action" } => PaymentState.ActionNeeded,
        _ => PaymentState.Started,
    };

    private static string? Failure(PaymentState state, Net.PaymentIntent? intent) =>
        state is PaymentState.Failed
            ? intent?.LastPaymentError is { DeclineCode: { } declined } error ? StripeFailures.Of(error.Code, declined) : PaymentFailure.DebitReturned
        : state is PaymentState.Started && intent?.LastPaymentError is { } last ? StripeFailures.Of(last.Code, last.DeclineCode)
        : null;
}
