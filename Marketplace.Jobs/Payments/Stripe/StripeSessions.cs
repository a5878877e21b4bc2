using System.Globalization;
using Marketplace.Data;
using Net = global::Stripe;

namespace Marketplace.Payments.Stripe;

/// <summary>What a checkout session of Stripe, with its payment, means here: pure.</summary>
internal static class StripeSessions
{
    public static ProviderPayment Told(Net.Checkout.Session session)
    {
        var (intent, state) = (session.PaymentIntent, StateOf(session));
        var charge = intent?.LatestCharge;
        return new(
            session.Id, state, StripeAmounts.FromStripe(session.AmountTotal ?? 0, session.Currency), state.IsLive() ? session.Url : null,
            state is PaymentState.Started or PaymentState.ActionNeeded || charge is null ? null : Method(charge), Failure(state, intent), Fee(charge));
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

    // In another currency than the payment's, it is posted from the balance.
    private static long? Fee(Net.Charge? charge) =>
        charge is { Paid: true, BalanceTransaction: { } line } && line.Currency == charge.Currency
            ? StripeAmounts.FromStripe(line.Fee, line.Currency).Minor : null;

    private static PaidBy? Method(Net.Charge charge) => charge.PaymentMethodDetails switch
    {
        { Card: { } card } => new($"{Brand(card.Brand)} •••• {card.Last4}", card.Country),
        { SepaDebit: { } debit } => new($"SEPA •••• {debit.Last4}", debit.Country),
        { Type: { Length: > 0 } type } => new(CultureInfo.InvariantCulture.TextInfo.ToTitleCase(type.Replace('_', ' ')), null),
        _ => null,
    };

    private static string Brand(string? brand) => brand switch
    {
        "amex" => "American Express",
        "jcb" => "JCB",
        "unionpay" => "UnionPay",
        "eftpos_au" => "eftpos",
        null or "unknown" => "Card",
        _ => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(brand),
    };
}
