using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Money from a balance to a bank account, which takes days and may come back.</summary>
internal sealed class StripePayouts(StripeBackend stripe)
{
    private readonly Dictionary<string, StripeObject> _banks = [];

    /// <summary>What becomes of a payout to this test account: paid where there is none.</summary>
    public static string FailureOf(string number) => number switch
    {
        "000111111116" => "no_account",
        "000111111113" => "account_closed",
        "000222222227" => "insufficient_funds",
        "000333333335" => "debit_not_authorized",
        "000444444440" => "invalid_currency",
        _ => "",
    };

    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes)
    {
        routes["Payouts.create"] = Create;
        routes["Payouts.cancel"] = call =>
        {
            var payout = stripe.Get("payout", call.Id, call.Account);
            if (payout.Text("status") is not "pending")
            {
                throw StripeFailure.Invalid(null, $"Payouts can only be canceled while pending; {payout.Id} is {payout.Text("status")}.");
            }

            GiveBack(payout, "canceled", "payout_cancel", "payout.canceled");
            return payout.Shown();
        };
    }

    private JsonObject Create(StripeCall call)
    {
        call.Ignore("source_type");
        var (amount, currency) = (call.Number("amount")!.Value, StripeAmounts.Currency(call.Needed("currency")));
        var bank = call.Text("destination") is { } id ? stripe.Get("bank_account", id, call.Account, "destination") : BankOf(call.Account, currency);
        if (amount < 1)
        {
            throw StripeFailure.Invalid("parameter_invalid_integer", "This value must be greater than or equal to 1.", "amount");
        }

        if (stripe.Balance.Available(call.Account, currency) < amount)
        {
            throw StripeFailure.Invalid("balance_insufficient", "You have insufficient funds in your Stripe account for this transfer.");
        }

        var payout = stripe.State.Add("payout", call.Account, stripe.Clocks.Now, call.Into(new JsonObject
        {
            ["amount"] = amount, ["currency"] = currency, ["destination"] = bank.Id, ["status"] = "pending", ["method"] = "standard", ["type"] = "bank_account",
            ["source_type"] = "card", ["reconciliation_status"] = "not_applicable", ["metadata"] = new JsonObject(),
            ["arrival_date"] = stripe.Clocks.Now + (long)stripe.Rules.PayoutArrives.TotalSeconds,
        }, "description", "statement_descriptor", "method"));
        payout["balance_transaction"] = stripe.Balance.Book(call.Account, "payout", -amount, currency, payout).Id;
        stripe.Events.Add("payout.created", payout);
        stripe.Clocks.After(stripe.Rules.PayoutLeaves, null, () => Move(payout, "in_transit", "payout.updated"));
        stripe.Clocks.After(stripe.Rules.PayoutArrives, null, () => Arrive(payout, bank));
        return payout.Shown();
    }

    private void Arrive(StripeObject payout, StripeObject bank)
    {
        var failure = bank.Known<string>("failure") ?? "";
        if (failure.Length is 0)
        {
            Move(payout, "paid", "payout.paid");
            return;
        }

        if (payout.Text("status") is not "canceled")
        {
            (payout["failure_code"], payout["failure_message"], bank["status"]) = (failure, $"The bank returned the payout: {failure}.", "errored");
            GiveBack(payout, "failed", "payout_failure", "payout.failed");
            if (stripe.State.Find(payout.Account) is { } account)
            {
                stripe.Events.Change("account.updated", account, () => account["payouts_enabled"] = false);
            }
        }
    }

    private void Move(StripeObject payout, string status, string type)
    {
        if (payout.Text("status") is "pending" or "in_transit")
        {
            stripe.Events.Change(type, payout, () => payout["status"] = status);
        }
    }

    private void GiveBack(StripeObject payout, string status, string line, string type) => stripe.Events.Change(type, payout, () =>
    {
        payout["status"] = status;
        payout["failure_balance_transaction"] = stripe.Balance.Book(payout.Account, line, payout.Number("amount"), payout.Text("currency")!, payout).Id;
    });

    // The platform's own account is with Stripe from the start; connected accounts add theirs.
    private StripeObject BankOf(string account, string currency)
    {
        if (account.Length > 0)
        {
            return stripe.State.NewestFirst("bank_account", account).FirstOrDefault(bank => bank.Text("currency") == currency)
                ?? throw StripeFailure.Invalid(null,
                $"Sorry, you don't have any external accounts in that currency ({currency}).", "currency");
        }

        return _banks.TryGetValue(currency, out var known) ? known : _banks[currency] = stripe.State.Add("bank_account", "", stripe.Clocks.Now, new JsonObject
        {
            ["country"] = "AT", ["currency"] = currency, ["last4"] = "6789", ["status"] = "new", ["bank_name"] = "STRIPE TEST BANK",
        });
    }
}
