using System.Net;
using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>A refusal, as Stripe words and codes it.</summary>
internal sealed class StripeFailure(int status, string type, string? code, string message, string? param = null) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>Refused before anything was tried, so an idempotency key does not keep it.</summary>
    public bool IsForgotten { get; init; }

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>The objects that stand beside the words: <c>payment_intent</c>, say.</summary>
    public JsonObject With { get; init; } = [];

    public JsonObject Body(string request)
    {
        var error = new JsonObject { ["type"] = type, ["message"] = Message, ["request_log_url"] = $"https://dashboard.stripe.com/test/logs/{request}" };
        if (code is not null)
        {
            (error["code"], error["doc_url"]) = (code, $"https://stripe.com/docs/error-codes/{code.Replace('_', '-')}");
        }

        if (param is not null)
        {
            error["param"] = param;
        }

        foreach (var (name, value) in With)
        {
            error[name] = value?.DeepClone();
        }

        return new JsonObject { ["error"] = error };
    }

    public static StripeFailure Invalid(string? code, string message, string? param = null) => new(400, "invalid_request_error", code, message, param);

    public static StripeFailure Unknown(string name) => Early("parameter_unknown", $"Received unknown parameter: {name}", name);

    public static StripeFailure Lacking(string name) => Early("parameter_missing", $"Missing required param: {name}.", name);

    public static StripeFailure Early(string? code, string message, string name) =>
        new(400, "invalid_request_error", code, message, name) { IsForgotten = true };

    public static StripeFailure Missing(string resource, string id, string? param = null) => new(
        param is null ? (int)HttpStatusCode.NotFound : 400, "invalid_request_error", "resource_missing", $"No such {Word(resource)}: '{id}'", param ?? "id");

    public static StripeFailure State(string message) => Invalid("payment_intent_unexpected_state", message);

    private static string Word(string resource) => resource switch
    {
        "checkout.session" => "checkout session",
        "payment_method" => "PaymentMethod",
        _ => resource.Split('.')[^1],
    };
}
