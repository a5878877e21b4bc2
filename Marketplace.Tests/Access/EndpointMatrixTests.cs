using System.Net;
using System.Text.RegularExpressions;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace Marketplace.Tests.Access;

/// <summary>Every endpoint, page and file for every kind of caller, over HTTP.</summary>
public sealed partial class EndpointMatrixTests(EndpointCallers callers) : IClassFixture<EndpointCallers>
{
    /// <summary>What is answered where there is nothing; NotFoundTests has it.</summary>
    private static readonly string[] Elsewhere = ["/not-found", "/{*path}"];

    private static readonly HttpStatusCode[] Refusals =
        [HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Gone];

    private const string Changed = ", but changed something";

    public static TheoryData<string> Endpoints => [.. EndpointTable.All.Select(call => call.Name).Distinct()];

    private World World => callers.World;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Only_those_who_may_get_something_by(string endpoint)
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "What a request changed is seen and put back in SQLite's file.");
        var wrong = new List<string>();
        foreach (var call in EndpointTable.All.Where(call => call.Name == endpoint))
        {
            foreach (var (name, (who, client)) in callers.All)
            {
                var (expected, got) = ((call.May & who) != 0 ? "yes" : "no", await AnswerAsync(call, who, client));
                // What is counted in the background may be written just then.
                got = got.EndsWith(Changed, StringComparison.Ordinal) ? await AnswerAsync(call, who, client) : got;
                if (!got.StartsWith(expected, StringComparison.Ordinal))
                {
                    wrong.Add($"{call.Method} {call.Address(World)} by the {name}: {got} instead of {expected}");
                }
            }
        }

        Assert.True(wrong.Count is 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_endpoint_is_in_the_matrix()
    {
        var endpoints =
            from endpoint in World.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let pattern = endpoint.RoutePattern.RawText!
            where !House.PolicyTests.IsFrameworks(endpoint) && endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null && !Elsewhere.Contains(pattern)
            let methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
            // Pages take posts too, by forms with a token: FormCheckTests.
            from method in methods.Contains("GET") ? ["GET"] : methods
            select $"{method} /{pattern.TrimStart('/')}";

        Assert.Equal(endpoints.Distinct().Order(StringComparer.Ordinal), EndpointTable.All.Select(call => call.Name).Distinct().Order(StringComparer.Ordinal));
    }

    private async Task<string> AnswerAsync(EndpointCall call, Who who, HttpClient client)
    {
        using var request = new HttpRequestMessage(new(call.Method), call.Address(World)) { Content = call.Body?.Invoke(World) };
        if (call.Method == "POST" && !call.Pattern.StartsWith("/api/", StringComparison.Ordinal))
        {
            await AddTokenAsync(request, client);
        }

        var before = World.Version();
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        var text = answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await answer.Content.ReadAsStringAsync(Cancel);
        var verdict = Verdict(answer);
        if (World.Version() != before)
        {
            World.PutBack();
            verdict = verdict.StartsWith("no", StringComparison.Ordinal) ? $"refused with {answer.StatusCode}{Changed}" : verdict;
        }

        return Tells(call, who, text) ? $"told of {World.Private}" : verdict;
    }

    private static string Verdict(HttpResponseMessage answer) => answer.StatusCode switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => "yes",
        HttpStatusCode.Found => SentAway().IsMatch($"{answer.Headers.Location}") ? $"no, to {answer.Headers.Location}" : "yes",
        var status => Refusals.Contains(status) ? $"no, {status}" : $"{status}",
    };

    // Whoever may not see the private module does not find its name anywhere either, other than in what they asked; Other asked for a license for it.
    private bool Tells(EndpointCall call, Who who, string text) =>
        (who & (Who.PeopleWhoSee | Who.ReadKey | Who.Agent)) == 0 && !(who is Who.Other && call.Pattern is "/licenses")
        && !call.Address(World).Contains(World.Private, StringComparison.Ordinal) && text.Contains(World.Private, StringComparison.Ordinal);

    // Every page of a person has a form to sign out.
    private static async Task AddTokenAsync(HttpRequestMessage request, HttpClient client)
    {
        var own = client.DefaultRequestHeaders.TryGetValues("Cookie", out var cookies) ? cookies : [];
        using var signIn = await client.GetAsync("/account/sign-in", Cancel);
        using var page = signIn.StatusCode is HttpStatusCode.OK ? signIn : await client.GetAsync("/no-access", Cancel);
        request.Headers.Add("RequestVerificationToken", Token().Match(await page.Content.ReadAsStringAsync(Cancel)).Groups[1].Value);
        if (page.Headers.TryGetValues("Set-Cookie", out var set))
        {
            request.Headers.Add("Cookie", string.Join("; ", [.. own, .. set.Select(cookie => cookie.Split(';')[0])]));
        }
    }

    [GeneratedRegex("sign-in|no-access")]
    private static partial Regex SentAway();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
