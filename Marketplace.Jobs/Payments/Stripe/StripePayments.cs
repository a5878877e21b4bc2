using Marketplace.Data;
using Net = global::Stripe;

namespace Marketplace.Payments.Stripe;

/// <summary>
/// Payments by checkout sessions, which Stripe shows on its own page and ends after 24 hours; by a saved method they are <see cref="StripeIntents"/>.
/// </summary>
internal sealed class StripePayments(StripeCalls stripe, StripeCustomers customers, StripeIntents intents)
{
    public const string PaymentKey = "payment";

    private static readonly List<string> Expand =
        ["payment_intent.latest_charge.balance_transaction", "payment_intent.payment_method", "setup_intent.payment_method"];

    public async Task<ProviderPayment> StartAsync(string key, Guid paymentId, PaymentWish asked, CancellationToken cancel)
    {
        if (asked.Method is not null)
        {
            return await intents.StartAsync(key, paymentId, asked, cancel);
        }

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

    public async Task<ProviderPayment> ReadAsync(string id, CancellationToken cancel) =>
        StripeIntents.Has(id) ? await intents.ReadAsync(id, cancel) : StripeSessions.Told(await SessionAsync(id, cancel));

    public async Task<ProviderPayment> CancelAsync(string key, string id, CancellationToken cancel)
    {
        if (StripeIntents.Has(id))
        {
            return await intents.CancelAsync(key, id, cancel);
        }

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

    /// <returns>The id of Stripe's payment, and of ours, which it carries.</returns>
    public async Task<(string Intent, string Payment)> IntentOfAsync(string id, CancellationToken cancel)
    {
        if (StripeIntents.Has(id))
        {
            return (id, (await intents.IntentAsync(id, cancel)).Metadata[PaymentKey]);
        }

        var session = await SessionAsync(id, cancel);
        return (session.PaymentIntentId, session.ClientReferenceId);
    }

    private Task<Net.Checkout.Session> SessionAsync(string id, CancellationToken cancel) => stripe.ReadAsync(
        "read a payment", request => stripe.Api.Checkout.Sessions.GetAsync(id, new() { Expand = Expand }, request, cancel), cancel);

    private static Net.Checkout.SessionCreateOptions Session(string id, string customer, PaymentWish asked)
    {
        var currency = asked.Amount.Currency.ToLowerInvariant();
        var session = new Net.Checkout.SessionCreateOptions
        {
            Mode = "payment",
            Customer = customer,
            ClientReferenceId = id,
            Metadata = new() { [PaymentKey] = id },
            SuccessUrl = asked.ReturnUrl.AbsoluteUri,
            CancelUrl = asked.ReturnUrl.AbsoluteUri,
        };
        if (asked.Amount.Minor == 0)
        {
            (session.Mode, session.Currency) = ("setup", currency);
            session.SetupIntentData = new() { Description = asked.Description.Clip(500), Metadata = new() { [PaymentKey] = id } };
            return session;
        }

        session.LineItems =
        [
            new()
            {
                Quantity = 1,
                PriceData = new()
                {
                    Currency = currency, UnitAmount = StripeAmounts.ToStripe(asked.Amount), ProductData = new() { Name = asked.Description.Clip(250) },
                },
            },
        ];
        session.PaymentIntentData = new() { Description = asked.Description.Clip(500), Metadata = new() { [PaymentKey] = id } };
        if (asked.SavesMethod)
        {
            // Stripe.net sends a null that is set as an empty text, which Stripe refuses.
            session.PaymentIntentData.SetupFutureUsage = "off_session";
        }

        return session;
    }
}
