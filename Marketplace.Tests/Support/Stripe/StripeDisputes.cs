using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Payments that a cardholder contests: a chargeback takes the money at once, an inquiry only asks.</summary>
internal sealed class StripeDisputes(StripeBackend stripe)
{
    private static readonly string[] Files =
    [
        "cancellation_policy", "customer_communication", "customer_signature", "duplicate_charge_documentation", "receipt", "refund_policy",
        "service_documentation", "shipping_documentation", "uncategorized_file",
    ];

    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes)
    {
        routes["Disputes.update"] = Update;
        routes["Disputes.close"] = call =>
        {
            var dispute = stripe.Get("dispute", call.Id, call.Account);
            RequireOpen(dispute);
            Close(dispute, isWon: false);
            return dispute.Shown();
        };
    }

    public StripeObject Open(StripeObject charge, string reason, long amount, bool isInquiry = false)
    {
        var now = stripe.Clocks.NowFor(charge.Text("customer"));
        var dispute = stripe.State.Add("dispute", charge.Account, now, new JsonObject
        {
            ["amount"] = amount, ["currency"] = charge.Text("currency"), ["charge"] = charge.Id, ["payment_intent"] = charge.Text("payment_intent"),
            ["reason"] = reason, ["status"] = isInquiry ? "warning_needs_response" : "needs_response", ["is_charge_refundable"] = isInquiry,
            ["evidence_details"] = new JsonObject
            {
                ["due_by"] = now + (long)stripe.Rules.DisputeDeadline.TotalSeconds, ["has_evidence"] = false, ["past_due"] = false,
                ["submission_count"] = 0, ["submission_method"] = "not_submitted", ["enhanced_eligibility"] = new JsonObject(),
            },
            ["payment_method_details"] = charge["payment_method_details"]!["card"] is not { } card ? null : new JsonObject
            {
                ["type"] = "card",
                ["card"] = new JsonObject
                {
                    ["brand"] = (string?)card["brand"], ["network"] = (string?)card["network"], ["case_type"] = isInquiry ? "inquiry" : "chargeback",
                },
            },
        });
        charge["disputed"] = true;
        stripe.Events.Add("charge.dispute.created", dispute);
        if (!isInquiry)
        {
            Withdraw(dispute);
        }

        return dispute;
    }

    public StripeObject? Of(StripeObject charge) => stripe.State.All("dispute").LastOrDefault(dispute => dispute.Text("charge") == charge.Id);

    /// <summary>The bank has decided.</summary>
    public void Close(StripeObject dispute, bool isWon) => stripe.Events.Change("charge.dispute.closed", dispute, () =>
    {
        if (IsInquiry(dispute))
        {
            (dispute["status"], dispute["is_charge_refundable"]) = ("warning_closed", true);
            return;
        }

        dispute["status"] = isWon ? "won" : "lost";
        if (isWon)
        {
            Book(dispute, dispute.Number("amount"), stripe.Rules.ReturnsDisputeFee ? -stripe.Rules.DisputeFee : 0, "dispute_reversal");
            stripe.Events.Add("charge.dispute.funds_reinstated", dispute);
        }
    });

    private JsonObject Update(StripeCall call)
    {
        var dispute = stripe.Get("dispute", call.Id, call.Account);
        var (evidence, submits) = (call.Object("evidence"), !call.Has("submit") || call.Flag("submit"));
        if (evidence is null)
        {
            stripe.Events.Change("charge.dispute.updated", dispute, () => call.Into(dispute.Body));
            return dispute.Shown();
        }

        RequireOpen(dispute);
        foreach (var (name, value) in evidence.Where(part => Files.Contains(part.Key) && part.Value is not null))
        {
            var file = stripe.Get("file", (string)value!, call.Account, $"evidence[{name}]");
            if (file.Text("purpose") is not "dispute_evidence")
            {
                throw StripeFailure.Invalid(null, $"The file {file.Id} was not uploaded with the purpose dispute_evidence.", $"evidence[{name}]");
            }
        }

        stripe.Events.Change("charge.dispute.updated", dispute, () =>
        {
            call.Into(dispute.Body, "intended_submission_method");
            var kept = dispute["evidence"] as JsonObject ?? [];
            foreach (var (name, value) in evidence)
            {
                kept[name] = value?.DeepClone();
            }

            dispute["evidence"] = kept.DeepClone();
            dispute["evidence_details"]!["has_evidence"] = true;
            if (submits)
            {
                (dispute["evidence_details"]!["submission_count"], dispute["evidence_details"]!["submission_method"]) = (1, "manual");
                dispute["status"] = IsInquiry(dispute) ? "warning_under_review" : "under_review";
            }
        });
        if (submits)
        {
            stripe.Clocks.Then(() => Decide(dispute));
        }

        return dispute.Shown();
    }

    // What a test writes into the evidence decides, as in Stripe's test mode.
    private void Decide(StripeObject dispute)
    {
        switch ((string?)dispute["evidence"]!["uncategorized_text"])
        {
            case "winning_evidence":
                Close(dispute, isWon: true);
                break;
            case "losing_evidence":
                Close(dispute, isWon: false);
                break;
            case "escalate_inquiry_evidence" when IsInquiry(dispute):
                stripe.Events.Change("charge.dispute.updated", dispute, () =>
                {
                    (dispute["status"], dispute["is_charge_refundable"]) = ("needs_response", false);
                    (dispute["evidence_details"]!["submission_count"], dispute["evidence_details"]!["submission_method"]) = (0, "not_submitted");
                });
                Withdraw(dispute);
                break;
        }
    }

    private void Withdraw(StripeObject dispute)
    {
        Book(dispute, -dispute.Number("amount"), stripe.Rules.DisputeFee, "dispute");
        stripe.Events.Add("charge.dispute.funds_withdrawn", dispute);
    }

    private void Book(StripeObject dispute, long amount, long fee, string category)
    {
        var line = stripe.Balance.Book(dispute.Account, "adjustment", amount, dispute.Text("currency")!, dispute, fee, category: category);
        var earlier = (dispute["balance_transactions"] as JsonArray ?? []).Select(one => one?.DeepClone());
        dispute["balance_transactions"] = new JsonArray([.. earlier, line.Shown()]);
    }

    private static bool IsInquiry(StripeObject dispute) => dispute.Text("status")!.StartsWith("warning_", StringComparison.Ordinal);

    private static void RequireOpen(StripeObject dispute)
    {
        if (dispute.Text("status") is not ("needs_response" or "warning_needs_response"))
        {
            throw StripeFailure.Invalid(null, $"The dispute {dispute.Id} takes no evidence: it is {dispute.Text("status")}.");
        }
    }
}
