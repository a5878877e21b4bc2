using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Money from the platform to connected accounts, and back.</summary>
internal sealed class StripeTransfers(StripeBackend stripe)
{
    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes)
    {
        routes["Transfers.create"] = Create;
        routes["Transfers.createReversal"] = Reverse;
        routes["Transfers.retrieveReversal"] = call => Reversal(call).Shown();
        routes["Transfers.updateReversal"] = call =>
        {
            var reversal = Reversal(call);
            call.Into(reversal.Body);
            return reversal.Shown();
        };
        routes["Transfers.listReversals"] = call => StripeLists.Page(call, ReversalsOf(stripe.Get("transfer", call.Id, call.Account)));
    }

    private JsonObject Create(StripeCall call)
    {
        call.Ignore("source_type");
        var destination = stripe.Get("account", call.Needed("destination"), "", "destination");
        var source = call.Text("source_transaction") is { } id ? stripe.Get("charge", id, call.Account, "source_transaction") : null;
        var currency = StripeAmounts.Currency(call.Needed("currency"));
        var amount = call.Number("amount") ?? source?.Number("amount") ?? throw StripeFailure.Lacking("amount");
        if (amount < 1)
        {
            throw StripeFailure.Invalid("parameter_invalid_integer", "This value must be greater than or equal to 1.", "amount");
        }

        if ((string?)destination["capabilities"]?["transfers"] is not "active")
        {
            throw StripeFailure.Invalid("insufficient_capabilities_for_transfer",
                "Your destination account needs to have at least one of the following capabilities enabled: transfers", "destination");
        }

        var line = source is null ? null : CheckSource(source, currency, amount);
        if (source is null && stripe.Balance.Available(call.Account, currency) < amount)
        {
            throw StripeFailure.Invalid("balance_insufficient", "You have insufficient available funds in your Stripe account.");
        }

        var transfer = stripe.State.Add("transfer", call.Account, stripe.Clocks.Now, call.Into(new JsonObject
        {
            ["amount"] = amount, ["currency"] = currency, ["destination"] = destination.Id, ["source_transaction"] = source?.Id, ["source_type"] = "card",
            ["transfer_group"] = source?.Text("transfer_group") ?? (source is null ? null : $"group_{source.Text("payment_intent")}"),
            ["metadata"] = new JsonObject(),
        }, "description", "transfer_group"));
        var payment = stripe.State.Add("charge", destination.Id, stripe.Clocks.Now, new JsonObject
        {
            ["amount"] = amount, ["amount_captured"] = amount, ["captured"] = true, ["paid"] = true, ["status"] = "succeeded", ["currency"] = currency,
            ["source_transfer"] = transfer.Id, ["metadata"] = new JsonObject(),
        });
        var waits = line?.Text("status") is "pending" ? TimeSpan.FromSeconds(line.Number("available_on") - stripe.Clocks.Now) : (TimeSpan?)null;
        transfer["destination_payment"] = payment.Id;
        transfer["balance_transaction"] = stripe.Balance.Book(call.Account, "transfer", -amount, currency, transfer, waits: waits).Id;
        payment["balance_transaction"] = stripe.Balance.Book(destination.Id, "payment", amount, currency, payment, waits: waits).Id;
        stripe.Events.Add("transfer.created", transfer);
        return Shown(transfer);
    }

    private StripeObject CheckSource(StripeObject source, string currency, long amount)
    {
        var line = stripe.State.Find(source.Text("balance_transaction")
            ?? throw StripeFailure.Invalid(null, $"{source.Id} has not been paid.", "source_transaction"))!;
        if (line.Text("currency") != currency)
        {
            throw StripeFailure.Invalid(null,
                $"The currency of source_transaction's balance transaction ({line.Text("currency")}) must be the same as the transfer currency ({currency})",
                "currency");
        }

        var sent = stripe.State.All("transfer").Where(one => one.Text("source_transaction") == source.Id).Sum(one =>
            one.Number("amount") - one.Number("amount_reversed"));
        return sent + amount <= source.Number("amount") ? line : throw StripeFailure.Invalid(null,
            "The transfers of a source_transaction may not be more than its charge.", "amount");
    }

    private JsonObject Reverse(StripeCall call)
    {
        var transfer = stripe.Get("transfer", call.Id, call.Account);
        var (left, currency) = (transfer.Number("amount") - transfer.Number("amount_reversed"), transfer.Text("currency")!);
        var amount = call.Number("amount") ?? left;
        if (amount > left || amount < 1)
        {
            throw StripeFailure.Invalid(null, $"Transfer reversal amount ({amount}) is greater than the unreversed amount of the transfer ({left}).", "amount");
        }

        var destination = transfer.Text("destination")!;
        if (stripe.Balance.Total(destination, currency) < amount)
        {
            throw StripeFailure.Invalid("balance_insufficient", $"The account {destination} has too little balance to reverse the transfer.");
        }

        call.Ignore("description");
        var reversal = stripe.State.Add("transfer_reversal", call.Account, stripe.Clocks.Now, call.Into(new JsonObject
        {
            ["amount"] = amount, ["currency"] = currency, ["transfer"] = transfer.Id, ["metadata"] = new JsonObject(),
        }));
        var payment = stripe.State.Find(transfer.Text("destination_payment")!)!;
        var refund = stripe.State.Add("refund", destination, stripe.Clocks.Now, new JsonObject
        {
            ["amount"] = amount, ["currency"] = currency, ["charge"] = payment.Id, ["status"] = "succeeded", ["transfer_reversal"] = reversal.Id,
        });
        payment["amount_refunded"] = payment.Number("amount_refunded") + amount;
        payment["refunded"] = amount == left;
        reversal["destination_payment_refund"] = refund.Id;
        var line = stripe.State.Find(payment.Text("balance_transaction")!)!;
        var waits = line.Text("status") is "pending" ? TimeSpan.FromSeconds(line.Number("available_on") - stripe.Clocks.Now) : (TimeSpan?)null;
        reversal["balance_transaction"] = stripe.Balance.Book(call.Account, "transfer_refund", amount, currency, reversal, waits: waits).Id;
        refund["balance_transaction"] = stripe.Balance.Book(destination, "payment_refund", -amount, currency, refund, waits: waits).Id;
        (transfer["amount_reversed"], transfer["reversed"]) = (transfer.Number("amount_reversed") + amount, amount == left);
        transfer["reversals"] = StripeShapes.List(ReversalsOf(transfer).Select(one => one.Shown()), $"/v1/transfers/{transfer.Id}/reversals");
        stripe.Events.Add("transfer.reversed", transfer);
        return reversal.Shown();
    }

    private static JsonObject Shown(StripeObject transfer)
    {
        transfer["reversals"] ??= StripeShapes.List([], $"/v1/transfers/{transfer.Id}/reversals");
        return transfer.Shown();
    }

    private StripeObject Reversal(StripeCall call) => stripe.Get("transfer_reversal", call.Id, call.Account) is var found
        && found.Text("transfer") == call.Parent
        ? found : throw StripeFailure.Missing("transfer_reversal", call.Id);

    private IEnumerable<StripeObject> ReversalsOf(StripeObject transfer) =>
        stripe.State.NewestFirst("transfer_reversal", transfer.Account).Where(reversal => reversal.Text("transfer") == transfer.Id);
}
