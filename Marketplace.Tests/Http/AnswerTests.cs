using System.Net;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Resolution;
using Marketplace.Storage;
using Marketplace.Tests.Support;
using Marketplace.Usage;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Http;

/// <summary>What all answers have in common, asked of every endpoint there is.</summary>
public sealed class AnswerTests : IAsyncLifetime
{
    private readonly CapturedLog _log = new(LogLevel.Error);
    private readonly PortalHost _portal;
    private readonly Organization _acme;
    private readonly Actor _owner;

    public AnswerTests()
    {
        _portal = new PortalHost { Replace = services => services.AddSingleton<ILoggerProvider>(_log) }.With("Accounts:AttemptsPerMinute", "10000");
        _acme = _portal.Database.Publisher();
        _owner = _portal.Database.Member(_acme, MemberRole.Owner);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _portal.ReleaseAsync(_owner, Packages.Package("Acme.Mail"), Cancel);

    [Fact]
    public async Task Whatever_is_not_a_page_is_confined_for_a_browser_that_would_show_it()
    {
        var (faults, answered) = (new List<string>(), 0);
        var program = await _portal.ProgramAsync(_owner, _acme, ApiKeyScopes.Read | ApiKeyScopes.Push | ApiKeyScopes.Install);
        foreach (var client in new[] { _portal.Client(), await _portal.ClientAsync(_owner), program })
        {
            foreach (var asked in EveryEndpoint.Of(_portal, _acme.Name))
            {
                using var answer = await AskAsync(client, asked.Method, asked.Address);
                var policy = answer.Headers.TryGetValues("Content-Security-Policy", out var values) ? string.Join('|', values) : "none";
                var isHtml = answer.Content.Headers.ContentType?.MediaType is "text/html";
                var fits = asked.IsPage ? policy.Contains("script-src 'self';", StringComparison.Ordinal) : policy == "default-src 'none'; sandbox" && !isHtml;
                if (!fits || !answer.Headers.TryGetValues("X-Content-Type-Options", out var options) || string.Join('|', options) != "nosniff")
                {
                    faults.Add($"{asked}: {(int)answer.StatusCode} {answer.Content.Headers.ContentType} {policy}");
                }

                answered += answer.StatusCode is HttpStatusCode.OK ? 1 : 0;
            }
        }

        Assert.Empty(faults);
        Assert.True(answered > 100, $"Only {answered} endpoints had something to answer.");
    }

    [Fact]
    public async Task A_nuspec_is_never_shown_as_a_document_of_the_portal()
    {
        using var answer = await AskAsync(_portal.Client(), "GET", "/v3/flat/acme.mail/1.0.0/acme.mail.nuspec");

        Assert.Equal((HttpStatusCode.OK, "attachment"), (answer.StatusCode, answer.Content.Headers.ContentDisposition?.DispositionType));
    }

    [Fact]
    public async Task Head_answers_like_get_and_counts_as_no_download()
    {
        foreach (var client in new[] { _portal.Client(), await _portal.ClientAsync(_owner) })
        {
            foreach (var address in EveryEndpoint.Of(_portal, _acme.Name)
                .Where(asked => asked.Method == "GET" && !asked.Address.StartsWith("/_", StringComparison.Ordinal)).Select(asked => asked.Address))
            {
                using var got = await AskAsync(client, "GET", address);
                using var head = await AskAsync(client, "HEAD", address);

                Assert.Equal(Described(address, got), Described(address, head));
            }
        }

        const string package = "/v3/flat/acme.mail/1.0.0/acme.mail.1.0.0.nupkg";
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_portal.Client(), "HEAD", package)).StatusCode);
        await _portal.Get<DownloadCounter>().FlushAsync(Cancel);
        Assert.Empty(_portal.Database.Read(db => db.UsageEvents.ToList()));
    }

    [Theory]
    [InlineData("text/html", "text/html")]
    [InlineData("*/*", "application/problem+json")]
    public async Task What_fails_shows_nothing_of_how_and_is_logged(string accept, string type)
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The statement that breaks the schema is SQLite's.");
        var hash = _portal.Database.Read(db => db.Releases.Single().PackageHash);
        _portal.Database.Read(db => db.Database.ExecuteSqlRaw("ALTER TABLE \"Releases\" RENAME TO \"Gone\""));

        using var client = _portal.Client();
        client.DefaultRequestHeaders.Add("Accept", accept);
        using var answer = await client.GetAsync("/v3/flat/acme.mail/1.0.0/acme.mail.1.0.0.nupkg", Cancel);
        var said = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal((HttpStatusCode.InternalServerError, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.DoesNotContain("Exception", said, StringComparison.Ordinal);
        Assert.DoesNotContain(" at Marketplace", said, StringComparison.Ordinal);
        Assert.DoesNotContain(hash, said, StringComparison.Ordinal);
        Assert.Contains(_log.Lines, line => line.Contains("no such table", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("*/*")]
    public async Task What_the_caller_did_wrong_keeps_its_own_status(string accept)
    {
        await using var portal = new PortalHost { Replace = services => services.AddSingleton<IPackageStore>(new RefusingStore()) };
        portal.Database.Available(portal.Database.Publisher(), "Acme.Mail");
        using var client = portal.Client();
        client.DefaultRequestHeaders.Add("Accept", accept);

        using var answer = await client.GetAsync("/v3/flat/acme.mail/1.0.0/acme.mail.1.0.0.nupkg", Cancel);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private sealed class RefusingStore : IPackageStore
    {
        private static BadHttpRequestException TooLarge => new("Too large.", StatusCodes.Status413PayloadTooLarge);

        public Task KeepAsync(string hash, string file, CancellationToken cancel) => throw TooLarge;

        public Task<Stream?> OpenAsync(string hash, CancellationToken cancel) => throw TooLarge;
    }

    private static string Described(string address, HttpResponseMessage answer) =>
        $"{address}: {answer.StatusCode} {answer.Content.Headers.ContentType} {answer.Headers.ETag} {answer.Headers.CacheControl} {answer.Headers.Location}";

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        return await client.SendAsync(request, Cancel);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
