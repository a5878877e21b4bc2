using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

internal sealed record StripeAnswer(int Status, string Body, Dictionary<string, string> Headers);

/// <summary>A request as it came over the wire.</summary>
internal sealed record StripeRequest(string Method, string Path, StripeForm Form)
{
    public string? Authorization { get; init; }
    public string? Version { get; init; }
    public string Account { get; init; } = "";
    public string? Key { get; init; }
    public StripeFile? File { get; init; }
}

/// <summary>From a request to an answer: key, version, account, description, idempotency, and whatever fault was planted.</summary>
internal sealed class StripeGate(StripeBackend stripe, StripeFaults faults, StripeIdempotency kept, string apiKey)
{
    private int _requests;

    public async Task<(StripeAnswer Answer, StripeFault? Fault)> AnswerAsync(StripeRequest request)
    {
        var id = $"req_{Interlocked.Increment(ref _requests):D14}";
        StripeFault? fault = null;
        try
        {
            CheckKey(request);
            var endpoint = StripeApi.Find(request.Method, request.Path) ?? throw new StripeFailure(404, "invalid_request_error", null,
                $"Unrecognized request URL ({request.Method}: {request.Path}). If you are trying to list objects, remove the trailing slash.");
            fault = faults.Take(endpoint.Id);
            return (await AnswerAsync(request, endpoint, id, fault), fault);
        }
        catch (StripeFailure refusal)
        {
            return (Refused(refusal, request, id), fault);
        }
        catch (Exception mistake) when (mistake is InvalidOperationException or FormatException or NullReferenceException or KeyNotFoundException)
        {
            // A mistake of the fake or of its description; the client is told, and not to try again.
            var words = new StripeFailure(500, "api_error", null, $"The fake of Stripe failed. {mistake}") { Headers = { ["Stripe-Should-Retry"] = "false" } };
            return (Refused(words, request, id), fault);
        }
    }

    private async Task<StripeAnswer> AnswerAsync(StripeRequest request, StripeEndpoint endpoint, string id, StripeFault? fault)
    {
        _ = fault switch
        {
            StripeFault.RateLimit => throw new StripeFailure(429, "invalid_request_error", "rate_limit", "Request rate limit exceeded.")
            {
                Headers = { ["Stripe-Rate-Limited-Reason"] = "global-rate" },
            },
            StripeFault.LockTimeout => throw new StripeFailure(429, "invalid_request_error", "lock_timeout",
                "This object cannot be accessed right now because another API request or Stripe process is currently accessing it."),
            StripeFault.Unavailable => throw new StripeFailure(503, "api_error", null, "Stripe is temporarily unavailable."),
            StripeFault.Dropped or StripeFault.TimeOut => throw new StripeFailure(500, "api_error", null, "This is never sent."),
            _ => true,
        };
        var call = new StripeCall(endpoint, StripeParameters.Read(endpoint, request.Form), endpoint.Match(request.Path)!, request.Account)
        {
            Request = id, Key = request.Key, File = request.File,
        };
        if (request.Key is not { } key || request.Method is not "POST")
        {
            await faults.WaitAsync(endpoint.Id);
            return fault is StripeFault.ServerError ? throw ServerError() : Play(call, request, id);
        }

        if (kept.Begin(request.Account, key, $"{request.Method} {request.Path} {request.Form.Fingerprint()}") is { } earlier)
        {
            return earlier;
        }

        StripeAnswer? answer = null;
        try
        {
            await faults.WaitAsync(endpoint.Id);
            answer = fault is StripeFault.ServerError ? Refused(ServerError(), request, id) : Play(call, request, id);
            return answer = fault is StripeFault.ServerErrorAfterEffect ? Refused(ServerError(), request, id) : answer;
        }
        catch (StripeFailure refusal) when (!refusal.IsForgotten)
        {
            return answer = Refused(refusal, request, id);
        }
        finally
        {
            kept.End(request.Account, key, answer);
        }
    }

    private StripeAnswer Play(StripeCall call, StripeRequest request, string id) => new(200, stripe.Answer(call).ToJsonString(), Headers(request, id));

    private void CheckKey(StripeRequest request)
    {
        var given = request.Authorization switch
        {
            null or "" => throw new StripeFailure(401, "invalid_request_error", null,
                "You did not provide an API key. You need to provide your API key in the Authorization "
                + "header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."),
            ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var bearer] => bearer,
            ['B', 'a', 's', 'i', 'c', ' ', .. var basic] => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(basic)).TrimEnd(':'),
            _ => "",
        };
        if (given != apiKey)
        {
            throw new StripeFailure(401, "invalid_request_error", null, $"Invalid API Key provided: {Hidden(given)}");
        }

        if (request.Version is { } version && version != StripeApi.Version)
        {
            throw StripeFailure.Early(null, $"The fake of Stripe speaks version {StripeApi.Version}, not {version}.", "Stripe-Version");
        }

        lock (stripe.Gate)
        {
            if (request.Account.Length > 0 && stripe.State.Find("account", request.Account, "") is not { IsDeleted: false })
            {
                throw new StripeFailure(403, "invalid_request_error", "account_invalid",
                    $"The provided key '{Hidden(apiKey)}' does not have access to account '{request.Account}' (or that account does not exist).");
            }
        }
    }

    private static string Hidden(string key) => key.Length > 12 ? $"{key[..8]}{new string('*', key.Length - 12)}{key[^4..]}" : new string('*', key.Length);

    private static StripeFailure ServerError() => new(500, "api_error", null, "An unknown error occurred.");

    private static StripeAnswer Refused(StripeFailure refusal, StripeRequest request, string id)
    {
        var headers = Headers(request, id);
        foreach (var (name, value) in refusal.Headers)
        {
            headers[name] = value;
        }

        return new StripeAnswer(refusal.Status, refusal.Body(id).ToJsonString(), headers);
    }

    private static Dictionary<string, string> Headers(StripeRequest request, string id)
    {
        var headers = new Dictionary<string, string> { ["Request-Id"] = id, ["Stripe-Version"] = StripeApi.Version };
        if (request.Key is not null)
        {
            headers["Idempotency-Key"] = request.Key;
        }

        if (request.Account.Length > 0)
        {
            headers["Stripe-Account"] = request.Account;
        }

        return headers;
    }
}
