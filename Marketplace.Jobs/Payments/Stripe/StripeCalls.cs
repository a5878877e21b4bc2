using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Net = global::Stripe;

namespace Marketplace.Payments.Stripe;

/// <summary>Asks Stripe, once for each call: what is not known then is asked again by the sweeps, with the same key.</summary>
internal sealed partial class StripeCalls(IOptions<StripeOptions> options, ILogger<StripeCalls> log) : IDisposable
{
    // A key under which Stripe failed within keeps that failure; the next one is taken once it is certain that nothing came of it.
    private const int MaxKeys = 5;

    private readonly Lazy<(HttpClient Http, Net.StripeClient Client)> _reached = new(() => Reach(options.Value));

    public Net.StripeClient Client => _reached.Value.Client;

    public Net.V1Services Api => Client.V1;

    /// <summary>Reads.</summary>
    /// <exception cref="ProviderAwayException">There was no answer, or one that says nothing.</exception>
    public async Task<T> ReadAsync<T>(string what, Func<Net.RequestOptions, Task<T>> ask, CancellationToken cancel)
    {
        try
        {
            return await AskAsync(what, () => ask(new()), cancel);
        }
        catch (Net.StripeException refusal)
        {
            throw Refused(what, refusal);
        }
    }

    /// <summary>Changes something, once for each key.</summary>
    /// <param name="find">Looks for what may have come of it; null if nothing did.</param>
    /// <exception cref="Net.StripeException">Stripe refuses it.</exception>
    public static async Task<T> ChangeAsync<T>(
        string what, string key, Func<Net.RequestOptions, Task<T>> ask, Func<Task<T?>> find, CancellationToken cancel)
        where T : class
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return await AskAsync(what, () => ask(new() { IdempotencyKey = number == 1 ? key : $"{key}-{number}" }), cancel);
            }
            catch (FailedWithinException failed)
            {
                if (await find() is { } found)
                {
                    return found;
                }

                if (!failed.IsReplayed || number == MaxKeys)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>What Stripe will not do however often it is asked: a person has to mend a setting, or the marketplace.</summary>
    public ProviderRefusedException Refused(string what, Net.StripeException refusal)
    {
        var error = refusal.StripeError;
        var remedy = refusal.HttpStatusCode switch
        {
            HttpStatusCode.Unauthorized => "Payments:Stripe:SecretKey is not a key that Stripe knows. Set the one of the dashboard, Developers, API keys.",
            HttpStatusCode.Forbidden => "The key in Payments:Stripe:SecretKey may not do this. Allow it in the dashboard, or set a secret key.",
            _ => "Look up the request in the log of Stripe’s dashboard.",
        };
        LogRefused(what, (int)refusal.HttpStatusCode, error?.Type, error?.Code, error?.Param, refusal.StripeResponse?.RequestId, remedy);
        return new($"Stripe refuses to {what}: {error?.Code ?? error?.Type} {error?.Param} ({refusal.StripeResponse?.RequestId}). {remedy}");
    }

    public void Dispose()
    {
        if (_reached.IsValueCreated)
        {
            _reached.Value.Http.Dispose();
        }
    }

    private static async Task<T> AskAsync<T>(string what, Func<Task<T>> ask, CancellationToken cancel)
    {
        try
        {
            return await ask();
        }
        catch (Net.StripeException refusal) when (refusal.HttpStatusCode >= HttpStatusCode.InternalServerError)
        {
            throw new FailedWithinException($"Stripe failed to {what}.", IsReplay(refusal));
        }
        catch (Net.StripeException refusal) when (IsForNow(refusal.HttpStatusCode))
        {
            throw new ProviderAwayException($"Stripe did not {what} now: {(int)refusal.HttpStatusCode} {refusal.StripeError?.Code}.");
        }
        catch (HttpRequestException error)
        {
            throw new ProviderAwayException($"Stripe could not be reached to {what}.", error);
        }
        catch (System.Text.Json.JsonException error)
        {
            throw new ProviderAwayException($"Something else than Stripe answered when it was asked to {what}.", error);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new ProviderAwayException($"Stripe gave no answer in time to {what}.");
        }
    }

    // What comes with a good status was no answer of Stripe.
    private static bool IsForNow(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict or < HttpStatusCode.BadRequest;

    private static bool IsReplay(Net.StripeException refusal) =>
        refusal.StripeResponse?.Headers?.TryGetValues("Idempotent-Replayed", out var values) is true && values.Contains("true");

    private static (HttpClient Http, Net.StripeClient Client) Reach(StripeOptions options)
    {
        var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = options.Timeout };
        var stripe = new Net.SystemNetHttpClient(http, maxNetworkRetries: 0, new Net.AppInfo { Name = "Marketplace" }, enableTelemetry: false);
        return (http, new Net.StripeClient(options.SecretKey, httpClient: stripe, apiBase: options.ApiBase, filesBase: options.Files));
    }

    [LoggerMessage(2010, LogLevel.Error, "Stripe refuses to {What}: {Status} {Type} {Code} {Param}, request {Request}. {Remedy}")]
    private partial void LogRefused(string what, int status, string? type, string? code, string? param, string? request, string remedy);

    // Whether it was done is not known.
    private sealed class FailedWithinException(string message, bool isReplayed) : ProviderAwayException(message)
    {
        public bool IsReplayed => isReplayed;
    }
}
