using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>
/// The time of the fake, which tests move on, and test clocks, which stand until they are advanced and hold for the customers made on
/// them. What Stripe does later waits here until its time has come.
/// </summary>
internal sealed class StripeClocks(StripeBackend stripe, TimeProvider time)
{
    private readonly PriorityQueue<Later, (long At, int Order)> _later = new();
    private readonly Dictionary<string, List<Later>> _onTestClocks = [];
    private TimeSpan _ahead;
    private long? _at;
    private int _order;

    public long Now => _at ?? (time.GetUtcNow() + _ahead).ToUnixTimeSeconds();

    /// <summary>Now, for what belongs to the customer.</summary>
    public long NowFor(string? customer) => TestClock(customer) is { } clock && _at is null ? clock.Number("frozen_time") : Now;

    public void Advance(TimeSpan by) => _ahead += by;

    public void After(TimeSpan delay, string? customer, Action act)
    {
        var later = new Later(NowFor(customer) + (long)delay.TotalSeconds, act);
        if (TestClock(customer) is { } clock)
        {
            (_onTestClocks.TryGetValue(clock.Id, out var waiting) ? waiting : _onTestClocks[clock.Id] = []).Add(later);
        }
        else
        {
            _later.Enqueue(later, (later.At, _order++));
        }
    }

    /// <summary>Once the call at hand is answered.</summary>
    public void Then(Action act) => _later.Enqueue(new Later(long.MinValue, act), (long.MinValue, _order++));

    /// <summary>Does all whose time has come, each at its own time.</summary>
    public void RunDue()
    {
        while (_later.TryPeek(out var next, out _) && next.At <= Now)
        {
            Run(_later.Dequeue());
        }

        foreach (var (clock, waiting) in _onTestClocks)
        {
            while (stripe.State.Find(clock) is { IsDeleted: false } one
                && waiting.Where(later => later.At <= one.Number("frozen_time")).MinBy(later => later.At) is { } next)
            {
                waiting.Remove(next);
                Run(next);
            }
        }
    }

    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes)
    {
        routes["TestHelpers.TestClocks.create"] = call => stripe.State.Add("test_helpers.test_clock", call.Account, Now, new JsonObject
        {
            ["frozen_time"] = call.Number("frozen_time"), ["name"] = call.Text("name"), ["status"] = "ready", ["deletes_after"] = Now + 30 * 86_400,
        }).Shown();
        routes["TestHelpers.TestClocks.advance"] = Advance;
        routes["TestHelpers.TestClocks.del"] = Delete;
    }

    private JsonObject Advance(StripeCall call)
    {
        var clock = stripe.Get("test_helpers.test_clock", call.Id, call.Account);
        var target = call.Number("frozen_time")!.Value;
        if (clock.Text("status") is not "ready" || target <= clock.Number("frozen_time") || target > clock.Number("frozen_time") + 2 * 366 * 86_400L)
        {
            throw StripeFailure.Invalid(null, "A test clock that is ready advances to a later time, at most two years ahead.", "frozen_time");
        }

        clock["status"] = "advancing";
        clock["status_details"] = new JsonObject { ["advancing"] = new JsonObject { ["target_frozen_time"] = target } };
        stripe.Events.Add("test_helpers.test_clock.advancing", clock);
        Then(() =>
        {
            (clock["frozen_time"], clock["status"], clock["status_details"]) = (target, "ready", new JsonObject());
            stripe.Events.Add("test_helpers.test_clock.ready", clock);
        });
        return clock.Shown();
    }

    private JsonObject Delete(StripeCall call)
    {
        var clock = stripe.Get("test_helpers.test_clock", call.Id, call.Account);
        foreach (var customer in stripe.State.All("customer").Where(customer => customer.Text("test_clock") == clock.Id))
        {
            customer.IsDeleted = true;
        }

        clock.IsDeleted = true;
        return StripeBackend.Deleted(clock);
    }

    private void Run(Later later)
    {
        _at = later.At == long.MinValue ? _at : later.At;
        try
        {
            later.Act();
        }
        finally
        {
            _at = null;
        }
    }

    private StripeObject? TestClock(string? customer) =>
        customer is not null && stripe.State.Find(customer)?.Text("test_clock") is { } clock ? stripe.State.Find(clock) : null;

    private sealed record Later(long At, Action Act);
}
