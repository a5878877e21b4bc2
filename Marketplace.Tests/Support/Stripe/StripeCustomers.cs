using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Who pays.</summary>
internal sealed class StripeCustomers(StripeBackend stripe)
{
    private static readonly string[] Plain = ["address", "business_name", "description", "email", "individual_name", "name", "phone", "preferred_locales",
        "shipping", "tax_exempt"];

    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes)
    {
        routes["Customers.create"] = Create;
        routes["Customers.update"] = call =>
        {
            var customer = stripe.Get("customer", call.Id, call.Account);
            stripe.Events.Change("customer.updated", customer, () =>
            {
                call.Into(customer.Body, Plain);
                TakeDefault(call, customer);
            });
            return customer.Shown();
        };
        routes["Customers.del"] = call =>
        {
            var customer = stripe.Get("customer", call.Id, call.Account);
            stripe.Events.Add("customer.deleted", customer);
            customer.IsDeleted = true;
            return StripeBackend.Deleted(customer);
        };
    }

    private JsonObject Create(StripeCall call)
    {
        var clock = call.Text("test_clock") is { } id ? stripe.Get("test_helpers.test_clock", id, call.Account, "test_clock") : null;
        if (clock is not null && stripe.State.All("customer").Count(one => one.Text("test_clock") == clock.Id) is 3)
        {
            throw StripeFailure.Invalid(null, "A test clock holds at most three customers.", "test_clock");
        }

        var customer = stripe.State.Add("customer", call.Account, clock?.Number("frozen_time") ?? stripe.Clocks.Now, call.Into(new JsonObject
        {
            ["test_clock"] = clock?.Id, ["tax_exempt"] = "none", ["invoice_prefix"] = stripe.State.NewId("", 8).ToUpperInvariant(), ["balance"] = 0,
            ["delinquent"] = false,
            ["next_invoice_sequence"] = 1, ["preferred_locales"] = new JsonArray(), ["address"] = null, ["name"] = null, ["phone"] = null, ["currency"] = null,
        }, Plain));
        stripe.Events.Add("customer.created", customer);
        if (call.Text("payment_method") is { } method)
        {
            stripe.Methods.Attach(stripe.Methods.Usable(method, customer.Id, call.Account), customer.Id);
        }

        TakeDefault(call, customer);
        return customer.Shown();
    }

    private void TakeDefault(StripeCall call, StripeObject customer)
    {
        if (call.Object("invoice_settings") is not { } settings)
        {
            return;
        }

        if (settings["default_payment_method"] is { } id)
        {
            var method = stripe.Get("payment_method", (string)id!, call.Account, "invoice_settings[default_payment_method]");
            _ = method.Text("customer") == customer.Id ? method : throw StripeFailure.Invalid(null,
                $"The customer does not have a payment method with the ID {method.Id}. The payment method must be attached to the customer.",
                "invoice_settings[default_payment_method]");
        }

        customer["invoice_settings"] = settings.DeepClone();
    }
}
