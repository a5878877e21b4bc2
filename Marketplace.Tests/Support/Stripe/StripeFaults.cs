namespace Marketplace.Tests.Support.Stripe;

internal enum StripeFault
{
    /// <summary>429 before anything is done.</summary>
    RateLimit,

    /// <summary>429: another call holds the object.</summary>
    LockTimeout,

    /// <summary>500 that is kept by the idempotency key; nothing was done.</summary>
    ServerError,

    /// <summary>500 that is kept by the idempotency key, although all was done.</summary>
    ServerErrorAfterEffect,

    /// <summary>503 that is not kept; nothing was done.</summary>
    Unavailable,

    /// <summary>No answer comes, and nothing was done.</summary>
    TimeOut,

    /// <summary>No answer comes, although all was done.</summary>
    TimeOutAfterEffect,

    /// <summary>The connection breaks before anything is done.</summary>
    Dropped,

    /// <summary>All is done, then the connection breaks.</summary>
    AnswerLost,

    /// <summary>All is done, and a page of HTML comes back.</summary>
    NotJson,
}

/// <summary>Faults that a test plants: for the next requests of a kind, or for some of all by a seed.</summary>
internal sealed class StripeFaults
{
    private readonly Lock _gate = new();
    private readonly List<Planted> _planted = [];
    private readonly Dictionary<string, TaskCompletionSource> _held = [];
    private Random? _random;
    private StripeFault[] _choice = [];
    private int _oneIn;

    /// <summary>How many requests met a fault.</summary>
    public int Met { get; private set; }

    /// <summary>For the next requests whose endpoint has this id (<c>Refunds.create</c>, say; any where it is null).</summary>
    public void Next(StripeFault fault, string? endpoint = null, int times = 1)
    {
        lock (_gate)
        {
            _planted.AddRange(Enumerable.Repeat(new Planted(fault, endpoint), times));
        }
    }

    /// <summary>For one request in so many, chosen by the seed.</summary>
    public void Often(int seed, int oneIn, params StripeFault[] faults)
    {
        lock (_gate)
        {
            (_random, _oneIn, _choice) = (new Random(seed), oneIn, faults);
        }
    }

    public void None()
    {
        lock (_gate)
        {
            _planted.Clear();
            _random = null;
        }
    }

    /// <summary>Lets requests of this endpoint wait before their effect until the source is completed.</summary>
    public TaskCompletionSource Hold(string endpoint)
    {
        lock (_gate)
        {
            return _held[endpoint] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    internal Task WaitAsync(string endpoint)
    {
        lock (_gate)
        {
            return _held.TryGetValue(endpoint, out var held) ? held.Task : Task.CompletedTask;
        }
    }

    internal StripeFault? Take(string endpoint)
    {
        lock (_gate)
        {
            if (_planted.FindIndex(one => one.Endpoint is null || one.Endpoint == endpoint) is var at and >= 0)
            {
                var fault = _planted[at].Fault;
                _planted.RemoveAt(at);
                Met++;
                return fault;
            }

            if (_random is not null && _random.Next(_oneIn) is 0)
            {
                Met++;
                return _choice[_random.Next(_choice.Length)];
            }

            return null;
        }
    }

    private sealed record Planted(StripeFault Fault, string? Endpoint);
}
