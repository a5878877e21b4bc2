using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Marketplace.Tests.Notifications;

/// <summary>As much of an SMTP server (RFC 5321) as one message needs, with PLAIN sign-in (RFC 4954).</summary>
internal sealed class SmtpServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource<IReadOnlyList<string>> _said = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SmtpServer()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Every line that the client sent, once it has quit.</summary>
    public Task<IReadOnlyList<string>> Conversation => _said.Task;

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        var lines = new List<string>();
        try
        {
            using var client = await _listener.AcceptTcpClientAsync();
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test ESMTP");
            var inData = false;
            while (await reader.ReadLineAsync() is { } line)
            {
                lines.Add(line);
                inData = inData ? line != "." : line == "DATA";
                var answer = (inData, line) switch
                {
                    (true, "DATA") => "354 go on",
                    (true, _) => null,
                    (_, ['E', 'H', ..]) => "250-test\r\n250 AUTH PLAIN",
                    (_, ['A', 'U', ..]) => "235 welcome",
                    (_, "QUIT") => "221 bye",
                    _ => "250 ok",
                };
                if (answer is not null)
                {
                    await writer.WriteLineAsync(answer);
                }
            }

            _said.TrySetResult(lines);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            _said.TrySetResult(lines);
        }
    }
}
