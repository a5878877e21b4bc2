using System.Net;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Shell;

public sealed class NotFoundTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/nowhere", "text/html", "There is nothing at this address.")]
    [InlineData("/nowhere/at.all", "application/json", "")]
    public async Task An_address_that_is_nowhere_is_not_found_by_strangers_either(string address, string accept, string words)
    {
        using var client = _portal.Client();
        client.DefaultRequestHeaders.Add("Accept", accept);

        using var answer = await client.GetAsync(address, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
