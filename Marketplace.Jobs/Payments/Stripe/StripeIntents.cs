using Marketplace.Data;
using Net = global::Stripe;

namespace Marketplace.Payments.Stripe;

/// <summary>Payments by a saved method: charged at once, or on the bank's page where the bank wants 3-D Secure.</summary>
internal sealed class StripeIntents(StripeCalls stripe, StripeCustomers customers, TimeProvider clock)
{
    // No request waits so long for its answer.
    private static readonly TimeSpan AskedWithin = TimeSpan.FromDays(30);

    private static readonly List<string> Expand = ["latest_charge.balance_transaction"];

    public static bool Has(string id) => id.StartsWith("pi_", StringComparison.Ordinal);

    public async Task<ProviderPayment> StartAsync(string key, Guid paymentId, PaymentWish asked, CancellationToken cancel)
    {
        try
        {
            return await ChargeAsync(key, paymentId, asked, cancel);
        }
        catch (Net.StripeException refusal) when (refusal.StripeError is { PaymentIntent: { } declined })
        {
            return await ReadAsync(declined.Id, cancel);
        }
        catch (Net.StripeException refusal) when (refusal.StripeError is { Param: "payment_method" } or { Code: "resource_missing", Param: "customer" })
        {
            // It was removed at Stripe: the buyer chooses another one.
            return new(key, PaymentState.Failed, asked.Amount, Failure: PaymentFailure.MethodGone);
        }
        catch (Net.StripeException refusal) when (refusal.HttpStatusCode is System.Net.HttpStatusCode.BadRequest or System.Net.HttpStatusCode.PaymentRequired)
        {
            // Nothing came of it, and nothing will, such as by a direct debit in another currency than its own.
            stripe.Refused("pay by a saved method", refusal);
            return new(key, PaymentState.Failed, asked.Amount, Failure: PaymentFailure.Refused);
        }
        catch (Net.StripeException refusal)
        {
            throw stripe.Refused("pay by a saved method", refusal);
        }
    }

    private async Task<ProviderPayment> ChargeAsync(string key, Guid paymentId, PaymentWish asked, CancellationToken cancel)
    {
        var (customer, _) = await customers.OfAsync(asked.OrganizationId, asked.Email, cancel);
        // A key is kept for a day, and an answer may have been lost for longer: nothing may be charged twice.
        if (await FindAsync(customer, paymentId, cancel) is { } earlier)
        {
            return await ReadAsync(earlier.Id, cancel);
        }

        var intent = new Net.PaymentIntentCreateOptions
        {
            Amount = StripeAmounts.ToStripe(asked.Amount),
            Currency = asked.Amount.Currency.ToLowerInvariant(),
            Customer = customer,
            PaymentMethod = asked.Method!.ProviderId,
            Confirm = true,
            // Stripe takes no address to come back to where nobody is.
            OffSession = asked.IsOffSession ? true : null,
            ReturnUrl = asked.IsOffSession ? null : asked.ReturnUrl.AbsoluteUri,
            Description = asked.Description.Clip(500),
            Metadata = new() { [StripePayments.PaymentKey] = $"{paymentId:N}" },
            Expand = Expand,
        };
        return Told(await StripeCalls.ChangeAsync(
            "pay by a saved method", key, request => stripe.Api.PaymentIntents.CreateAsync(intent, request, cancel),
            () => FindAsync(customer, paymentId, cancel), cancel));
    }

    public async Task<ProviderPayment> ReadAsync(string id, CancellationToken cancel) => Told(await IntentAsync(id, cancel));

    public async Task<ProviderPayment> CancelAsync(string key, string id, CancellationToken cancel)
    {
        try
        {
            return Told(await StripeCalls.ChangeAsync(
                "cancel a payment", key, request => stripe.Api.PaymentIntents.CancelAsync(id, new() { Expand = Expand }, request, cancel),
                async () => await IntentAsync(id, cancel) is { Status: "canceled" or "succeeded" } ended ? ended : null, cancel));
        }
        catch (Net.StripeException refusal) when (refusal.HttpStatusCode is System.Net.HttpStatusCode.BadRequest)
        {
            // It was paid, or had ended, at this moment.
            return await ReadAsync(id, cancel);
        }
        catch (Net.StripeException refusal)
        {
            throw stripe.Refused("cancel a payment", refusal);
        }
    }

    internal Task<Net.PaymentIntent> IntentAsync(string id, CancellationToken cancel) => stripe.ReadAsync(
        "read a payment", request => stripe.Api.PaymentIntents.GetAsync(id, new() { Expand = Expand }, request, cancel), cancel);

    private Task<Net.PaymentIntent?> FindAsync(string customer, Guid paymentId, CancellationToken cancel) => stripe.ReadAsync(
        "look for a payment", async request =>
        {
            await foreach (var one in stripe.Api.PaymentIntents.ListAutoPagingAsync(
                new() { Customer = customer, Created = new Net.DateRangeOptions { GreaterThanOrEqual = clock.UtcNow - AskedWithin }, Limit = 100 },
                request, cancel))
            {
                if (one.Metadata?.GetValueOrDefault(StripePayments.PaymentKey) == $"{paymentId:N}")
                {
                    return one;
                }
            }

            return null;
        }, cancel);

    private static ProviderPayment Told(Net.PaymentIntent intent)
    {
        var (charge, state) = (intent.LatestCharge, intent.Status switch
        {
            "succeeded" => PaymentState.Succeeded,
            "processing" => PaymentState.Processing,
            "requires_action" => PaymentState.ActionNeeded,
            "canceled" => PaymentState.Canceled,
            // The method was refused, or its bank did not confirm it: the payer chooses another way.
            _ => PaymentState.Failed,
        });
        return new(
            intent.Id, state, StripeAmounts.FromStripe(intent.Amount, intent.Currency),
            state is PaymentState.ActionNeeded ? intent.NextAction?.RedirectToUrl?.Url : null,
            state is PaymentState.ActionNeeded || charge is null ? null : StripeFaces.Of(charge),
            state is PaymentState.Failed ? StripeFailures.Of(intent.LastPaymentError?.Code, intent.LastPaymentError?.DeclineCode) : null,
            StripeFaces.Fee(charge));
    }
}
