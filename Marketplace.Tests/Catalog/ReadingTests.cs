using System.Net;
using Marketplace.Accounts;
using Marketplace.Portal;
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

    private string[] Pages => [PortalUrls.Home, PortalUrls.Browse("mail"), PortalUrls.Module("Acme.Mail"), PortalUrls.Publisher(_acme.Name), PortalUrls.Compare(["Acme.Mail"]), PortalUrls.Collections, PortalUrls.Collection("none")];

    [Fact]
    public async Task Strangers_read_the_catalogue_as_plain_pages_and_people_who_are_known_with_a_circuit()
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
    public async Task Where_the_operator_closes_the_catalogue_strangers_are_sent_to_sign_in_and_back()
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

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
