using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Payments.Inbox;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Bench;

/// <summary>
/// How long an event of Stripe takes to be checked, kept and answered, over HTTP and by a portal of its own that works on them meanwhile: one after another,
/// then as many a second as the limit lets in, whether or not the earlier ones were answered, then as many as it takes. They are about nothing that is kept
/// here, so nobody is asked.
/// </summary>
internal static class WebhooksMeasure
{
    private const int WarmUp = 200, Alone = 1_000, ASecond = 100, Steady = 2_000, Senders = 16, Each = 250;
    private const string Secret = "whsec_bench";

    public static async Task RunAsync(string portal, Folders folders)
    {
        var data = folders.New("webhooks");
        using (var server = await Servers.PortalAsync(
            portal, data, ("Payments__Providers__0", "stripe"), ("Payments__AllowSandbox", "true"), ("Payments__Stripe__SecretKey", "sk_test_bench"),
            ("Payments__Stripe__WebhookSecrets__0", Secret), ("Payments__Stripe__ApiBase", "http://127.0.0.1:9"), ("Limits__WebhooksPerMinute", "1000000")))
        {
            using var http = new HttpClient { BaseAddress = server.Address };
            await SendAsync(http, 0, WarmUp, []);
            var alone = new List<double>();
            await SendAsync(http, WarmUp, Alone, alone);
            Print("one after another", alone);

            var start = Stopwatch.StartNew();
            var steady = new List<Task<List<double>>>();
            for (var number = 0; number < Steady; number++)
            {
                if (TimeSpan.FromSeconds(number / (double)ASecond) - start.Elapsed is { Ticks: > 0 } early)
                {
                    await Task.Delay(early);
                }

                steady.Add(SendAsync(http, WarmUp + Alone + number, 1, []));
            }

            Print($"{ASecond} a second", [.. (await Task.WhenAll(steady)).SelectMany(own => own)]);
            start.Restart();
            await Task.WhenAll(Enumerable.Range(0, Senders)
                .Select(sender => Task.Run(() => SendAsync(http, WarmUp + Alone + Steady + (sender * Each), Each, []))));
            Report.Line($"Events checked, kept and answered, {Senders} senders", Senders * Each / start.Elapsed.TotalSeconds, "/ s");
        }

        using var product = new Product(data);
        await using var db = product.Open();
        if (await db.ProviderEvents.CountAsync() is var kept && kept != WarmUp + Alone + Steady + (Senders * Each))
        {
            throw new InvalidOperationException($"{kept} events were kept.");
        }
    }

    private static async Task<List<double>> SendAsync(HttpClient http, int first, int count, List<double> times)
    {
        for (var number = first; number < first + count; number++)
        {
            var seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            var body = Body(number, seconds);
            var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{seconds}.{body}"));
            using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe");
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.TryAddWithoutValidation("Stripe-Signature", $"t={seconds},v1={Convert.ToHexStringLower(signature)}");
            var start = Stopwatch.GetTimestamp();
            using var answer = await http.SendAsync(request);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (answer.StatusCode is not HttpStatusCode.OK)
            {
                throw new InvalidOperationException($"Event {number} was answered by {(int)answer.StatusCode}.");
            }
        }

        return times;
    }

    // As large as Stripe's own of a payment.
    private static string Body(int number, long seconds) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"id":"evt_bench_{{{number}}}","object":"event","api_version":"2026-10-28.endive","created":{{{seconds}}},"type":"payment_intent.succeeded",
         "livemode":false,"pending_webhooks":1,"data":{"object":{"id":"pi_bench_{{{number}}}","object":"payment_intent","amount":11900,"currency":"eur",
         "metadata":{},"description":"{{{new string('x', 2_000)}}}"} } }
        """);

    private static void Print(string who, List<double> times)
    {
        times.Sort();
        Report.Line($"Event checked, kept and answered, {who}: p50 of {times.Count}", times[times.Count / 2], "ms");
        Report.Line($"Event checked, kept and answered, {who}: p99", times[(int)Math.Ceiling(times.Count * .99) - 1], "ms", "aim 50 ms");
    }
}
