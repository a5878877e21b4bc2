using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Connected accounts, which are sent money once their owner has filled in Stripe's form.</summary>
internal sealed class StripeAccounts(StripeBackend stripe)
{
    private static readonly string[] Plain = ["business_profile", "business_type", "company", "default_currency", "email", "settings", "tos_acceptance"];

    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes)
    {
        routes["Accounts.create"] = Create;
        routes["Accounts.update"] = call =>
        {
            var account = stripe.Get("account", call.Id, call.Account);
            stripe.Events.Change("account.updated", account, () =>
            {
                call.Into(account.Body, Plain);
                Request(account, call.Object("capabilities"));
            });
            return account.Shown();
        };
        routes["Accounts.retrieveCurrent"] = call => call.Account.Length > 0 ? stripe.Get("account", call.Account, "").Shown()
            : StripeShapes.Complete(new JsonObject
        {
            ["id"] = "acct_platform", ["object"] = "account", ["charges_enabled"] = true, ["payouts_enabled"] = true, ["details_submitted"] = true,
            ["country"] = "AT", ["default_currency"] = stripe.Rules.SettlementCurrency, ["type"] = "standard",
        });
        routes["Accounts.del"] = call =>
        {
            var account = stripe.Get("account", call.Id, call.Account);
            account.IsDeleted = true;
            return StripeBackend.Deleted(account);
        };
        routes["Accounts.createLoginLink"] = call => stripe.Get("account", call.Id, call.Account).Flag("details_submitted")
            ? StripeShapes.Complete(new JsonObject { ["object"] = "login_link", ["created"] = stripe.Clocks.Now,
                ["url"] = $"{stripe.Base}/dashboard/{call.Id}" })
            : throw StripeFailure.Invalid(null, "Cannot create a login link for an account that has not completed onboarding.");
        routes["AccountLinks.create"] = CreateLink;
        routes["Accounts.createExternalAccount"] = call => AddBank(call, stripe.Get("account", call.Id, call.Account), call.Read("external_account"));
        routes["Accounts.retrieveExternalAccount"] = call => stripe.Get("bank_account", call.Id, call.Parent).Shown();
        routes["Accounts.listExternalAccounts"] = call => StripeLists.Page(call, stripe.State.NewestFirst("bank_account", call.Id));
    }

    /// <summary>The owner has filled in the form that an account link leads to.</summary>
    public void Onboard(StripeObject account) => stripe.Events.Change("account.updated", account, () =>
    {
        foreach (var capability in ((JsonObject)account["capabilities"]!).Select(one => one.Key).ToList())
        {
            account["capabilities"]![capability] = "active";
        }

        (account["details_submitted"], account["charges_enabled"], account["payouts_enabled"]) = (true, true, true);
        account["requirements"] = Requirements();
    });

    /// <summary>Stripe wants to know more, or closes the account: until then it receives nothing.</summary>
    /// <param name="due">What it wants to know; what is only checked comes with a <c>?</c>.</param>
    public void Restrict(StripeObject account, string reason, params string[] due) => stripe.Events.Change("account.updated", account, () =>
    {
        foreach (var capability in ((JsonObject)account["capabilities"]!).Select(one => one.Key).ToList())
        {
            account["capabilities"]![capability] = reason is "requirements.pending_verification" ? "pending" : "inactive";
        }

        (account["charges_enabled"], account["payouts_enabled"]) = (false, false);
        account["requirements"] = Requirements([.. due.Where(one => !one.EndsWith('?'))]);
        account["requirements"]!["pending_verification"] = new JsonArray([.. due.Where(one => one.EndsWith('?')).Select(one => JsonValue.Create(one[..^1]))]);
        account["requirements"]!["disabled_reason"] = reason;
    });

    private JsonObject Create(StripeCall call)
    {
        call.Ignore("controller", "country", "type");
        if (call.Has("type") && call.Has("controller"))
        {
            throw StripeFailure.Invalid("parameters_exclusive", "You may only specify one of these parameters: type, controller.");
        }

        var account = stripe.State.Add("account", "", stripe.Clocks.Now, call.Into(new JsonObject
        {
            ["country"] = call.Text("country") ?? "AT", ["default_currency"] = stripe.Rules.SettlementCurrency, ["type"] = call.Text("type") ?? "none",
            ["capabilities"] = new JsonObject(), ["requirements"] = Requirements("external_account", "tos_acceptance.date"), ["metadata"] = new JsonObject(),
        }, Plain));
        if (call.Object("controller") is { } controller)
        {
            account["controller"] = controller.DeepClone();
            (account["controller"]!["type"], account["controller"]!["is_controller"]) = ("application", true);
        }

        Request(account, call.Object("capabilities"));
        if (call.Read("external_account") is { } bank)
        {
            AddBank(call, account, bank);
        }

        return account.Shown();
    }

    private static void Request(StripeObject account, JsonObject? capabilities)
    {
        foreach (var (name, _) in (capabilities ?? []).Where(one => (bool?)one.Value?["requested"] is true && account["capabilities"]![one.Key] is null))
        {
            account["capabilities"]![name] = account.Flag("details_submitted") ? "active" : "inactive";
        }
    }

    private JsonObject CreateLink(StripeCall call)
    {
        call.Ignore("type", "collect", "collection_options");
        var account = stripe.Get("account", call.Needed("account"), call.Account, "account");
        foreach (var name in new[] { "refresh_url", "return_url" }.Where(name => !call.Has(name)))
        {
            throw StripeFailure.Lacking(name);
        }

        account.Hidden["link"] = stripe.State.NewId("", 16);
        (account.Hidden["return_url"], account.Hidden["refresh_url"]) = (call.Text("return_url")!, call.Text("refresh_url")!);
        return StripeShapes.Complete(new JsonObject
        {
            ["object"] = "account_link", ["created"] = stripe.Clocks.Now, ["expires_at"] = stripe.Clocks.Now + 300,
            ["url"] = $"{stripe.Base}/onboarding/{account.Id}/{account.Hidden["link"]}",
        });
    }

    private JsonObject AddBank(StripeCall call, StripeObject account, JsonNode? given)
    {
        call.Ignore("default_for_currency");
        if (given is not JsonObject bank || (string?)bank["object"] is not "bank_account")
        {
            throw new StripeFailure(501, "api_error", null, "The fake of Stripe takes external accounts as bank accounts.", "external_account");
        }

        var number = (string)bank["account_number"]!;
        var currency = (string?)bank["currency"] ?? account.Text("default_currency")!;
        var kept = stripe.State.Add("bank_account", account.Id, stripe.Clocks.Now, new JsonObject
        {
            ["account"] = account.Id, ["account_holder_name"] = (string?)bank["account_holder_name"],
            ["account_holder_type"] = (string?)bank["account_holder_type"],
            ["bank_name"] = "STRIPE TEST BANK", ["country"] = (string?)bank["country"], ["currency"] = currency.ToLowerInvariant(), ["last4"] = number[^4..],
            ["routing_number"] = (string?)bank["routing_number"], ["status"] = "new", ["default_for_currency"] = true, ["metadata"] = new JsonObject(),
        });
        kept.Hidden["failure"] = StripePayouts.FailureOf(number);
        stripe.Events.Add("account.external_account.created", kept);
        return kept.Shown();
    }

    private static JsonObject Requirements(params string[] due) => new()
    {
        ["currently_due"] = new JsonArray([.. due.Select(one => JsonValue.Create(one))]),
        ["eventually_due"] = new JsonArray([.. due.Select(one => JsonValue.Create(one))]),
        ["past_due"] = new JsonArray(), ["pending_verification"] = new JsonArray(), ["errors"] = new JsonArray(), ["alternatives"] = new JsonArray(),
        ["disabled_reason"] = due is [] ? null : "requirements.past_due",
    };
}
