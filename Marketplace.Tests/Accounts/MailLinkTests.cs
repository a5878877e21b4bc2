using System.Net;
using Marketplace.Accounts;
using Marketplace.Notifications;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Accounts;

public sealed class MailLinkTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new PortalHost().With("Portal:Address", "https://market.example/base");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Links_in_mail_lead_to_the_portal_whatever_host_was_asked()
    {
        // As where a proxy or a setting lets any host through.
        _portal.With("AllowedHosts", "*");
        var (organization, known) = (_portal.Database.Publisher(), _portal.Database.Saved(A.User()));
        using var client = _portal.CreateClient();
        client.DefaultRequestHeaders.Host = "evil.example";

        await Form.PostAsync(client, PortalUrls.ForgotPassword, "forgot", ("Email", known.Email!));
        await Form.PostAsync(client, PortalUrls.Register, "register", ("Email", known.Email!));
        await Form.PostAsync(client, PortalUrls.Register, "register", ("Email", "new@example.com"));
        var owner = _portal.Database.Member(organization, MemberRole.Owner);
        Assert.Equal(MemberOutcome.Done, await _portal.Get<Members>().InviteAsync(owner, organization.Id, "guest@example.com", MemberRole.Member, Cancel));

        var texts = _portal.Database.Read(db => db.Set<OutgoingMail>().Select(m => m.Text).ToList());
        Assert.Equal(4, texts.Count);
        Assert.All(texts, text => Assert.Contains("https://market.example/base/account/", text, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.DoesNotContain("evil.example", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "market.example", HttpStatusCode.OK)]
    [InlineData("", "localhost:5080", HttpStatusCode.OK)]
    [InlineData("", "evil.example", HttpStatusCode.BadRequest)]
    [InlineData("other.example", "other.example", HttpStatusCode.OK)]
    [InlineData("other.example", "market.example", HttpStatusCode.BadRequest)]
    public async Task The_portal_answers_under_its_own_names_only(string allowed, string host, HttpStatusCode status)
    {
        using var client = _portal.With("AllowedHosts", allowed).Client();
        client.DefaultRequestHeaders.Host = host;

        using var answer = await client.GetAsync(PortalUrls.SignIn, Cancel);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public void Outside_Development_nothing_starts_without_the_address_and_the_error_names_the_setting()
    {
        var problem = Assert.ThrowsAny<Exception>(() => _portal.With("Portal:Address", "").Client());

        Assert.Contains("Portal:Address is required", problem.ToString(), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
