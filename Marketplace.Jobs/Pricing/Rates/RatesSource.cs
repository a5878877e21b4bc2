using System.Net;
using System.Net.Sockets;
using Marketplace.Publishers;

namespace Marketplace.Pricing.Rates;

/// <summary>Reads the file of rates where the settings say it is. The web is asked as for anything outside: public addresses only, without redirects.</summary>
public sealed class RatesSource(HttpClient http)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static RatesSource Client() => new(
        new HttpClient(PublicWeb.Handler(PublicWeb.IsPublic, PublicWeb.Ports), disposeHandler: true) { Timeout = Timeout });

    /// <param name="source">An http or https address, or the path of a file.</param>
    public async Task<RatesFile> ReadAsync(string source, DateOnly today, CancellationToken cancel)
    {
        try
        {
            return Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                ? await DownloadAsync(address!, today, cancel)
                : await OpenAsync(source, today, cancel);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException or UnauthorizedAccessException
            || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return new RatesFile.Refused($"{source} could not be read: {error.Message}");
        }
    }

    private static async Task<RatesFile> OpenAsync(string path, DateOnly today, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        return await ReadAsync(file, path, today, cancel);
    }

    private async Task<RatesFile> DownloadAsync(Uri address, DateOnly today, CancellationToken cancel)
    {
        using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancel);
        if (answer.StatusCode is not HttpStatusCode.OK)
        {
            return new RatesFile.Refused($"{address} answered {(int)answer.StatusCode} instead of 200.");
        }

        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        return await ReadAsync(body, $"{address}", today, cancel);
    }

    // Whole in memory before it is parsed: the limit is one of bytes, and the reader is not asynchronous.
    private static async Task<RatesFile> ReadAsync(Stream stream, string source, DateOnly today, CancellationToken cancel)
    {
        using var held = new MemoryStream();
        var part = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(part, cancel)) > 0;)
        {
            held.Write(part, 0, read);
            if (held.Length > RatesXml.MaxBytes)
            {
                return new RatesFile.Refused($"{source} is larger than {RatesXml.MaxBytes / 1024 / 1024} MB.");
            }
        }

        held.Position = 0;
        var file = RatesXml.Read(held, today);
        return file is RatesFile.Refused refused ? new RatesFile.Refused($"{source} was refused. {refused.Problem}") : file;
    }
}
