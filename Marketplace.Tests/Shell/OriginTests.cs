using System.Net;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Tests.Accounts;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Shell;

public sealed class OriginTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Only_pages_of_the_portal_itself_open_a_circuit(string? origin, HttpStatusCode expected)
    {
        using var client = _portal.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var answer = await client.SendAsync(request, Cancel);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Whoever_sends_account_forms_too_often_has_to_wait()
    {
        using var client = _portal.With("Accounts:AttemptsPerMinute", "3").CreateClient();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Contains(
                "do not match",
                await Form.PostAsync(client, PortalUrls.SignIn, "sign-in", ("Email", "a@example.com"), ("Password", "wrong")),
                StringComparison.Ordinal);
        }

        using var form = new FormUrlEncodedContent([]);
        using var answer = await client.PostAsync(PortalUrls.SignIn, form, Cancel);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
