using System.Text.Json.Nodes;
using Marketplace.Tests.Support.Stripe;
using Stripe;

namespace Marketplace.Tests.Payments.StripeFake;

/// <summary>The fake is judged itself: it plays all it describes, and lets no planted mistake through.</summary>
public class StripeDescriptionTests
{
    [Fact]
    public void It_describes_the_version_that_the_library_speaks() => Assert.Equal(StripeConfiguration.ApiVersion, StripeApi.Version);

    [Fact]
    public async Task Every_endpoint_it_describes_is_played()
    {
        await using var place = await StripePlace.OpenAsync("the fake");

        Assert.Empty(StripeApi.Endpoints.Where(endpoint => !place.Fake!.Plays(endpoint)).Select(endpoint => endpoint.Id));
    }

    [Fact]
    public void Nothing_planted_in_any_parameter_gets_through()
    {
        var planted = (from endpoint in StripeApi.Endpoints from mistake in MistakesIn(endpoint) select (endpoint, mistake)).ToList();

        Assert.True(planted.Count > 2_000, $"Only {planted.Count} mistakes were planted.");
        Assert.Empty(
            from one in planted
            let refusal = Refusal(one.endpoint, one.mistake.Parameters)
            where refusal?.Code != one.mistake.Code || refusal.Param != one.mistake.Param
            select $"{one.endpoint.Id} {one.mistake.Parameters}: {refusal?.Code} {refusal?.Param}, not {one.mistake.Code} {one.mistake.Param}");
    }

    [Theory]
    [InlineData("""{"object":"refund","status":"succeeded","colour":"red"}""", "has no field colour")]
    [InlineData("""{"object":"refund","amount":"12"}""", "is a Number")]
    [InlineData("""{"object":"refund","reason":"bored"}""", "refund.reason cannot be bored")]
    [InlineData("""{"object":"charge","outcome":{"type":"authorized","mood":"good"}}""", "charge.outcome has no field mood")]
    public void An_answer_of_another_shape_stops_the_fake(string made, string words) => Assert.Contains(
        words, Assert.Throws<InvalidOperationException>(() => StripeShapes.Complete((JsonObject)JsonNode.Parse(made)!)).Message, StringComparison.Ordinal);

    [Fact]
    public void Fields_that_were_not_said_are_null_empty_or_left_out()
    {
        var whole = StripeShapes.Complete(new JsonObject { ["object"] = "refund", ["amount"] = 12 });

        Assert.Equal((12, null, 0), ((int)whole["amount"]!, whole["reason"], (int)whole["created"]!));
        Assert.True(whole.ContainsKey("reason"));
        Assert.False(whole.ContainsKey("failure_reason"));
    }

    private static IEnumerable<Mistake> MistakesIn(StripeEndpoint endpoint)
    {
        yield return new("never_heard_of=1", "parameter_unknown", "never_heard_of");
        if (endpoint.Params.FirstOrDefault(param => param.Value.Required).Key is { } needed)
        {
            yield return new("", "parameter_missing", needed);
        }

        foreach (var (name, schema) in endpoint.Params)
        {
            foreach (var mistake in MistakesIn(schema, name, 0))
            {
                yield return mistake;
            }
        }
    }

    private static IEnumerable<Mistake> MistakesIn(StripeSchema place, string path, int depth)
    {
        var schema = StripeApi.OfParameter(place);
        switch (schema.Type)
        {
            case "integer" or "timestamp":
                yield return new($"{path}=1x", "parameter_invalid_integer", path);
                break;
            case "enum":
                yield return new($"{path}=never_heard_of", null, path);
                break;
            case "boolean":
                yield return new($"{path}=2", null, path);
                break;
            case "array":
                yield return new($"{path}=text", null, path);
                yield return new($"{path}[first]=text", null, path);
                break;
            case "object":
                yield return new($"{path}=text", null, path);
                yield return new($"{path}[never_heard_of]=1", "parameter_unknown", $"{path}[never_heard_of]");
                foreach (var deeper in depth > 5 ? [] : schema.Fields.SelectMany(field => MistakesIn(field.Value, $"{path}[{field.Key}]", depth + 1)))
                {
                    yield return deeper;
                }

                break;
        }

        if (!place.Emptyable && schema.Type is not "file")
        {
            yield return new($"{path}=", "parameter_invalid_empty", path);
        }
    }

    private static Mistake? Refusal(StripeEndpoint endpoint, string parameters)
    {
        try
        {
            StripeParameters.Read(endpoint, StripeForm.Parse(parameters));
            return null;
        }
        catch (StripeFailure refusal)
        {
            var error = refusal.Body("")["error"]!;
            return new(parameters, (string?)error["code"], (string?)error["param"]);
        }
    }

    private sealed record Mistake(string Parameters, string? Code, string? Param);
}
