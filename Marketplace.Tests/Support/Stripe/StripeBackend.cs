using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Stripe without its wires: takes a request that is described, does what Stripe does, and answers with whole objects.</summary>
internal sealed class StripeBackend
{
    private readonly Dictionary<string, Func<StripeCall, JsonObject>> _routes = [];

    public StripeBackend(StripeRules rules, StripeWebhooks webhooks, TimeProvider time, int seed)
    {
        (Rules, Webhooks, State) = (rules, webhooks, new StripeState(seed));
        (Lists, Events, Clocks, Balance) = (new(this), new(this), new(this, time), new(this));
        (Methods, Charges, Disputes, Refunds) = (new(this), new(this), new(this), new(this));
        (Payments, Setups, Checkout, Accounts) = (new(this), new(this), new(this), new(this));
        Lists.AddTo(_routes);
        Events.AddTo(_routes);
        Clocks.AddTo(_routes);
        Balance.AddTo(_routes);
        Methods.AddTo(_routes);
        Charges.AddTo(_routes);
        Disputes.AddTo(_routes);
        Refunds.AddTo(_routes);
        Payments.AddTo(_routes);
        Setups.AddTo(_routes);
        Checkout.AddTo(_routes);
        Accounts.AddTo(_routes);
        new StripeTransfers(this).AddTo(_routes);
        new StripePayouts(this).AddTo(_routes);
        new StripeCustomers(this).AddTo(_routes);
        new StripeFiles(this).AddTo(_routes);
        new StripePrices(this).AddTo(_routes);
        new StripeTax(this).AddTo(_routes);
        webhooks.AddTo(this, _routes);
    }

    /// <summary>Held by whoever reads or changes objects.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The address of the pages for people.</summary>
    public string Base { get; set; } = "";

    /// <summary>The request that is being answered; none while Stripe acts of its own.</summary>
    public StripeCall? Current { get; private set; }

    public StripeRules Rules { get; }
    public StripeWebhooks Webhooks { get; }
    public StripeState State { get; }
    public StripeLists Lists { get; }
    public StripeEvents Events { get; }
    public StripeClocks Clocks { get; }
    public StripeBalance Balance { get; }
    public StripePaymentMethods Methods { get; }
    public StripeCharges Charges { get; }
    public StripeDisputes Disputes { get; }
    public StripeRefunds Refunds { get; }
    public StripePaymentIntents Payments { get; }
    public StripeSetupIntents Setups { get; }
    public StripeCheckout Checkout { get; }
    public StripeAccounts Accounts { get; }

    public bool Plays(StripeEndpoint endpoint) => _routes.ContainsKey(endpoint.Id);

    public JsonObject Answer(StripeCall call)
    {
        lock (Gate)
        {
            Clocks.RunDue();
            Current = call;
            try
            {
                var answer = _routes[call.Endpoint.Id](call);
                return call.Unread.ToList() is [var name, ..]
                    ? throw new StripeFailure(501, "api_error", null, $"The fake of Stripe does not play the parameter {name} of {call.Endpoint.Id}.", name)
                    : StripeExpansion.Expand(this, answer, call.Expand);
            }
            finally
            {
                Current = null;
                Clocks.RunDue();
            }
        }
    }

    /// <summary>What a person, the bank or time does, and not a request.</summary>
    public T Act<T>(Func<T> act)
    {
        lock (Gate)
        {
            Clocks.RunDue();
            try
            {
                return act();
            }
            finally
            {
                Clocks.RunDue();
            }
        }
    }

    /// <summary>The object of the id, or the refusal: of the path, or of a parameter.</summary>
    public StripeObject Get(string resource, string id, string account, string? param = null) =>
        State.Find(resource, id, account) is { IsDeleted: false } found ? found : throw StripeFailure.Missing(resource, id, param);

    public static JsonObject Deleted(StripeObject one) =>
        StripeShapes.Complete(new JsonObject { ["id"] = one.Id, ["object"] = one.Resource, ["deleted"] = true });
}
