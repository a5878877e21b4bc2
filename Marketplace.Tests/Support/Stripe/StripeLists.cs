using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>What all families share: an object by its id, lists page by page, search, and changes of plain fields.</summary>
internal sealed partial class StripeLists(StripeBackend stripe)
{
    private static readonly string[] Paging = ["limit", "starting_after", "ending_before", "expand", "created", "page", "query"];

    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes)
    {
        foreach (var (family, resource) in Families())
        {
            routes[$"{family}.retrieve"] = call => Ignoring(call, "client_secret").Retrieve(resource, call);
            routes[$"{family}.list"] = call => Page(call, stripe.State.NewestFirst(resource, call.Account));
            routes[$"{family}.search"] = call => Search(call, resource);
        }

        foreach (var plain in new[] { "Charges", "Refunds", "Payouts", "Transfers", "Products", "Prices", "PaymentMethods" })
        {
            routes[$"{plain}.update"] = call => Update(call, Families()[plain]);
        }
    }

    public static JsonObject Page(StripeCall call, IEnumerable<StripeObject> newestFirst)
    {
        var created = call.Read("created");
        var filters = call.Endpoint.Params.Keys.Except(Paging).Where(name => call.Names(name) && Filters(call, name)).ToArray();
        var fitting = newestFirst.Where(one => filters.All(name => $"{one[name]}" == $"{call.Read(name)}")
            && IsWithin(one.Number("created"), created)).ToList();
        var limit = (int)(call.Number("limit") ?? 10);
        if (limit is < 1 or > 100)
        {
            throw StripeFailure.Invalid("parameter_invalid_integer", "A page has 1 to 100 objects.", "limit");
        }

        var (after, before) = (call.Text("starting_after"), call.Text("ending_before"));
        var rest = after is not null ? fitting[Place(after, "starting_after")..]
            : before is not null ? fitting[..(Place(before, "ending_before") - 1)]
            : fitting;
        var page = before is null ? rest.Take(limit) : rest.TakeLast(limit);
        return StripeShapes.List(page.Select(one => one.Shown()), Url(call), rest.Count > limit);

        int Place(string id, string param) => fitting.FindIndex(one => one.Id == id) is var at and >= 0 ? at + 1
            : throw StripeFailure.Missing("object", id, param);
    }

    private static bool Filters(StripeCall call, string name) =>
        call.Endpoint.Id is not "Events.list" || name is not ("type" or "types" or "delivery_success");

    private static string Url(StripeCall call) => Placeholder().Replace(call.Endpoint.Path, place => place.Value is "{id}" ? call.Id : call.Parent);

    private static bool IsWithin(long at, JsonNode? created) => created switch
    {
        null => true,
        JsonObject range => range.All(bound => (long)bound.Value! is var edge && bound.Key switch
        {
            "gt" => at > edge,
            "gte" => at >= edge,
            "lt" => at < edge,
            _ => at <= edge,
        }),
        _ => at == (long)created,
    };

    private StripeLists Ignoring(StripeCall call, string name)
    {
        call.Ignore(name);
        return this;
    }

    private JsonObject Retrieve(string resource, StripeCall call)
    {
        var found = stripe.State.Find(resource, call.Id, call.Account) ?? throw StripeFailure.Missing(resource, call.Id);
        return !found.IsDeleted ? found.Shown() : resource is "customer" ? StripeBackend.Deleted(found) : throw StripeFailure.Missing(resource, call.Id);
    }

    // Metadata, descriptions and the like: whatever is both a parameter and a field of one name.
    private JsonObject Update(StripeCall call, string resource)
    {
        var one = stripe.Get(resource, call.Id, call.Account);
        var fields = call.Endpoint.Params.Keys.Where(StripeApi.Resource(resource).Fields.ContainsKey).Except(["metadata", "expand"]).ToArray();
        stripe.Events.Change($"{resource}.updated", one, () => call.Into(one.Body, fields));
        if (resource is "refund")
        {
            stripe.Events.Add("charge.refund.updated", one);
        }

        return one.Shown();
    }

    // The clauses field:'value' and metadata['key']:'value', joined by AND.
    private JsonObject Search(StripeCall call, string resource)
    {
        var clauses = Clause().Matches(call.Needed("query"));
        if (clauses.Count is 0)
        {
            throw StripeFailure.Invalid(null, "The fake of Stripe searches by clauses such as metadata['order']:'12', joined by AND.", "query");
        }

        var limit = (int)(call.Number("limit") ?? 10);
        var found = stripe.State.NewestFirst(resource, call.Account).Where(one => clauses.All(clause => Fits(one, clause.Groups))).ToList();
        var list = StripeShapes.List(found.Take(limit).Select(one => one.Shown()), Url(call), found.Count > limit);
        (list["object"], list["next_page"]) = ("search_result", null);
        return list;
    }

    private static bool Fits(StripeObject one, GroupCollection clause) =>
        $"{(clause["key"].Success ? one["metadata"]?[clause["key"].Value] : one[clause["field"].Value])}" == clause["value"].Value;

    private static Dictionary<string, string> Families() => new()
    {
        ["Accounts"] = "account", ["BalanceTransactions"] = "balance_transaction", ["Charges"] = "charge", ["Checkout.Sessions"] = "checkout.session",
        ["Customers"] = "customer", ["Disputes"] = "dispute", ["Events"] = "event", ["Files"] = "file", ["PaymentIntents"] = "payment_intent",
        ["PaymentMethods"] = "payment_method", ["Payouts"] = "payout", ["Prices"] = "price", ["Products"] = "product", ["Refunds"] = "refund",
        ["SetupIntents"] = "setup_intent", ["Tax.Calculations"] = "tax.calculation", ["TestHelpers.TestClocks"] = "test_helpers.test_clock",
        ["Transfers"] = "transfer", ["WebhookEndpoints"] = "webhook_endpoint",
    };

    [GeneratedRegex(@"(?:metadata\[['""](?<key>[^'""]+)['""]\]|(?<field>\w+)):['""](?<value>[^'""]*)['""]")]
    private static partial Regex Clause();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}
