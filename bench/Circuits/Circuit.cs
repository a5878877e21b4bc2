using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Portal;
using MessagePack;

namespace Marketplace.Bench.Circuits;

/// <summary>
/// One open page, without a browser: fetches it, starts its circuit over a web socket, acknowledges what is drawn, answers calls to script, then stays.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private static readonly byte[] Handshake = Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e");
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _receiving = Task.CompletedTask;

    /// <param name="email">Of one of the demo's people, where only someone who is signed in has a circuit.</param>
    public static async Task<Circuit> OpenAsync(Uri page, string? email, CancellationToken cancel)
    {
        var circuit = new Circuit();
        await circuit.StartAsync(page, email, cancel);
        return circuit;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _receiving;
        _socket.Dispose();
        _sending.Dispose();
        _ending.Dispose();
    }

    private async Task StartAsync(Uri page, string? email, CancellationToken cancel)
    {
        using var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer() };
        using var http = new HttpClient(handler);
        if (email is not null)
        {
            await SignInAsync(http, page, email, cancel);
        }

        var html = await http.GetStringAsync(page, cancel);
        var markers = Marker().Matches(html)
            .Select(match => match.Groups[1].Value)
            .Where(marker => marker.Contains("\"descriptor\"", StringComparison.Ordinal))
            .ToList();
        var state = State().Match(html).Groups[1].Value;

        var root = new Uri(page.GetLeftPart(UriPartial.Authority) + "/");
        using var negotiated = await http.PostAsync(new Uri(root, "_blazor/negotiate?negotiateVersion=1"), null, cancel);
        using var answer = JsonDocument.Parse(await negotiated.Content.ReadAsStringAsync(cancel));
        var token = answer.RootElement.GetProperty("connectionToken").GetString()!;

        _socket.Options.Cookies = handler.CookieContainer;
        _socket.Options.SetRequestHeader("Origin", root.GetLeftPart(UriPartial.Authority));
        await _socket.ConnectAsync(new UriBuilder(root) { Scheme = "ws", Path = "_blazor", Query = "id=" + Uri.EscapeDataString(token) }.Uri, cancel);
        await _socket.SendAsync(Handshake, WebSocketMessageType.Text, endOfMessage: true, cancel);
        _receiving = ReceiveAsync();

        await SendAsync(BlazorPack.Invoke("0", "StartCircuit", root.ToString(), page.ToString(), "[]", state));
        var adds = markers.Select((marker, index) => $$"""{"type":"add","ssrComponentId":{{index + 1}},"marker":{{marker}}}""");
        await SendAsync(BlazorPack.Invoke(null, "UpdateRootComponents", $$"""{"batchId":1,"operations":[{{string.Join(',', adds)}}]}""", state));
        await _drawn.Task.WaitAsync(TimeSpan.FromSeconds(60), cancel);
    }

    private static async Task SignInAsync(HttpClient http, Uri page, string email, CancellationToken cancel)
    {
        var form = await http.GetStringAsync(new Uri(page, PortalUrls.SignIn), cancel);
        var token = WebUtility.HtmlDecode(Token().Match(form).Groups[1].Value);
        using var fields = new FormUrlEncodedContent([new("email", email), new("returnUrl", PortalUrls.NoAccess), new("__RequestVerificationToken", token)]);
        using var answer = await http.PostAsync(new Uri(page, PortalUrls.DemoSignIn), fields, cancel);
        answer.EnsureSuccessStatusCode();
    }

    private async Task ReceiveAsync()
    {
        var received = new ArrayBufferWriter<byte>(4096);
        var greeted = false;
        try
        {
            while (_socket.State == WebSocketState.Open)
            {
                var result = await _socket.ReceiveAsync(received.GetMemory(4096), _ending.Token);
                received.Advance(result.Count);
                if (!result.EndOfMessage)
                {
                    continue;
                }

                var data = new ReadOnlySequence<byte>(received.WrittenMemory.ToArray());
                received.ResetWrittenCount();
                if (!greeted)
                {
                    var end = data.PositionOf((byte)0x1e)!.Value;
                    data = data.Slice(data.GetPosition(1, end));
                    greeted = true;
                }

                while (BlazorPack.TryTake(ref data, out var message))
                {
                    await HandleAsync(message);
                }
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
        }
        catch (Exception error) when (error is WebSocketException or InvalidOperationException or MessagePackSerializationException)
        {
            _drawn.TrySetException(error);
        }
    }

    private Task HandleAsync(ReadOnlySequence<byte> message)
    {
        var reader = new MessagePackReader(message);
        reader.ReadArrayHeader();
        switch (reader.ReadInt32())
        {
            case BlazorPack.Ping:
                return SendAsync(BlazorPack.Pong());
            case BlazorPack.Close:
                throw new InvalidOperationException("The server closed the circuit.");
            case BlazorPack.Invocation:
                reader.Skip();
                reader.Skip();
                var target = reader.ReadString();
                reader.ReadArrayHeader();
                return AnswerAsync(target, ref reader);
            default:
                return Task.CompletedTask;
        }
    }

    private Task AnswerAsync(string? target, ref MessagePackReader arguments)
    {
        switch (target)
        {
            case "JS.RenderBatch":
                var batch = arguments.ReadInt64();
                _drawn.TrySetResult();
                return SendAsync(BlazorPack.Invoke(null, "OnRenderCompleted", batch, null));
            case "JS.BeginInvokeJS":
                var call = arguments.ReadInt64();
                return SendAsync(BlazorPack.Invoke(
                    null, "EndInvokeJSFromDotNet", call, true, string.Create(CultureInfo.InvariantCulture, $"[{call},true,null]")));
            case "JS.Error":
                throw new InvalidOperationException($"The circuit failed: {arguments.ReadString()}");
            default:
                return Task.CompletedTask;
        }
    }

    private async Task SendAsync(byte[] frame)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(frame, WebSocketMessageType.Binary, endOfMessage: true, _ending.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]* value="([^"]+)""")]
    private static partial Regex Token();

    [GeneratedRegex("<!--Blazor:({.*?})-->", RegexOptions.Singleline)]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->", RegexOptions.Singleline)]
    private static partial Regex State();
}
