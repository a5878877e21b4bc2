using System.Net;
using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Publishers;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Publishers;

public sealed partial class PublisherIconTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Organization _acme;
    private readonly Actor _owner;

    public PublisherIconTests()
    {
        _acme = _portal.Database.Publisher();
        _owner = _portal.Database.Member(_acme, MemberRole.Owner);
        _portal.Database.Available(_acme, "Acme.Mail");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private PublisherIcons Icons => _portal.Get<PublisherIcons>();

    [Fact]
    public async Task An_icon_sent_by_the_form_stands_on_the_pages_and_goes_again()
    {
        using var client = await _portal.ClientAsync(_owner);
        using var stranger = _portal.Client();
        Assert.DoesNotContain("publisher-icon", await stranger.GetStringAsync(PortalUrls.Browse("mail"), Cancel), StringComparison.Ordinal);

        Assert.Equal(PortalUrls.Publisher(_acme.Name), await SendAsync(client, Pictures.Png(64, 64)));
        var hash = _portal.Database.Read(db => db.Organizations.Single(o => o.Id == _acme.Id).IconHash)!;
        foreach (var page in (string[])[PortalUrls.Browse("mail"), PortalUrls.Module("Acme.Mail"), PortalUrls.Publisher(_acme.Name)])
        {
            Assert.Contains(PortalUrls.PublisherIcon(hash), await stranger.GetStringAsync(page, Cancel), StringComparison.Ordinal);
        }

        using var answer = await stranger.GetAsync(PortalUrls.PublisherIcon(hash), Cancel);
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(Pictures.Png(64, 64), await answer.Content.ReadAsByteArrayAsync(Cancel));

        await SendAsync(client, null);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(PortalUrls.PublisherIcon(hash), Cancel)).StatusCode);
        Assert.DoesNotContain("publisher-icon", await stranger.GetStringAsync(PortalUrls.Browse("mail"), Cancel), StringComparison.Ordinal);
        Assert.Equal(
            ["icon.show", "icon.remove"],
            _portal.Database.Read(
                db => db.AuditEntries.Where(e => e.Action.StartsWith("icon.")).OrderBy(e => e.Id).Select(e => e.Action).ToList()));
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_and_the_page_says_so()
    {
        using var client = await _portal.ClientAsync(_owner);

        var back = await SendAsync(client, "<svg/>"u8.ToArray());

        Assert.Contains("Your icon hasn’t changed.", await client.GetStringAsync(back, Cancel), StringComparison.Ordinal);
        Assert.Null(_portal.Database.Read(db => db.Organizations.Single(o => o.Id == _acme.Id).IconHash));
    }

    [Fact]
    public async Task Only_owners_change_it_and_only_by_the_form()
    {
        var picture = Pictures.Png(64, 64);
        foreach (var actor in (Actor[])
        [
            _portal.Database.Member(_acme), _portal.Database.Stranger(),
            _portal.Database.Staff(StaffRole.Operator), _owner with { ApiKeyId = 1 },
        ])
        {
            Assert.Equal(IconOutcome.NotAllowed, await Icons.SetAsync(actor, _acme.Id, picture, Cancel));
        }

        using var client = await _portal.ClientAsync(_owner);
        using var forged = new MultipartFormDataContent
        {
            { new StringContent($"{_acme.Id}"), "organization" },
            { new StringContent(_acme.Name), "publisher" },
            { new ByteArrayContent(picture), "icon", "icon.png" },
        };
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync(PortalUrls.PublisherIconForm, forged, Cancel)).StatusCode);
        Assert.DoesNotContain(
            "name=\"organization\"",
            await _portal.Client().GetStringAsync(PortalUrls.Publisher(_acme.Name), Cancel),
            StringComparison.Ordinal);

        Assert.Equal(IconOutcome.Done, await Icons.SetAsync(_owner, _acme.Id, picture, Cancel));
        Assert.Equal(IconOutcome.Done, await Icons.SetAsync(_owner, _acme.Id, Pictures.Png(32, 32), Cancel));
        Assert.Equal(Pictures.Png(32, 32), Assert.Single(_portal.Database.Read(db => db.Set<PublisherIcon>().ToList())).Content);
    }

    private async Task<string> SendAsync(HttpClient client, byte[]? picture)
    {
        using var page = await client.GetAsync(PortalUrls.Publisher(_acme.Name), Cancel);
        var token = Token().Match(await page.Content.ReadAsStringAsync(Cancel)).Groups[1].Value;
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" },
            { new StringContent($"{_acme.Id}"), "organization" },
            { new StringContent(_acme.Name), "publisher" },
        };
        if (picture is null)
        {
            form.Add(new StringContent("true"), "remove");
        }
        else
        {
            form.Add(new ByteArrayContent(picture), "icon", "icon.png");
        }

        using var answer = await client.PostAsync(PortalUrls.PublisherIconForm, form, Cancel);
        Assert.True(answer.StatusCode is HttpStatusCode.Redirect, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Cancel)}");
        return answer.Headers.Location!.ToString();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
