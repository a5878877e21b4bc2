namespace Marketplace.Modules;

/// <summary>Sees modules of earlier revisions out of memory, and says which of them will not go.</summary>
internal sealed class ModuleUnloader(TimeProvider clock, TimeSpan drainFor)
{
    // Between the match of a route and the call of its endpoint lies a moment in which a request is not yet counted.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShownFor = TimeSpan.FromMinutes(1);
    private readonly List<Departure> _departures = [];

    private sealed class Departure(LoadedModule module, LeavingModule status)
    {
        public LoadedModule? Module { get; set; } = module;

        public WeakReference? Alive { get; set; }

        public LeavingModule Status { get; set; } = status;
    }

    public IReadOnlyList<LeavingModule> Leaving => [.. _departures.Select(departure => departure.Status)];

    public bool InProgress => _departures.Any(departure => departure.Status.State is LeavingState.Draining or LeavingState.Unloading);

    public void Add(ModuleSet set)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        // Those that need others leave before them.
        _departures.AddRange(set.Loaded.Reverse().Select(module => new Departure(
            module, new LeavingModule(module.Module.Id, module.Module.Version, set.Revision.Number, LeavingState.Draining, now))));
        set.Clear();
    }

    public async Task AdvanceAsync()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var departure in _departures.Where(departure => departure.Module is not null).ToList())
        {
            var waited = now - departure.Status.Since;
            if (waited >= drainFor || (waited >= Grace && departure.Module!.IsIdle))
            {
                await LeaveAsync(departure, now);
            }
        }

        if (_departures.Any(departure => departure.Status.State is LeavingState.Unloading or LeavingState.Stuck))
        {
            // Unloading is the collector's work; without this a quiet host would keep a module for hours and look stuck.
            ModuleServices.ForgetMembers();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        _departures.ForEach(departure => departure.Status = StatusOf(departure, now));
        _departures.RemoveAll(departure => departure.Status.State is LeavingState.Unloaded && now - departure.Status.Since > ShownFor);
    }

    public async Task LeaveAllAsync()
    {
        foreach (var departure in _departures.Where(departure => departure.Module is not null).ToList())
        {
            await LeaveAsync(departure, clock.GetUtcNow().UtcDateTime);
        }
    }

    private static async Task LeaveAsync(Departure departure, DateTime now)
    {
        var module = departure.Module!;
        departure.Module = null;
        departure.Status = departure.Status with { State = LeavingState.Unloading, Since = now };
        departure.Alive = await module.LeaveAsync();
    }

    private static LeavingModule StatusOf(Departure departure, DateTime now) => departure.Status switch
    {
        { State: LeavingState.Draining or LeavingState.Unloaded } same => same,
        var status when departure.Alive is { IsAlive: false } => status with { State = LeavingState.Unloaded, Since = now },
        { State: LeavingState.Unloading } status when now - status.Since > StuckAfter => status with { State = LeavingState.Stuck },
        var status => status,
    };
}
