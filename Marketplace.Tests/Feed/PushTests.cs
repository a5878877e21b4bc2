using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Portal.Feed;
using Marketplace.Publishing;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Feed;

public sealed class PushTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new PortalHost().With("Publishing:MaxPackageMegabytes", "1");
    private readonly Organization _acme;
    private readonly Actor _owner;

    public PushTests()
    {
        _acme = _portal.Database.Publisher();
        _owner = _portal.Database.Member(_acme, MemberRole.Owner);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_package_is_taken_in_and_its_submission_named()
    {
        using var answer = await PushAsync(await KeyAsync(), Packages.Package("Acme.Mail"));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal($"/submissions/{_portal.Database.Read(db => db.Submissions.Single().Id)}", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_version_that_exists_is_a_conflict_whatever_the_file_and_the_case()
    {
        var key = await KeyAsync();
        using var first = await PushAsync(key, Packages.Package("Acme.Mail"));

        using var second = await PushAsync(key, Packages.Package("ACME.mail", host: "[2.0,3.0)"));

        await RefusedAsync(second, HttpStatusCode.Conflict, "push.exists", submissions: 1);
    }

    [Fact]
    public async Task Who_is_not_known_or_has_not_the_right_changes_nothing()
    {
        var package = Packages.Package("Acme.Mail");
        using var nobody = await PushAsync(null, package);
        using var unknown = await PushAsync("mkt_unknown", package);
        using var reader = await PushAsync(await KeyAsync(ApiKeyScopes.Read), package);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (nobody.StatusCode, unknown.StatusCode, reader.StatusCode));
        Assert.Equal(["push.key", "push.key", "push.scope"], [await CodeAsync(nobody), await CodeAsync(unknown), await CodeAsync(reader)]);
        Assert.Equal(0, _portal.Database.Read(db => db.Submissions.Count()));
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return problem.RootElement.GetProperty("code").GetString();
    }

    [Fact]
    public async Task An_id_of_another_publisher_is_refused()
    {
        var contoso = _portal.Database.Member(_portal.Database.Publisher("Contoso"), MemberRole.Owner);
        await _portal.ReleaseAsync(contoso, Packages.Package("Contoso.Mail"), Cancel);

        using var answer = await PushAsync(await KeyAsync(), Packages.Package("contoso.mail", "2.0.0"));

        await RefusedAsync(answer, HttpStatusCode.Forbidden, "push.id-taken", submissions: 1);
    }

    [Fact]
    public async Task What_is_no_package_is_refused_with_its_reasons()
    {
        using var answer = await PushAsync(await KeyAsync(), "This is no zip file."u8.ToArray());

        var problem = await RefusedAsync(answer, HttpStatusCode.BadRequest, code: null, submissions: 0);
        Assert.NotEqual(0, problem.GetProperty("reasons").GetArrayLength());
    }

    [Fact]
    public async Task A_request_without_a_form_is_refused()
    {
        using var client = _portal.Client();
        using var request = new HttpRequestMessage(HttpMethod.Put, FeedEndpoints.Push) { Content = new ByteArrayContent([1, 2, 3]) };
        request.Headers.Add("X-NuGet-ApiKey", await KeyAsync());
        using var answer = await client.SendAsync(request, Cancel);

        await RefusedAsync(answer, HttpStatusCode.BadRequest, "push.no-package", submissions: 0);
    }

    [Fact]
    public async Task A_package_larger_than_allowed_is_refused()
    {
        using var answer = await PushAsync(await KeyAsync(), RandomNumberGenerator.GetBytes(1_500_000));

        await RefusedAsync(answer, HttpStatusCode.RequestEntityTooLarge, "push.too-large", submissions: 0);
    }

    private Task<string> KeyAsync(ApiKeyScopes scopes = ApiKeyScopes.Push) => _portal.KeyAsync(_owner, _acme, scopes, Cancel);

    private async Task<HttpResponseMessage> PushAsync(string? key, byte[] package)
    {
        using var client = _portal.Client();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(package), "package", "package.nupkg" } };
        using var request = new HttpRequestMessage(HttpMethod.Put, FeedEndpoints.Push) { Content = form };
        request.Headers.TryAddWithoutValidation("X-NuGet-ApiKey", key);
        return await client.SendAsync(request, Cancel);
    }

    private async Task<JsonElement> RefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string? code, int submissions)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(code ?? problem.GetProperty("code").GetString(), problem.GetProperty("code").GetString());
        Assert.Equal(submissions, _portal.Database.Read(db => db.Submissions.Count()));
        return problem;
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
