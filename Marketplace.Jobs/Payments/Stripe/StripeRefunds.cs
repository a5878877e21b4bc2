using Marketplace.Data;
using Net = global::Stripe;

namespace Marketplace.Payments.Stripe;

/// <summary>Gives payments back, whole or in part.</summary>
internal sealed class StripeRefunds(StripeCalls stripe, StripePayments payments)
{
    public const string RefundKey = "refund";

    private static readonly HashSet<string> Final = ["charge_disputed", "charge_already_refunded", "charge_not_refundable"];

    public async Task<ProviderRefund> RefundAsync(string key, string paymentId, Money amount, CancellationToken cancel)
    {
        var (intent, payment) = await payments.IntentOfAsync(paymentId, cancel);
        // A key is kept for a day, and an answer may have been lost for longer.
        if (await FindAsync(intent, key, cancel) is { } earlier)
        {
            return Told(earlier);
        }

        var refund = new Net.RefundCreateOptions
        {
            PaymentIntent = intent, Amount = StripeAmounts.ToStripe(amount),
            // The key names our refund; see ProviderRequest.
            Metadata = new() { ["key"] = key, [RefundKey] = key[(key.IndexOf('-') + 1)..], [StripePayments.PaymentKey] = payment },
        };
        try
        {
            return Told(await StripeCalls.ChangeAsync(
                "refund a payment", key, request => stripe.Api.Refunds.CreateAsync(refund, request, cancel),
                () => FindAsync(intent, key, cancel), cancel));
        }
        catch (Net.StripeException refusal) when (Final.Contains(refusal.StripeError?.Code ?? "") || refusal.StripeError?.Param is "amount")
        {
            return new(key, RefundState.Failed, amount, refusal.StripeError?.Code ?? "more_than_was_paid");
        }
        catch (Net.StripeException refusal)
        {
            throw stripe.Refused("refund a payment", refusal);
        }
    }

    public async Task<ProviderRefund> ReadAsync(string id, CancellationToken cancel) => Told(
        await stripe.ReadAsync("read a refund", request => stripe.Api.Refunds.GetAsync(id, null, request, cancel), cancel));

    private Task<Net.Refund?> FindAsync(string intent, string key, CancellationToken cancel) => stripe.ReadAsync(
        "look for a refund", async request =>
        {
            await foreach (var one in stripe.Api.Refunds.ListAutoPagingAsync(new() { PaymentIntent = intent, Limit = 100 }, request, cancel))
            {
                if (one.Metadata?.GetValueOrDefault("key") == key)
                {
                    return one;
                }
            }

            return null;
        }, cancel);

    private static ProviderRefund Told(Net.Refund refund) => new(
        refund.Id,
        refund.Status switch { "succeeded" => RefundState.Succeeded, "failed" or "canceled" => RefundState.Failed, _ => RefundState.Pending },
        StripeAmounts.FromStripe(refund.Amount, refund.Currency), refund.FailureReason);
}
