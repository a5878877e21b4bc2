using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>One POST to a webhook: the body as signed, and the value of <c>Stripe-Signature</c>.</summary>
internal sealed record StripeDelivery(string EventId, string Type, string Body, string Signature);

/// <summary>
/// Signs events and brings them to whoever listens: to the webhook endpoints that were registered over the API, and to a test that
/// takes them itself. One that is not taken stays due, as Stripe tries again.
/// </summary>
internal sealed class StripeWebhooks(TimeProvider time)
{
    private readonly List<StripeObject> _events = [];
    private readonly HashSet<(string Endpoint, string Event)> _done = [];
    private StripeBackend? _stripe;
    private int _taken;

    /// <summary>Of the listener that takes by <see cref="Take"/>.</summary>
    public string Secret { get; private set; } = NewSecret();

    /// <summary>Signs too, while a secret is being rolled.</summary>
    public string? PreviousSecret { get; private set; }

    public string RollSecret()
    {
        (PreviousSecret, Secret) = (Secret, NewSecret());
        return Secret;
    }

    public void EndRoll() => PreviousSecret = null;

    /// <summary>All events since the last time, in their order.</summary>
    public IReadOnlyList<StripeDelivery> Take()
    {
        lock (_stripe!.Gate)
        {
            var fresh = _events[_taken..];
            _taken = _events.Count;
            return [.. fresh.Select(one => Sign(one, Secret, PreviousSecret))];
        }
    }

    /// <summary>The body of one event again, signed now, by these secrets.</summary>
    public StripeDelivery Sign(string eventId, params string?[] secrets)
    {
        lock (_stripe!.Gate)
        {
            return Sign(_events.Single(one => one.Id == eventId), secrets);
        }
    }

    /// <summary>Posts to every registered endpoint what it has not taken yet; how many were taken.</summary>
    public async Task<int> DeliverAsync(HttpClient http, CancellationToken cancel)
    {
        var taken = 0;
        foreach (var (endpoint, delivery) in Due())
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Text("url"));
            request.Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json");
            request.Headers.TryAddWithoutValidation("Stripe-Signature", delivery.Signature);
            try
            {
                using var answer = await http.SendAsync(request, cancel);
                if (answer.IsSuccessStatusCode)
                {
                    taken++;
                    lock (_stripe!.Gate)
                    {
                        _done.Add((endpoint.Id, delivery.EventId));
                        var one = _events.Single(made => made.Id == delivery.EventId);
                        one["pending_webhooks"] = one.Number("pending_webhooks") - 1;
                    }
                }
            }
            catch (HttpRequestException)
            {
                // Nobody listens there now; it stays due.
            }
        }

        return taken;
    }

    internal void Note(StripeObject made)
    {
        made["pending_webhooks"] = Endpoints().Count(endpoint => Wants(endpoint, made));
        _events.Add(made);
    }

    internal void AddTo(StripeBackend stripe, Dictionary<string, Func<StripeCall, JsonObject>> routes)
    {
        _stripe = stripe;
        routes["WebhookEndpoints.create"] = call =>
        {
            call.Ignore("api_version");
            var endpoint = stripe.State.Add("webhook_endpoint", call.Account, stripe.Clocks.Now, call.Into(new JsonObject
            {
                ["status"] = "enabled", ["api_version"] = StripeApi.Version, ["metadata"] = new JsonObject(),
            }, "url", "enabled_events", "description"));
            (endpoint.Hidden["secret"], endpoint.Hidden["connect"]) = (NewSecret(), call.Flag("connect"));
            var shown = endpoint.Shown();
            shown["secret"] = endpoint.Known<string>("secret");
            return shown;
        };
        routes["WebhookEndpoints.update"] = call =>
        {
            var endpoint = stripe.Get("webhook_endpoint", call.Id, call.Account);
            call.Into(endpoint.Body, "url", "enabled_events", "description");
            endpoint["status"] = call.Has("disabled") ? call.Flag("disabled") ? "disabled" : "enabled" : endpoint.Text("status");
            return endpoint.Shown();
        };
        routes["WebhookEndpoints.del"] = call =>
        {
            var endpoint = stripe.Get("webhook_endpoint", call.Id, call.Account);
            endpoint.IsDeleted = true;
            return StripeBackend.Deleted(endpoint);
        };
    }

    private List<(StripeObject Endpoint, StripeDelivery Delivery)> Due()
    {
        lock (_stripe!.Gate)
        {
            return [.. from made in _events
                from endpoint in Endpoints()
                where Wants(endpoint, made) && made.Number("created") >= endpoint.Number("created") && !_done.Contains((endpoint.Id, made.Id))
                select (endpoint, Sign(made, endpoint.Known<string>("secret")))];
        }
    }

    private IEnumerable<StripeObject> Endpoints() => _stripe!.State.All("webhook_endpoint").Where(endpoint => endpoint.Text("status") is "enabled");

    // An endpoint with connect hears of connected accounts alone, one without of the platform's own.
    private static bool Wants(StripeObject endpoint, StripeObject made) => (bool)endpoint.Hidden["connect"] == made.Account.Length > 0
        && ((JsonArray)endpoint["enabled_events"]!).Any(type => StripeEvents.Fits((string)type!, made.Text("type")!));

    private StripeDelivery Sign(StripeObject made, params string?[] secrets)
    {
        var (body, at) = (made.Shown().ToJsonString(), time.GetUtcNow().ToUnixTimeSeconds());
        var signatures = secrets.OfType<string>().Select(secret =>
            $"v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{body}")))}");
        return new StripeDelivery(made.Id, made.Text("type")!, body, $"t={at},{string.Join(',', signatures)}");
    }

    private static string NewSecret() => $"whsec_{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
}
