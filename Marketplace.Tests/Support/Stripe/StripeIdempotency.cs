using System.Collections.Concurrent;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>What was answered under a key, and is answered again.</summary>
internal sealed class StripeIdempotency
{
    private readonly ConcurrentDictionary<string, Kept> _kept = [];

    /// <summary>The earlier answer, or null where this request is the first: then <see cref="End"/> follows.</summary>
    public StripeAnswer? Begin(string account, string key, string fingerprint)
    {
        if (key.Length > 255)
        {
            throw new StripeFailure(400, "idempotency_error", null, "Idempotency keys have at most 255 characters.") { IsForgotten = true };
        }

        var mine = new Kept(fingerprint);
        var kept = _kept.GetOrAdd($"{account} {key}", mine);
        if (kept == mine)
        {
            return null;
        }

        if (kept.Fingerprint != fingerprint)
        {
            throw new StripeFailure(400, "idempotency_error", null,
                "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                + $"Try using a key other than '{key}' if you meant to execute a different request.") { IsForgotten = true };
        }

        return kept.Answer is { } answer ? answer with { Headers = new(answer.Headers) { ["Idempotent-Replayed"] = "true" } }
            : throw new StripeFailure(409, "idempotency_error", "idempotency_key_in_use",
                $"There is currently another in-progress request using this Idempotent Key ({key}).") { IsForgotten = true };
    }

    public void End(string account, string key, StripeAnswer? answer)
    {
        if (answer is null)
        {
            _kept.TryRemove($"{account} {key}", out _);
        }
        else
        {
            _kept[$"{account} {key}"].Answer = answer;
        }
    }

    /// <summary>As after 24 hours.</summary>
    public void Forget() => _kept.Clear();

    private sealed class Kept(string fingerprint)
    {
        public string Fingerprint => fingerprint;

        public StripeAnswer? Answer { get; set; }
    }
}
