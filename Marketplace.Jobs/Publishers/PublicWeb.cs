using System.Net;
using System.Net.Sockets;

namespace Marketplace.Publishers;

/// <summary>Requests to servers that strangers name: only to public addresses, looked at when the connection is made, and without redirects.</summary>
public sealed class PublicWeb(HttpClient http)
{
    private const int MaxBytes = 4096;
    public static readonly IReadOnlyCollection<int> Ports = [80, 443];
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static PublicWeb Client() => new(new HttpClient(Handler(IsPublic, Ports), disposeHandler: true) { Timeout = Timeout });

    /// <param name="mayConnect">Which addresses may be connected to.</param>
    /// <param name="ports">At which ports; null for all.</param>
    internal static SocketsHttpHandler Handler(Func<IPAddress, bool> mayConnect, IReadOnlyCollection<int>? ports = null) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = Timeout,
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectCallback = async (context, cancel) =>
        {
            if (ports?.Contains(context.DnsEndPoint.Port) is false)
            {
                throw new HttpRequestException(
                    $"{context.DnsEndPoint.Host} was asked for at port {context.DnsEndPoint.Port}; allowed are {string.Join(", ", ports)}.");
            }

            // Connected to the very address that was looked at: a name may answer differently a moment later.
            var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel);
            if (addresses.Length == 0 || !addresses.All(mayConnect))
            {
                throw new HttpRequestException($"{context.DnsEndPoint.Host} is at no public address.");
            }

            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    /// <summary>The beginning of a page, or null if it cannot be had.</summary>
    public async Task<string?> ReadAsync(Uri address, CancellationToken cancel)
    {
        try
        {
            using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (answer.StatusCode is not HttpStatusCode.OK)
            {
                return null;
            }

            var bytes = new byte[MaxBytes];
            await using var body = await answer.Content.ReadAsStreamAsync(cancel);
            var read = await body.ReadAtLeastAsync(bytes, MaxBytes, throwOnEndOfStream: false, cancel);
            return System.Text.Encoding.UTF8.GetString(bytes, 0, read);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException
            || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Neither this machine nor its network, nor anything that is no single host.</summary>
    public static bool IsPublic(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = address.GetAddressBytes();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => bytes switch
            {
                [0 or 10 or 127, ..] or [>= 224, ..] => false,
                [100, >= 64 and <= 127, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [198, 18 or 19, ..] => false,
                [192, 0, 0 or 2, _] or [192, 88, 99, _] or [198, 51, 100, _] or [203, 0, 113, _] => false,
                // Azure's own services for a virtual machine answer at this public address; other clouds' are among those above.
                [168, 63, 129, 16] => false,
                _ => true,
            },

            // Only what is given out to hosts, without the ranges that lead back to addresses of the old kind.
            AddressFamily.InterNetworkV6 => bytes is [>= 0x20 and <= 0x3f, ..]
                && bytes is not [0x20, 0x01, 0x00 or 0x01, ..] and not [0x20, 0x01, 0x0d, 0xb8, ..]
                    and not [0x20, 0x02, ..] and not [0x3f, 0xff, ..],
            _ => false,
        };
    }
}
