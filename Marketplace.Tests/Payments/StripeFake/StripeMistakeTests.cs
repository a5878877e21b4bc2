using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Stripe;

namespace Marketplace.Tests.Payments.StripeFake;

/// <summary>What a program may send wrongly, and what it then hears.</summary>
public class StripeMistakeTests
{
    private const string Pay = "POST /v1/payment_intents";
    private const string Session = "POST /v1/checkout/sessions";

    public static TheoryData<string, string, string, int, string?, string?, string> Mistakes()
    {
        var rows = new TheoryData<string, string, string, int, string?, string?, string>();
        foreach (var place in StripePlace.Names.Select(row => row.Data))
        {
            rows.Add(place, Pay, "amount=1000&currency=eur&colour=red", 400, "parameter_unknown", "colour", "Received unknown parameter: colour");
            rows.Add(place, Pay, "amount=1000&currency=eur&payment_method_types[]=card", 400, "parameter_unknown", "payment_method_types",
                "Received unknown parameter");
            rows.Add(place, Pay, "amount=1000&currency=eur&shipping[name]=A&shipping[address][planet]=Mars", 400, "parameter_unknown",
                "shipping[address][planet]", "Received unknown");
            rows.Add(place, Pay, "currency=eur", 400, "parameter_missing", "amount", "Missing required param: amount.");
            rows.Add(place, Pay, "amount=ten&currency=eur", 400, "parameter_invalid_integer", "amount", "Invalid integer: ten");
            rows.Add(place, Pay, "amount=10.50&currency=eur", 400, "parameter_invalid_integer", "amount", "Invalid integer: 10.50");
            rows.Add(place, Pay, "amount=1000&currency=eur&capture_method=later", 400, null, "capture_method",
                "Invalid capture_method: must be one of automatic, ");
            rows.Add(place, Pay, "amount=1000&currency=eur&shipping=home", 400, null, "shipping", "Invalid object");
            rows.Add(place, Pay, "amount=1000&currency=eur&automatic_payment_methods[0]=true", 400, null, "automatic_payment_methods", "Invalid object");
            rows.Add(place, Pay, "amount=1000&currency=eur&confirm=yes", 400, null, "confirm", "Invalid boolean: yes");
            rows.Add(place, Pay, "amount=49&currency=eur", 400, "amount_too_small", "amount", "Amount must be at least");
            rows.Add(place, Pay, "amount=100000000&currency=eur", 400, "amount_too_large", "amount", "Amount must be no more than");
            rows.Add(place, Pay, "amount=1000&currency=eur&customer=cus_nobody", 400, "resource_missing", "customer", "No such customer: 'cus_nobody'");
            rows.Add(place, Pay, "amount=1000&currency=eur&payment_method=", 400, "parameter_invalid_empty", "payment_method",
                "You passed an empty string for 'payment_method'.");
            rows.Add(place, Session, "mode=payment&success_url=https://a.example&line_items=all", 400, null, "line_items", "Invalid array");
            rows.Add(place, Session, "mode=payment&success_url=https://a.example&line_items[0][quantity]=1&line_items[0][price_data][unit_amount]=500",
                400, "parameter_missing", "line_items[0][price_data][currency]", "Missing required param: line_items[0][price_data][currency].");
            rows.Add(place, "GET /v1/payment_intents/pi_nothing", "", 404, "resource_missing", null, "No such payment_intent: 'pi_nothing'");
            rows.Add(place, "GET /v1/customers", "limit=many", 400, "parameter_invalid_integer", "limit", "Invalid integer: many");
            rows.Add(place, "POST /v1/paymentintents", "", 404, null, null, "Unrecognized request URL (POST: /v1/paymentintents).");
            rows.Add(place, "POST /v1/refunds", "", 400, "parameter_missing", null, "One of the following params should be provided");
            rows.Add(place, "GET /v1/balance", "expand[]=available", 400, null, null, "This property cannot be expanded (available).");
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_refused_with_its_code_and_place(string place, string request, string parameters, int status, string? code,
        string? param, string words)
    {
        await using var stripe = await StripePlace.OpenAsync(place);

        var (answered, error) = await SendAsync(stripe, request, parameters, stripe.Key);

        Assert.Equal((status, code), (answered, (string?)error["code"]));
        Assert.Equal(param, param is null ? null : (string?)error["param"]);
        Assert.StartsWith(words, (string?)error["message"], StringComparison.Ordinal);
        Assert.Equal("invalid_request_error", (string?)error["type"]);
    }

    [Theory]
    [MemberData(nameof(StripePlace.Names), MemberType = typeof(StripePlace))]
    public async Task A_missing_key_and_a_wrong_one_are_refused(string place)
    {
        await using var stripe = await StripePlace.OpenAsync(place);

        var (none, missing) = await SendAsync(stripe, "GET /v1/balance", "", null);
        var (wrong, refused) = await SendAsync(stripe, "GET /v1/balance", "", $"sk_test_{new string('x', 24)}");

        Assert.Equal((401, 401), (none, wrong));
        Assert.StartsWith("You did not provide an API key.", (string?)missing["message"], StringComparison.Ordinal);
        Assert.StartsWith("Invalid API Key provided: sk_test_***", (string?)refused["message"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(StripePlace.Names), MemberType = typeof(StripePlace))]
    public async Task An_account_that_is_not_connected_is_refused(string place)
    {
        await using var stripe = await StripePlace.OpenAsync(place);

        var refused = await Assert.ThrowsAsync<StripeException>(() => stripe.Api.Balance.GetAsync(
            null, new RequestOptions { StripeAccount = "acct_1NotConnected000" }, TestContext.Current.CancellationToken));

        Assert.Equal((403, "account_invalid"), ((int)refused.HttpStatusCode, refused.StripeError.Code));
    }

    [Fact]
    public void The_same_tests_run_against_stripe_where_there_is_a_key() => Assert.SkipUnless(StripePlace.IsThere, StripePlace.Missing);

    private static async Task<(int Status, JsonNode Error)> SendAsync(StripePlace stripe, string request, string parameters, string? key)
    {
        using var http = new HttpClient { BaseAddress = new Uri(stripe.Fake?.ApiBase ?? StripeClient.DefaultApiBase) };
        var (method, path) = (request.Split(' ')[0], request.Split(' ')[1]);
        using var message = new HttpRequestMessage(new HttpMethod(method), method is "GET" && parameters.Length > 0 ? $"{path}?{parameters}" : path);
        message.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        message.Headers.Add("Stripe-Version", StripeConfiguration.ApiVersion);
        message.Content = method is "GET" ? null : new StringContent(parameters, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await http.SendAsync(message, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!);
    }
}
