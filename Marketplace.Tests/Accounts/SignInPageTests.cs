using System.Net;
using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Accounts;

public sealed partial class SignInPageTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_one_answer_and_are_audited()
    {
        using var client = _portal.CreateClient();
        var known = _portal.Database.Saved(A.User());

        var (first, second) = (await SignInAsync(client, known.Email!), await SignInAsync(client, "nobody@example.com"));

        Assert.Equal(first, second);
        Assert.Contains("do not match", first, StringComparison.Ordinal);
        Assert.Equal(2, _portal.Database.Read(db => db.AuditEntries.Count(e => e.Action == "sign-in.fail")));
    }

    [Fact]
    public async Task A_refused_password_is_not_sent_back()
    {
        using var client = _portal.CreateClient();

        var answer = await Form.PostAsync(client, PortalUrls.SignIn, "sign-in", ("Email", "a@example.com"), ("Password", "wrong-one"));

        Assert.Contains("a@example.com", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var client = _portal.CreateClient();
        using var form = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Input.Email", "a@example.com"), new("Input.Password", "x")]);

        using var answer = await client.PostAsync(PortalUrls.SignIn, form, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static async Task<string> SignInAsync(HttpClient client, string email)
    {
        var token = Token().Match(await client.GetStringAsync(PortalUrls.SignIn, Cancel)).Groups[1].Value;
        using var form = new FormUrlEncodedContent(
            [new("_handler", "sign-in"), new("__RequestVerificationToken", token), new("Input.Email", email), new("Input.Password", "a wrong password")]);
        using var answer = await client.PostAsync(PortalUrls.SignIn, form, Cancel);
        return Problem().Match(await answer.Content.ReadAsStringAsync(Cancel)).Value;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("E-mail and password[^<]*")]
    private static partial Regex Problem();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
