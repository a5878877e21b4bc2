using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Money that goes back to the card, in whole or in parts, at once or late.</summary>
internal sealed class StripeRefunds(StripeBackend stripe)
{
    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes)
    {
        routes["Refunds.create"] = Create;
        routes["Refunds.cancel"] = call => throw StripeFailure.Invalid(null,
            $"The refund {stripe.Get("refund", call.Id, call.Account).Id} cannot be canceled: only one that requires action can.");
    }

    /// <summary>What waited for a balance, once there is some.</summary>
    public void RetryPending(string account)
    {
        foreach (var refund in stripe.State.All("refund").Where(one => one.Account == account && one.Text("pending_reason") is "insufficient_funds").ToList())
        {
            if (stripe.State.Find(refund.Text("charge")!)! is var charge && Covers(account, charge, refund.Number("amount")))
            {
                Settle(refund, charge);
            }
        }
    }

    private JsonObject Create(StripeCall call)
    {
        var charge = ChargeOf(call);
        if (charge.Flag("disputed") && stripe.Disputes.Of(charge) is { } dispute && !dispute.Flag("is_charge_refundable"))
        {
            throw StripeFailure.Invalid("charge_disputed", $"Charge {charge.Id} has been charged back; cannot issue a refund.");
        }

        var left = charge.Number("amount_captured") - charge.Number("amount_refunded");
        if (left is 0 && charge.Flag("captured"))
        {
            throw StripeFailure.Invalid("charge_already_refunded", $"Charge {charge.Id} has already been refunded.");
        }

        var amount = call.Number("amount") ?? left;
        if (amount > left || amount < 1)
        {
            var currency = charge.Text("currency")!;
            throw amount < 1 ? StripeFailure.Invalid("parameter_invalid_integer", "Invalid positive integer", "amount")
                : StripeFailure.Invalid(null,
                    $"Refund amount ({Words(amount, currency)}) is greater than unrefunded amount on charge ({Words(left, currency)})", "amount");
        }

        var refund = stripe.State.Add("refund", call.Account, stripe.Clocks.NowFor(charge.Text("customer")), call.Into(new JsonObject
        {
            ["amount"] = amount, ["currency"] = charge.Text("currency"), ["charge"] = charge.Id, ["payment_intent"] = charge.Text("payment_intent"),
            ["payment_method"] = charge.Text("payment_method"), ["metadata"] = new JsonObject(),
        }, "reason"));
        var card = StripePaymentMethods.CardOf(stripe.State.Find(charge.Text("payment_method")!)!);
        (charge["amount_refunded"], charge["refunded"]) = (charge.Number("amount_refunded") + amount, amount == left);
        if (stripe.Rules.RefundsNeedBalance && !Covers(call.Account, charge, amount))
        {
            (refund["status"], refund["pending_reason"]) = ("pending", "insufficient_funds");
        }
        else
        {
            Take(refund, charge);
            refund["status"] = card.RefundsLate ? "pending" : "succeeded";
        }

        if (card.RefundsLate)
        {
            refund["pending_reason"] = "processing";
        }

        stripe.Events.Add("refund.created", refund);
        stripe.Events.Add("charge.refunded", charge);
        if (refund.Text("status") is "succeeded")
        {
            stripe.Events.Add("refund.updated", refund, new JsonObject { ["destination_details"] = null });
            stripe.Events.Add("charge.refund.updated", refund, new JsonObject { ["destination_details"] = null });
        }

        if (card.RefundsLate)
        {
            stripe.Clocks.After(stripe.Rules.LateRefund, charge.Text("customer"), () => Settle(refund, charge));
        }
        else if (card.RefundFails)
        {
            stripe.Clocks.After(stripe.Rules.LateRefund, charge.Text("customer"), () => Fail(refund, charge));
        }

        return refund.Shown();
    }

    private void Settle(StripeObject refund, StripeObject charge)
    {
        stripe.Events.Change("refund.updated", refund, () =>
        {
            if (refund.Text("balance_transaction") is null)
            {
                Take(refund, charge);
            }

            refund["status"] = "succeeded";
            refund.Body.Remove("pending_reason");
        });
        stripe.Events.Add("charge.refund.updated", refund, new JsonObject { ["status"] = "pending" });
    }

    // Out of what is still on its way, where the payment has not arrived either.
    private void Take(StripeObject refund, StripeObject charge)
    {
        var paid = charge.Text("balance_transaction") is { } id ? stripe.State.Find(id)! : null;
        var waits = paid?.Text("status") is "pending" ? TimeSpan.FromSeconds(paid.Number("available_on") - stripe.Clocks.NowFor(charge.Text("customer")))
            : (TimeSpan?)null;
        var type = paid?.Text("type") is "payment" ? "payment_refund" : "refund";
        refund["balance_transaction"] = stripe.Balance.Book(refund.Account, type, -refund.Number("amount"), refund.Text("currency")!, refund, waits: waits).Id;
    }

    private void Fail(StripeObject refund, StripeObject charge)
    {
        stripe.Events.Change("refund.failed", refund, () =>
        {
            (refund["status"], refund["failure_reason"]) = ("failed", "expired_or_canceled_card");
            refund["failure_balance_transaction"] = stripe.Balance.Book(
                refund.Account, "refund_failure", refund.Number("amount"), refund.Text("currency")!, refund).Id;
        });
        (charge["amount_refunded"], charge["refunded"]) = (charge.Number("amount_refunded") - refund.Number("amount"), false);
        stripe.Events.Add("charge.refund.updated", refund, new JsonObject { ["status"] = "succeeded" });
    }

    private StripeObject ChargeOf(StripeCall call)
    {
        var (charge, intent) = (call.Text("charge"), call.Text("payment_intent"));
        if (charge is null == intent is null)
        {
            throw charge is null
                ? StripeFailure.Invalid("parameter_missing", "One of the following params should be provided for this request: payment_intent or charge.")
                : StripeFailure.Invalid("parameters_exclusive", "You may only specify one of these parameters: charge, payment_intent.");
        }

        var id = charge ?? stripe.Get("payment_intent", intent!, call.Account, "payment_intent").Text("latest_charge") ?? intent!;
        var found = stripe.Get("charge", id, call.Account, charge is null ? "payment_intent" : "charge");
        return found.Text("status") is "succeeded" && found.Flag("captured")
            ? found : throw StripeFailure.Invalid("charge_not_refundable",
                $"{found.Id} has no payment that succeeded and was captured, so there is nothing to refund.");
    }

    private bool Covers(string account, StripeObject charge, long amount)
    {
        var rate = stripe.Rules.Rates.GetValueOrDefault(charge.Text("currency")!, 1);
        return stripe.Balance.Total(account, rate is 1 ? charge.Text("currency")! : stripe.Rules.SettlementCurrency) >= amount * rate;
    }

    private static string Words(long amount, string currency) =>
        currency is "usd" or "eur" or "gbp" ? StripeAmounts.Words(amount, currency).Split(' ')[0] : StripeAmounts.Words(amount, currency);
}
