using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Marketplace.Modules;

/// <summary>The marketplace answered that this agent shall not ask: its token has ended, or the site is not delivered to by an agent.</summary>
internal sealed class NotWelcomeException(string message) : Exception(message);

/// <summary>A package is not handed out, so there is no use in asking again.</summary>
internal sealed class NoPackageException(string message) : Exception(message);

/// <summary>The marketplace as an agent sees it. What fails on the way is an <see cref="HttpRequestException"/>, and worth trying again.</summary>
internal sealed class MarketplaceClient : IDisposable
{
    /// <summary>So many go in one call.</summary>
    public const int MaxUsageEntries = 500;

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http;

    public MarketplaceClient(SiteAgentOptions options, HttpMessageHandler? handler = null)
    {
        _http = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            BaseAddress = options.Address is { } address ? new Uri(address.AbsoluteUri.TrimEnd('/') + "/api/agent/v1/") : null,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
    }

    public async Task<IReadOnlyList<PublicKey>> KeysAsync(CancellationToken cancel)
    {
        using var answer = await SendAsync(new(HttpMethod.Get, "keys"), RequestTimeout, cancel);
        return await ReadAsync<PublicKey[]>(answer, cancel);
    }

    public async Task<AgentWelcome> AnnounceAsync(AgentAnnouncement said, CancellationToken cancel)
    {
        using var answer = await SendAsync(With(HttpMethod.Put, "host", said), RequestTimeout, cancel);
        return await ReadAsync<AgentWelcome>(answer, cancel);
    }

    /// <summary>The next lock file, or null if none came in time.</summary>
    public async Task<SignedLock?> NextAsync(int have, int highest, TimeSpan wait, CancellationToken cancel)
    {
        using var answer = await SendAsync(
            new(HttpMethod.Get, $"revision?have={have}&highest={highest}&wait={(int)wait.TotalSeconds}"), wait + RequestTimeout, cancel);
        return answer.StatusCode is HttpStatusCode.NoContent ? null : await ReadAsync<SignedLock>(answer, cancel);
    }

    /// <summary>The license files of the site's modules; null if they are what the tag is of, or the marketplace has none to give.</summary>
    public async Task<(IReadOnlyList<string> Files, string? Tag)?> LicensesAsync(string? tag, CancellationToken cancel)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "licenses");
        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }

        using var answer = await SendAsync(request, RequestTimeout, cancel);
        return answer.StatusCode is HttpStatusCode.OK ? (await ReadAsync<string[]>(answer, cancel), answer.Headers.ETag?.ToString()) : null;
    }

    /// <summary>Tells what was used; null if the marketplace counts nothing.</summary>
    public async Task<UsageReceipt?> UsageAsync(IReadOnlyList<UsageEntry> entries, CancellationToken cancel)
    {
        using var answer = await SendAsync(With(HttpMethod.Post, "usage", entries), RequestTimeout, cancel);
        return answer.StatusCode is HttpStatusCode.NotFound ? null : await ReadAsync<UsageReceipt>(answer, cancel);
    }

    /// <summary>The package from a byte on; the marketplace may send it from the beginning instead.</summary>
    public async Task<HttpResponseMessage> PackageAsync(string sha256, long from, CancellationToken cancel)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"packages/{sha256}");
        request.Headers.Range = from > 0 ? new RangeHeaderValue(from, null) : null;
        return await SendAsync(request, RequestTimeout, cancel);
    }

    /// <summary>False if the revision was withdrawn, so that the site must stay as it is.</summary>
    public async Task<bool> ReportAsync(int revision, IReadOnlyList<AgentStep> steps, CancellationToken cancel)
    {
        using var answer = await SendAsync(With(HttpMethod.Post, $"revisions/{revision}/steps", steps), RequestTimeout, cancel);
        return answer.StatusCode is not HttpStatusCode.Gone;
    }

    public async Task EndAsync(int revision, AgentResult result, CancellationToken cancel)
    {
        using var answer = await SendAsync(With(HttpMethod.Put, $"revisions/{revision}/result", result), RequestTimeout, cancel);
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage With<T>(HttpMethod method, string path, T body) =>
        new(method, path) { Content = JsonContent.Create(body, options: AgentFormat.Json) };

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, TimeSpan patience, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(patience);
        try
        {
            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            switch (answer.StatusCode)
            {
                case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                    throw new NotWelcomeException("The marketplace does not know the token of this site, or it has ended. Make a new one on the site's page.");
                case HttpStatusCode.Conflict:
                    throw new NotWelcomeException("In the marketplace this site gets its modules into a folder. Choose delivery by agent on the site's page.");
                case HttpStatusCode.NotFound when request.RequestUri!.OriginalString.Contains("/packages/", StringComparison.Ordinal):
                    throw new NoPackageException("The marketplace does not hand the package out: it is no longer available.");
                case HttpStatusCode.NotFound when request.RequestUri!.OriginalString.Split('/')[^1] is "licenses" or "usage":
                    // An older marketplace signs none, and counts nothing.
                    return answer;
                case HttpStatusCode.Gone or HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.NotModified:
                    return answer;
                default:
                    return answer.EnsureSuccessStatusCode();
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new HttpRequestException($"The marketplace did not answer within {patience.TotalSeconds:0} seconds.");
        }
        finally
        {
            request.Dispose();
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancel)
    {
        try
        {
            return await answer.Content.ReadFromJsonAsync<T>(AgentFormat.Json, cancel) ?? throw new HttpRequestException("The marketplace answered nothing.");
        }
        catch (Exception error) when (error is System.Text.Json.JsonException or NotSupportedException or IOException)
        {
            throw new HttpRequestException($"The marketplace's answer was not understood: {error.Message}", error);
        }
    }
}
