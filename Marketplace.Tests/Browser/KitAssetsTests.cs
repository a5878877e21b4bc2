using System.Text.Json;
using Marketplace.Portal;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Browser;

/// <summary>MudBlazor's files are most of a first visit: they come compressed, and once.</summary>
[Collection(nameof(InABrowser))]
public sealed class KitAssetsTests(BrowserFixture browser)
{
    private const string Asked =
        "() => [...document.querySelectorAll('link[rel=stylesheet], script[src]')].map(one => one.href ?? one.src).filter(address => address)";

    [Fact]
    public async Task Every_style_and_script_of_a_page_is_there_compressed_and_the_kits_are_kept_while_its_version_stays()
    {
        await using var stranger = await browser.PersonAsync();
        await stranger.OpenAsync(PortalUrls.SignIn);
        var asked = (await stranger.Page.EvaluateAsync<string[]>(Asked)).Select(address => new Uri(address)).ToList();

        Assert.InRange(asked.Count, 10, 100);
        Assert.Empty(asked.Select(address => address.AbsolutePath.TrimStart('/')).Except(Compressed()));
        foreach (var kit in asked.Where(address => address.AbsolutePath.Contains("MudBlazor.min", StringComparison.Ordinal)))
        {
            Assert.Equal("max-age=31536000, immutable", await KeptAsync(stranger, kit));
            Assert.NotEqual("max-age=31536000, immutable", await KeptAsync(stranger, new Uri(kit, "?v=0.0.1")));
        }
    }

    private static async Task<string> KeptAsync(Person person, Uri address) =>
        (await person.Page.APIRequest.GetAsync($"{address}")).Headers["cache-control"];

    // As the build lists them for those who serve them.
    private static IEnumerable<string> Compressed()
    {
        var manifest = Repository.Folder("Marketplace.Portal", "bin", Built.Configuration, "net10.0", "Marketplace.Portal.staticwebassets.endpoints.json");
        using var document = JsonDocument.Parse(File.ReadAllText(manifest));
        return
        [
            .. document.RootElement.GetProperty("Endpoints").EnumerateArray()
                .Where(endpoint => endpoint.GetProperty("Selectors").EnumerateArray()
                    .Any(selector => selector.GetProperty("Name").GetString() == "Content-Encoding"))
                .Select(endpoint => endpoint.GetProperty("Route").GetString()!).Distinct(),
        ];
    }
}
