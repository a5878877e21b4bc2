using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Portal;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Scanning;
using Marketplace.Tests.Sdk.Packages;
using Marketplace.Tests.Search;
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
        Assert.Equal([$"Acme.Mail 1.0.0 is being checked. Follow it at http://localhost{answer.Headers.Location}"], Warnings(answer));
    }

    [Fact]
    public async Task What_its_publisher_probably_did_not_mean_is_printed_and_stops_nothing()
    {
        _portal.Database.Save(new Category("finance", "Finance", null), new Category("mail", "Mail", null));
        var package = Attack.Replace(Attack.Sound, Attack.Nuspec, "<readme>README.md</readme>", "").Write();

        using var answer = await PushAsync(await KeyAsync(), package);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var warnings = Warnings(answer);
        Assert.Equal("This marketplace has no category tools, so the module would stand alone in a category of its own. "
            + "Use one of finance, mail.", warnings[0]);
        Assert.StartsWith("The package has no readme", warnings[1]);
        var id = _portal.Database.Read(db => db.Submissions.Single().Id);
        await _portal.Get<SubmissionPipeline>().ScanAsync(id, Cancel);
        Assert.Equal(["advice.category-unknown", "advice.readme-missing"],
            _portal.Database.Read(db => db.Findings.OrderBy(f => f.Id).Select(f => f.Rule).ToList()));
        Assert.Equal(SubmissionState.InReview, _portal.Database.Read(db => db.Submissions.Single().State));
    }

    [Fact]
    public async Task All_faults_of_a_package_are_named_at_once()
    {
        var package = Attack.Replace(Attack.Replace(Attack.Sound, Attack.Nuspec, "<version>1.0.0</version>", "<version>one</version>"),
            Attack.Manifest, "\"category\"", "\"kategory\"").Write();

        using var answer = await PushAsync(await KeyAsync(), package);

        var problem = await RefusedAsync(answer, HttpStatusCode.BadRequest, "nuspec.version", submissions: 0);
        var further = problem.GetProperty("reasons").EnumerateArray().Skip(1).Select(reason => reason.GetProperty("message").GetString()!).ToList();
        Assert.NotEmpty(further);
        Assert.Equal(further.Count, Warnings(answer).Count);
        Assert.Contains("kategory", string.Join(' ', Warnings(answer)));
    }

    [Fact]
    public async Task Equal_pushes_at_once_are_let_in_once_and_leave_one_file()
    {
        var key = await KeyAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => PushAsync(key, Packages.Package("Acme.Mail", host: $"[1.{n},4.0)"))));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Accepted);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Single(Directory.GetFiles(Path.Combine(_portal.Database.Folder, "packages"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Of_several_publishers_at_once_one_gets_a_new_id_and_when_it_is_rejected_another_may()
    {
        List<(string Key, Organization Publisher)> rivals = [];
        for (var n = 0; n < 6; n++)
        {
            var publisher = _portal.Database.Publisher($"Rival {n}");
            rivals.Add((await _portal.KeyAsync(_portal.Database.Member(publisher, MemberRole.Owner), publisher, ApiKeyScopes.Push, Cancel), publisher));
        }

        var answers = await Task.WhenAll(rivals.Select((rival, n) => PushAsync(rival.Key, Packages.Package("Some.Thing", $"1.{n}.0"))));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Accepted);
        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Forbidden));
        var winner = _portal.Database.Read(db => db.Submissions.Single().PublisherId);
        using (var db = _portal.Database.CreateDbContext())
        {
            db.Submissions.Single().FailChecks(A.Day);
            db.SaveChanges();
        }

        using var again = await PushAsync(rivals.First(rival => rival.Publisher.Id != winner).Key, Packages.Package("Some.Thing", "1.0.0"));
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
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

        await RefusedAsync(nobody, HttpStatusCode.Unauthorized, "push.key", submissions: 0);
        await RefusedAsync(unknown, HttpStatusCode.Unauthorized, "push.key", submissions: 0);
        await RefusedAsync(reader, HttpStatusCode.Forbidden, "push.scope", submissions: 0);
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
        using var request = new HttpRequestMessage(HttpMethod.Put, PortalUrls.Push) { Content = new ByteArrayContent([1, 2, 3]) };
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
        using var request = new HttpRequestMessage(HttpMethod.Put, PortalUrls.Push) { Content = form };
        request.Headers.TryAddWithoutValidation("X-NuGet-ApiKey", key);
        return await client.SendAsync(request, Cancel);
    }

    private static List<string> Warnings(HttpResponseMessage answer) => [.. answer.Headers.TryGetValues("X-NuGet-Warning", out var warnings) ? warnings : []];

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
