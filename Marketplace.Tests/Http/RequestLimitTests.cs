using System.Net;
using System.Text.Json;
using Marketplace.Portal;
using Marketplace.Portal.Http;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Http;

public sealed class RequestLimitTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Too_many_pushes_from_one_address_are_told_to_wait()
    {
        await using var portal = new PortalHost().With("Publishing:PushesPerMinute", "2");
        using var client = portal.Client();

        Assert.Equal(HttpStatusCode.Unauthorized, (await PushAsync(client)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PushAsync(client)).StatusCode);
        var third = await PushAsync(client);

        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.True(third.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        using var problem = JsonDocument.Parse(await third.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("push.too-many", problem.RootElement.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("Limits:ApiPerMinute", "/api/v1/search", "api.too-many")]
    [InlineData("Limits:FeedPerMinute", "/v3/index.json", "feed.too-many")]
    [InlineData("Limits:FeedPerMinute", "/v3/flat/acme.mail/1.0.0/acme.mail.1.0.0.nupkg", "feed.too-many")]
    [InlineData("Limits:CircuitsPerMinute", "/_blazor/negotiate", "circuits.too-many")]
    [InlineData("Limits:CircuitsPerMinute", "/_blazor", "circuits.too-many")]
    public async Task Too_many_requests_from_one_network_are_told_to_wait(string setting, string address, string code)
    {
        IPAddress[] sources = [IPAddress.Parse("2001:db8:1:2::1"), IPAddress.Parse("2001:db8:1:2:ffff::9"), IPAddress.Parse("2001:db8:1:3::1")];
        await using var portal = new PortalHost { Replace = services => services.AddSingleton<IStartupFilter>(new From(sources)) }.With(setting, "1");
        using var client = portal.Client();

        var (first, neighbor, other) = (await client.GetAsync(address, Cancel), await client.GetAsync(address, Cancel), await client.GetAsync(address, Cancel));

        Assert.Equal((false, true, false), (IsRefused(first), IsRefused(neighbor), IsRefused(other)));
        Assert.True(neighbor.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        using var problem = JsonDocument.Parse(await neighbor.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8::1", "2001:db8:0:0:1::", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    public void An_address_is_counted_by_the_network_that_one_party_holds(string one, string other, bool together) =>
        Assert.Equal(together, Network.Of(IPAddress.Parse(one)) == Network.Of(IPAddress.Parse(other)));

    private static bool IsRefused(HttpResponseMessage answer) => answer.StatusCode is HttpStatusCode.TooManyRequests;

    [Theory]
    [InlineData("", false)]
    [InlineData("10.9.9.9", false)]
    [InlineData("10.1.2.3", true)]
    [InlineData("192.168.0.1, 10.1.0.0/16", true)]
    public async Task Who_is_calling_is_taken_from_the_header_only_where_a_known_proxy_says_it(string known, bool believed)
    {
        await using var portal = new PortalHost { Replace = services => services.AddSingleton<IStartupFilter>(new From(IPAddress.Parse("10.1.2.3"))) };
        if (known != "")
        {
            portal.With("Proxy:Known", known);
        }

        portal.With("Publishing:PushesPerMinute", "1");
        using var client = portal.Client();

        await PushAsync(client, forwarded: "192.0.2.1");
        var second = await PushAsync(client, forwarded: "192.0.2.2");

        // Two callers behind a known proxy are two; a stranger who names itself twice is one.
        Assert.Equal(believed ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests, second.StatusCode);
    }

    [Fact]
    public async Task A_proxy_that_is_no_address_stops_the_start_and_is_named()
    {
        await using var portal = new PortalHost().With("Proxy:Known", "the-proxy");

        var problem = Assert.ThrowsAny<Exception>(() => portal.Client());

        Assert.Contains("“the-proxy” is neither an address nor a network", problem.ToString(), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> PushAsync(HttpClient client, string? forwarded = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, PortalUrls.Push);
        if (forwarded is not null)
        {
            request.Headers.Add("X-Forwarded-For", forwarded);
        }

        return client.SendAsync(request, Cancel);
    }

    /// <summary>Lets requests come from these addresses, one after the other, which the test server leaves out.</summary>
    private sealed class From(params IPAddress[] addresses) : IStartupFilter
    {
        private int _requests;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                context.Connection.RemoteIpAddress = addresses[_requests++ % addresses.Length];
                return following(context);
            });
            next(app);
        };
    }
}
