using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Marketplace.Bench;

/// <summary>Asks for one address over and over on kept connections, with as little work of its own as can be.</summary>
internal static class Load
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] LengthHeader = "\r\nContent-Length: "u8.ToArray();

    /// <returns>Complete answers per second. Any answer but a whole 200 stops the measure.</returns>
    public static async Task<double> PerSecondAsync(Uri address, TimeSpan time, int connections = 32, string header = "")
    {
        var request = Encoding.ASCII.GetBytes($"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\n{header}\r\n");
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => AskAsync(address, request, TimeSpan.FromSeconds(1))));
        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => AskAsync(address, request, time)));
        return answers.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static async Task<long> AskAsync(Uri address, byte[] request, TimeSpan time)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        var buffer = new byte[256 * 1024];
        var watch = Stopwatch.StartNew();
        var answers = 0L;
        while (watch.Elapsed < time)
        {
            await socket.SendAsync(request);
            await AnswerAsync(socket, buffer);
            answers++;
        }

        return answers;
    }

    private static async Task AnswerAsync(Socket socket, byte[] buffer)
    {
        var have = 0;
        int head;
        do
        {
            have += await MoreAsync(socket, buffer.AsMemory(have));
            head = buffer.AsSpan(0, have).IndexOf(EndOfHead);
        }
        while (head < 0);

        var missing = Length(buffer.AsSpan(0, head + 2)) - (have - head - EndOfHead.Length);
        while (missing > 0)
        {
            missing -= await MoreAsync(socket, buffer.AsMemory(0, (int)Math.Min(missing, buffer.Length)));
        }
    }

    private static long Length(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1.1 200 "u8))
        {
            throw new InvalidOperationException($"The answer was no 200: {Encoding.ASCII.GetString(head)}");
        }

        var from = head.IndexOf(LengthHeader) + LengthHeader.Length;
        var length = head[from..];
        return long.Parse(length[..length.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }

    private static async ValueTask<int> MoreAsync(Socket socket, Memory<byte> into)
    {
        var count = await socket.ReceiveAsync(into);
        return count > 0 ? count : throw new InvalidOperationException("The server closed the connection.");
    }
}
