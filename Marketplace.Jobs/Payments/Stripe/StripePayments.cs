using Marketplace.Data;
using Net = global::Stripe;

namespace Marketplace.Payments.Stripe;

/// <summary>Payments by checkout sessions, which Stripe shows on its own page and ends after 24 hours.</summary>
internal sealed class StripePayments(StripeCalls stripe, StripeCustomers customers)
{
    public const string PaymentKey = "payment";

    private static readonly List<string> Expand = ["payment_intent.latest_charge.balance_transaction"];

    public async Task<ProviderPayment> StartAsync(string key, Guid paymentId, PaymentWish asked, CancellationToken cancel)
    {
        try
        {
            var (customer, number) = await customers.OfAsync(asked.OrganizationId, asked.Email, cancel);
            var session = Session($"{paymentId:N}", customer, asked);
            // One that is lost cannot be paid, since nobody knows its address; another one does no harm.
            return StripeSessions.Told(await StripeCalls.ChangeAsync(
                "start a payment", number == 0 ? key : $"{key}-c{number}",
                request => stripe.Api.Checkout.Sessions.CreateAsync(session, request, cancel), () => Task.FromResult<Net.Checkout.Session?>(null), cancel));
        }
        catch (Net.StripeException refusal) when (refusal.StripeError is { Code: "resource_missing", Param: "customer" })
        {
            await customers.LoseAsync(asked.OrganizationId, cancel);
            throw new ProviderAwayException("Stripe has the organization’s customer no more; the next attempt makes another one.");
        }
        catch (Net.StripeException refusal)
        {
            throw stripe.Refused("start a payment", refusal);
        }
    }

    public async Task<ProviderPayment> ReadAsync(string id, CancellationToken cancel) => StripeSessions.Told(await SessionAsync(id, cancel));

    public async Task<ProviderPayment> CancelAsync(string key, string id, CancellationToken cancel)
    {
        try
        {
            await StripeCalls.ChangeAsync(
                "cancel a payment", key, request => stripe.Api.Checkout.Sessions.ExpireAsync(id, null, request, cancel),
                async () => await SessionAsync(id, cancel) is { Status: not "open" } ended ? ended : null, cancel);
        }
        catch (Net.StripeException refusal) when (refusal.HttpStatusCode is System.Net.HttpStatusCode.BadRequest)
        {
            // It was paid, or had ended, at this moment: how it is now says so.
        }
        catch (Net.StripeException refusal)
        {
            throw stripe.Refused("cancel a payment", refusal);
        }

        return await ReadAsync(id, cancel);
    }

    internal Task<Net.Checkout.Session> SessionAsync(string id, CancellationToken cancel) => stripe.ReadAsync(
        "read a payment", request => stripe.Api.Checkout.Sessions.GetAsync(id, new() { Expand = Expand }, request, cancel), cancel);

    private static Net.Checkout.SessionCreateOptions Session(string id, string customer, PaymentWish asked)
    {
        var session = new Net.Checkout.SessionCreateOptions
        {
            Mode = "payment",
            Customer = customer,
            ClientReferenceId = id,
            Metadata = new() { [PaymentKey] = id },
            SuccessUrl = asked.ReturnUrl.AbsoluteUri,
            CancelUrl = asked.ReturnUrl.AbsoluteUri,
            LineItems =
            [
                new()
                {
                    Quantity = 1,
                    PriceData = new()
                    {
                        Currency = asked.Amount.Currency.ToLowerInvariant(), UnitAmount = StripeAmounts.ToStripe(asked.Amount),
                        ProductData = new() { Name = asked.Description.Clip(250) },
                    },
                },
            ],
            PaymentIntentData = new() { Description = asked.Description.Clip(500), Metadata = new() { [PaymentKey] = id } },
        };
        if (asked.SavesMethod)
        {
            // Stripe.net sends a null that is set as an empty text, which Stripe refuses.
            session.PaymentIntentData.SetupFutureUsage = "off_session";
        }

        return session;
    }
}
