using Net = global::Stripe;

namespace Marketplace.Payments.Stripe;

/// <summary>Saved methods leave their customer: Stripe charges them no more.</summary>
internal sealed class StripeMethods(StripeCalls stripe)
{
    public async Task ForgetAsync(string key, string methodId, CancellationToken cancel)
    {
        try
        {
            await StripeCalls.ChangeAsync(
                "forget a saved method", key, request => stripe.Api.PaymentMethods.DetachAsync(methodId, null, request, cancel),
                () => Task.FromResult<Net.PaymentMethod?>(null), cancel);
        }
        catch (Net.StripeException refusal) when (refusal.HttpStatusCode is System.Net.HttpStatusCode.BadRequest or System.Net.HttpStatusCode.NotFound)
        {
            // It had left already, or never was there.
        }
        catch (Net.StripeException refusal)
        {
            throw stripe.Refused("forget a saved method", refusal);
        }
    }
}
