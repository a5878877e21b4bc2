using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Net = global::Stripe;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>
/// A fake of Stripe on loopback, for <c>Stripe:ApiBase</c>. It refuses what Stripe's own description of its interface does not allow.
/// </summary>
internal sealed class StripeServer : IAsyncDisposable
{
    /// <summary>Starts the fake alone: <c>dotnet run --project Marketplace.Tests -- stripe [port] [key] [webhook]</c>.</summary>
    public const string Command = "stripe";

    private readonly WebApplication _web;
    private readonly StripeBackend _stripe;
    private readonly StripeGate _gate;
    private readonly StripePages _pages;

    private StripeServer(StripeBackend stripe, WebApplication web, string key)
    {
        (_stripe, _web, ApiKey) = (stripe, web, key);
        (_gate, _pages) = (new(stripe, Faults, Idempotency, key), new(stripe));
        web.Run(AnswerAsync);
    }

    public string ApiBase => _stripe.Base;

    public string ApiKey { get; }

    public StripeRules Rules => _stripe.Rules;

    public StripeFaults Faults { get; } = new();

    public StripeIdempotency Idempotency { get; } = new();

    public StripeWebhooks Webhooks => _stripe.Webhooks;

    /// <summary>Starts on a free port, or the given one. The clock goes on from that of the test, the seed gives the ids.</summary>
    public static async Task<StripeServer> StartAsync(TimeProvider? time = null, int seed = 1, int port = 0, string? key = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var clock = time ?? TimeProvider.System;
        var server = new StripeServer(new(new(), new(clock), clock, seed), builder.Build(), key ?? $"sk_test_{Guid.NewGuid():N}");
        await server._web.StartAsync();
        server._stripe.Base = server._web.Urls.First();
        return server;
    }

    /// <summary>Runs until it is stopped, and delivers events as they come: to the endpoints registered over the API, and to one given here.</summary>
    public static async Task<int> MainAsync(string[] args)
    {
        await using var server = await StartAsync(port: args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 0,
            key: args.ElementAtOrDefault(1));
        Console.WriteLine($"Stripe:ApiBase={server.ApiBase} Stripe:ApiKey={server.ApiKey}");
        if (args.ElementAtOrDefault(2) is { } url)
        {
            var endpoint = await server.Client().V1.WebhookEndpoints.CreateAsync(new() { Url = url, EnabledEvents = ["*"] });
            Console.WriteLine($"Stripe:WebhookSecret={endpoint.Secret}");
        }

        using var http = new HttpClient();
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var stopping = server._web.Lifetime.ApplicationStopping;
        try
        {
            while (await beat.WaitForNextTickAsync(stopping))
            {
                server.Advance(TimeSpan.Zero);
                await server.Webhooks.DeliverAsync(http, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It was told to stop.
        }

        return 0;
    }

    /// <summary>Stripe.net's own client, as the product has it.</summary>
    public Net.StripeClient Client(string? key = null) => new(key ?? ApiKey, apiBase: ApiBase, filesBase: ApiBase);

    /// <summary>Moves the time of Stripe on, and all that was due happens.</summary>
    public void Advance(TimeSpan by) => _stripe.Act(() =>
    {
        _stripe.Clocks.Advance(by);
        return true;
    });

    /// <summary>
    /// A customer pays on the hosted page by the number of a test card. Where the bank asks for authentication, it is given or refused;
    /// null leaves it open. The code of the refusal, or null.
    /// </summary>
    public string? Pay(string session, string card, bool? authenticates = true, bool keeps = false) => _stripe.Act(() =>
    {
        var found = Session(session);
        var refusal = _stripe.Checkout.Pay(found, StripePaymentMethods.ByNumber(card), keeps);
        if (refusal is null && found.Text("status") is "open" && authenticates is { } succeeds)
        {
            refusal = _stripe.Checkout.Authenticate(found, succeeds);
        }

        return refusal is null ? null : (string?)refusal.Body("")["error"]!["decline_code"] ?? (string?)refusal.Body("")["error"]!["code"];
    });

    /// <summary>The customer passes, or fails, what the bank asks for an intent.</summary>
    public void Authenticate(string intent, bool succeeds = true) => _stripe.Act(() => _pages.Authenticate(_stripe.State.Find(intent)!, succeeds));

    /// <summary>A cardholder contests a payment.</summary>
    public string Dispute(string charge, string reason = "fraudulent", long? amount = null, bool isInquiry = false) => _stripe.Act(() =>
        _stripe.State.Find(charge) is var found ? _stripe.Disputes.Open(found!, reason, amount ?? found!.Number("amount"), isInquiry).Id : "");

    public void Decide(string dispute, bool isWon) => _stripe.Act(() =>
    {
        _stripe.Disputes.Close(_stripe.State.Find(dispute)!, isWon);
        return true;
    });

    /// <summary>The owner of a connected account fills in Stripe's form.</summary>
    public void Onboard(string account) => _stripe.Act(() =>
    {
        _stripe.Accounts.Onboard(_stripe.State.Find(account)!);
        return true;
    });

    /// <summary>Stripe asks for more, or closes the account.</summary>
    public void Restrict(string account, string reason, params string[] due) => _stripe.Act(() =>
    {
        _stripe.Accounts.Restrict(_stripe.State.Find(account)!, reason, due);
        return true;
    });

    public bool Plays(StripeEndpoint endpoint) => _stripe.Plays(endpoint);

    public async ValueTask DisposeAsync()
    {
        // Requests that wait for an answer in vain would hold it up.
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _web.StopAsync(atOnce.Token);
        await _web.DisposeAsync();
    }

    private StripeObject Session(string id) => _stripe.State.Find(id) ?? throw new InvalidOperationException($"There is no checkout session {id}.");

    private async Task AnswerAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) && !http.Request.Path.StartsWithSegments("/v2", StringComparison.Ordinal))
        {
            await _pages.AnswerAsync(http);
            return;
        }

        var (answer, fault) = await _gate.AnswerAsync(await ReadAsync(http.Request));
        switch (fault)
        {
            case StripeFault.TimeOut or StripeFault.TimeOutAfterEffect:
                var gone = new TaskCompletionSource();
                await using (http.RequestAborted.Register(gone.SetResult))
                {
                    await gone.Task;
                }

                return;
            case StripeFault.Dropped or StripeFault.AnswerLost:
                http.Abort();
                return;
            case StripeFault.NotJson:
                await http.Response.WriteAsync("<html><body>Bad gateway</body></html>");
                return;
        }

        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = "application/json";
        foreach (var (name, value) in answer.Headers)
        {
            http.Response.Headers[name] = value;
        }

        await http.Response.WriteAsync(answer.Body);
    }

    private static async Task<StripeRequest> ReadAsync(HttpRequest request)
    {
        var (form, file) = (StripeForm.Parse(request.QueryString.Value?.TrimStart('?') ?? ""), (StripeFile?)null);
        if (request.Method is "POST" && request.ContentType?.StartsWith("multipart/", StringComparison.Ordinal) is true)
        {
            var read = await request.ReadFormAsync();
            var upload = read.Files.Count > 0 ? read.Files[0] : null;
            using var content = new MemoryStream();
            await (upload?.CopyToAsync(content) ?? Task.CompletedTask);
            file = upload is null ? null : new StripeFile(upload.FileName, upload.ContentType, content.ToArray());
            form = StripeForm.Of(read.SelectMany(part => part.Value.Select(value => (part.Key, value ?? "")))
                .Concat(read.Files.Select(part => (part.Name, ""))));
        }
        else if (request.Method is "POST")
        {
            using var body = new StreamReader(request.Body);
            form = StripeForm.Parse(await body.ReadToEndAsync());
        }

        return new StripeRequest(request.Method, request.Path.Value!, form)
        {
            Authorization = request.Headers.Authorization, Version = Header("Stripe-Version"), Key = Header("Idempotency-Key"),
            Account = Header("Stripe-Account") ?? "", File = file,
        };

        string? Header(string name) => request.Headers[name] is [{ Length: > 0 } value, ..] ? value : null;
    }
}
