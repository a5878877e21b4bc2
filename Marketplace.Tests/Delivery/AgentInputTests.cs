using System.Net;
using System.Net.Http.Json;
using Marketplace.Delivery;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Delivery;

public sealed class AgentInputTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Client _client;

    public AgentInputTests() => _client = new Client(_portal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PUT", "host", """{"hostVersion":"2.0.0","revision":0,"highest":0,"status":{"modules":null}}""", "agent.body")]
    [InlineData("PUT", "host", """{"hostVersion":"2.0.0","revision":0,"highest":0,"status":{"modules":[null],"leaving":[]}}""", "agent.body")]
    [InlineData("PUT", "host", """{"hostVersion":"2.0.0","revision":0,"highest":0,"status":{"modules":[{"id":null}],"leaving":[]}}""", "agent.body")]
    [InlineData("PUT", "host", """{"hostVersion":"2.0.0","revision":0,"highest":0,"status":{"modules":[],"leaving":null}}""", "agent.body")]
    [InlineData("PUT", "host", """{"hostVersion":"2.0.0","revision":0,"highest":2147483647}""", "agent.revision")]
    [InlineData("PUT", "host", """{"hostVersion":"2.0.0","revision":-1,"highest":0}""", "agent.revision")]
    [InlineData("PUT", "host", "null", "agent.body")]
    [InlineData("PUT", "host", "[null]", "agent.body")]
    [InlineData("POST", "revisions/1/steps", "[null]", "agent.body")]
    [InlineData("POST", "revisions/1/steps", "null", "agent.body")]
    [InlineData("PUT", "revisions/1/result", "[null]", "agent.body")]
    [InlineData("PUT", "revisions/1/result", "null", "agent.body")]
    [InlineData("GET", "revision?have=0&highest=2147483647", "", "agent.revision")]
    [InlineData("GET", "revision?have=-1&highest=0", "", "agent.revision")]
    public async Task What_no_agent_would_say_is_refused_and_changes_nothing(string method, string path, string body, string code)
    {
        using var site = await SiteAsync();
        site.Deliver(1, 0);

        using var request = new HttpRequestMessage(new(method), $"{PortalUrls.Agent}/{path}") { Content = new StringContent(body) };
        using var answer = await site.Http.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal($"urn:marketplace:{code}", (await answer.Content.ReadFromJsonAsync<Problem>(Cancel))!.Type);
        Assert.Equal((1, DeliveryState.Open, 0), (site.Last().Number, site.Last().State, site.Last().Reports));
    }

    [Fact]
    public async Task A_lock_file_is_valid_for_thirty_days_from_when_it_is_asked_for()
    {
        using var site = await SiteAsync();
        site.Deliver(1, 0);

        var before = DateTime.UtcNow;
        var document = await site.NextAsync(0, 0, Cancel);

        Assert.InRange(document!.ExpiresAt!.Value, before.AddDays(30), DateTime.UtcNow.AddDays(30));
    }

    private Task<AgentSite> SiteAsync() => AgentSite.OfAsync(_portal, _client, "Branch", Cancel);

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private sealed record Problem(string Type);
}
