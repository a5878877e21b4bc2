using System.Net;
using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Catalog;

public sealed class ReadingTests : IAsyncDisposable
{
    private const string Circuit = "<!--Blazor:{\"type\":\"server\"";
    private readonly PortalHost _portal = new();
    private readonly Organization _acme;

    public ReadingTests()
    {
        _acme = _portal.Database.Publisher();
        _portal.Database.Available(_acme, "Acme.Mail");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string[] Pages =>
        [PortalUrls.Home, PortalUrls.Browse("mail"), PortalUrls.Module("Acme.Mail"),
            PortalUrls.Publisher(_acme.Name), PortalUrls.Compare(["Acme.Mail"]), PortalUrls.Collections];

    [Fact]
    public async Task Strangers_read_the_catalog_as_plain_pages_and_people_who_are_known_with_a_circuit()
    {
        using var person = await _portal.ClientAsync(_portal.Database.Member(_acme));
        foreach (var page in Pages)
        {
            var read = await _portal.Client().GetStringAsync(page, Cancel);
            Assert.DoesNotContain(Circuit, read, StringComparison.Ordinal);
            Assert.DoesNotContain("class=\"skeleton", read, StringComparison.Ordinal);
            Assert.Contains(Circuit, await person.GetStringAsync(page, Cancel), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Where_the_operator_closes_the_catalog_strangers_are_sent_to_sign_in_and_back()
    {
        _portal.With("Catalog:PublicReading", "false");
        using var person = await _portal.ClientAsync(_portal.Database.Member(_acme));
        foreach (var page in Pages)
        {
            using var answer = await _portal.Client().GetAsync(page, Cancel);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Equal($"{PortalUrls.SignIn}?returnUrl={Uri.EscapeDataString(page)}", answer.Headers.Location!.PathAndQuery);
            Assert.Equal(HttpStatusCode.OK, (await person.GetAsync(page, Cancel)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await _portal.Client().GetAsync(PortalUrls.UsageFile("Acme.Mail"), Cancel)).StatusCode);
    }

    [Fact]
    public async Task Searches_of_strangers_count_once_with_what_they_opened_and_not_those_of_robots()
    {
        await ReadAsync(PortalUrls.Browse("mail"), from: PortalUrls.Home);
        await ReadAsync(PortalUrls.Browse(new CatalogQuery { Text = "mail", Verified = true }), from: PortalUrls.Browse("mail"));
        await ReadAsync(PortalUrls.Module("Acme.Mail"), from: PortalUrls.Browse("mail"));
        await ReadAsync(PortalUrls.Module("Acme.Mail", "versions"), from: PortalUrls.Module("Acme.Mail"));
        await ReadAsync(PortalUrls.Browse("mailt"), from: PortalUrls.Module("Acme.Mail"));
        Assert.Equal(HttpStatusCode.OK, (await _portal.Client().GetAsync(PortalUrls.Browse("robot"), Cancel)).StatusCode);

        await _portal.Get<SearchRecorder>().FlushAsync(Cancel);

        Assert.Equal(
            [("mail", 1, 1), ("mailt", 1, 0)],
            _portal.Database.Read(db => db.Set<SearchTally>()
                    .OrderBy(t => t.Phrase)
                    .Select(t => new { t.Phrase, t.Searches, t.Opened })
                    .ToList())
                .Select(t => (t.Phrase, (int)t.Searches, (int)t.Opened)));
    }

    // As a browser does that follows a link on a page, or sends its form.
    private async Task ReadAsync(string page, string from)
    {
        var client = _portal.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, page)
        {
            Headers = { { "Sec-Fetch-Site", "same-origin" }, { "Referer", new Uri(client.BaseAddress!, from).ToString() } }
        };
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(request, Cancel)).StatusCode);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
