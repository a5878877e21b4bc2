using System.Net;
using System.Net.Http.Json;
using Marketplace.Modules;

namespace Marketplace.Tests.Sdk.Agent;

/// <summary>A marketplace that does what a test says, also what no honest one would.</summary>
internal sealed class FakeMarketplace : HttpMessageHandler
{
    public TestKey Key { get; set; } = new();

    public List<PublicKey> Published { get; } = [];

    public Queue<SignedLock> Offers { get; } = [];

    public Dictionary<string, byte[]> Packages { get; } = [];

    /// <summary>How many bytes of a package come before the line breaks; none means all.</summary>
    public Queue<int> Breaks { get; } = [];

    public List<long> AskedFrom { get; } = [];

    public List<AgentStep> Steps { get; } = [];

    public List<(int Revision, AgentResult Result)> Results { get; } = [];

    /// <summary>What it answers when it is asked for license files; null where it signs none.</summary>
    public IReadOnlyList<string>? Licenses { get; set; }

    public int LicensesSent { get; private set; }

    /// <summary>What it was told was used, by its number; null where it counts nothing.</summary>
    public Dictionary<Guid, UsageEntry>? Used { get; set; }

    /// <summary>How many times what was used is taken down and the answer is lost.</summary>
    public int LostReceipts { get; set; }

    public bool IsTokenRevoked { get; set; }

    public bool IsWithdrawn { get; set; }

    public long Site { get; set; } = 7;

    public DateTime? ValidUntil { get; set; } = DateTime.UtcNow + LockDocument.ValidFor;

    /// <summary>Offers a revision with these packages, signed.</summary>
    public LockDocument Offer(int revision, int previous, int? restores, params ModulePackage[] packages)
    {
        var modules = packages.Select(package =>
        {
            var (bytes, sha256) = package.Pack();
            Packages[sha256] = bytes;
            return new LockedModule(package.Id, package.Version, sha256, bytes.Length);
        });
        var document = new LockDocument(
            Site, revision, previous, restores, $"operation-{revision}", SiteChange.HostVersion, DateTime.UnixEpoch, [.. modules], ExpiresAt: ValidUntil);
        Offers.Enqueue(Key.Sign(document));
        return document;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath["/api/agent/v1/".Length..].Split('/');
        return path switch
        {
            ["keys"] => Json(Published.Count > 0 ? Published : [Key.Public]),
            _ when IsTokenRevoked => new HttpResponseMessage(HttpStatusCode.Unauthorized),
            ["host"] => Json(new AgentWelcome(Site, "Shop")),
            ["revision"] => Offers.TryDequeue(out var next) ? Json(next) : new HttpResponseMessage(HttpStatusCode.NoContent),
            ["licenses"] when Licenses is { } files => Files(files, request.Headers.IfNoneMatch.ToString()),
            ["usage"] when Used is { } used => await UsageAsync(used, request, cancellationToken),
            ["packages", var hash] => Package(hash, request.Headers.Range?.Ranges.Single().From ?? 0),
            ["revisions", _, "steps"] => await StepsAsync(request, cancellationToken),
            ["revisions", var number, "result"] => await ResultAsync(
                int.Parse(number, System.Globalization.CultureInfo.InvariantCulture), request, cancellationToken),
            _ => new HttpResponseMessage(HttpStatusCode.NotFound),
        };
    }

    private async Task<HttpResponseMessage> UsageAsync(Dictionary<Guid, UsageEntry> used, HttpRequestMessage request, CancellationToken cancel)
    {
        var entries = (await request.Content!.ReadFromJsonAsync<UsageEntry[]>(AgentFormat.Json, cancel))!;
        var counted = entries.Count(entry => used.TryAdd(entry.Report, entry));
        return LostReceipts-- > 0 ? throw new HttpRequestException("The answer was lost.") : Json(new UsageReceipt(counted, entries.Length - counted, []));
    }

    private static HttpResponseMessage Json<T>(T value) => new(HttpStatusCode.OK) { Content = JsonContent.Create(value, options: AgentFormat.Json) };

    private HttpResponseMessage Files(IReadOnlyList<string> files, string known)
    {
        var tag = $"\"{string.Concat(files).GetHashCode(StringComparison.Ordinal)}\"";
        if (known == tag)
        {
            return new HttpResponseMessage(HttpStatusCode.NotModified);
        }

        LicensesSent++;
        var answer = Json(files);
        answer.Headers.ETag = new(tag);
        return answer;
    }

    private HttpResponseMessage Package(string hash, long from)
    {
        AskedFrom.Add(from);
        if (!Packages.TryGetValue(hash, out var bytes))
        {
            return new HttpResponseMessage(HttpStatusCode.NotFound);
        }

        var rest = bytes.AsSpan((int)from).ToArray();
        return new HttpResponseMessage(from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK)
        {
            Content = Breaks.TryDequeue(out var most) ? new StreamContent(new Breaking(rest[..most])) : new ByteArrayContent(rest),
        };
    }

    private async Task<HttpResponseMessage> StepsAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        Steps.AddRange((await request.Content!.ReadFromJsonAsync<AgentStep[]>(AgentFormat.Json, cancel))!);
        return new HttpResponseMessage(IsWithdrawn ? HttpStatusCode.Gone : HttpStatusCode.NoContent);
    }

    private async Task<HttpResponseMessage> ResultAsync(int revision, HttpRequestMessage request, CancellationToken cancel)
    {
        Results.Add((revision, (await request.Content!.ReadFromJsonAsync<AgentResult>(AgentFormat.Json, cancel))!));
        return new HttpResponseMessage(HttpStatusCode.NoContent);
    }

    /// <summary>Ends in an error where it ought to go on.</summary>
    private sealed class Breaking(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("The line broke.");
    }
}
