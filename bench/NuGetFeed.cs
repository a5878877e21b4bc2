using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marketplace.Bench;

/// <summary>The portal as a NuGet client sees it: the addresses come from its service index.</summary>
internal sealed partial class NuGetFeed : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(5) };
    private readonly Dictionary<string, string> _resources;

    private NuGetFeed(Uri index, string key, string json)
    {
        (Index, Key) = (index, key);
        using var document = JsonDocument.Parse(json);
        _resources = document.RootElement.GetProperty("resources").EnumerateArray()
            .GroupBy(r => r.GetProperty("@type").GetString()!).ToDictionary(r => r.Key, r => r.First().GetProperty("@id").GetString()!);
    }

    public Uri Index { get; }

    /// <summary>The demo's key to push with, which the portal prints at its start.</summary>
    public string Key { get; }

    public static async Task<NuGetFeed> OfAsync(Server portal)
    {
        var index = new Uri(portal.Address, "v3/index.json");
        var key = PrintedKey().Match(portal.Output).Value;
        using var http = new HttpClient();
        return new NuGetFeed(index, key, await http.GetStringAsync(index));
    }

    public Uri Download(string id, string version) =>
        new($"{_resources["PackageBaseAddress/3.0.0"].TrimEnd('/')}/{id.ToLowerInvariant()}/{version}/{id.ToLowerInvariant()}.{version}.nupkg");

    public async Task<byte[]> BytesAsync(Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("X-NuGet-ApiKey", Key);
        using var answer = await _http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Pushes as the NuGet client does: a form with one file.</summary>
    public async Task PushAsync(Stream package)
    {
        using var form = new MultipartFormDataContent();
        using var file = new StreamContent(package);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(file, "package", "package.nupkg");
        using var request = new HttpRequestMessage(HttpMethod.Put, _resources["PackagePublish/2.0.0"]) { Content = form };
        request.Headers.Add("X-NuGet-ApiKey", Key);
        using var answer = await _http.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The push was answered by {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex(@"mkt_[\w-]+")]
    private static partial Regex PrintedKey();
}
