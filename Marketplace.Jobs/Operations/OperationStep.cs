using Marketplace.Data;
using Marketplace.Planning;

namespace Marketplace.Operations;

/// <summary>The kinds of steps, in their order. What an agent reports has the same names.</summary>
public enum StepKind
{
    Preflight,
    Download,
    Verify,
    Unpack,

    /// <summary>The files of every module of the revision are looked for, so that none is activated without them. An agent does it with Write.</summary>
    Inspect,

    Write,
    Activate,
    Load,
    Health,
    Commit,
}

public enum StepState
{
    Waiting,
    Running,
    Done,
    Failed,
}

/// <summary>One step of an operation, for one module or for the whole site.</summary>
public sealed class OperationStep(int ordinal, StepKind kind, string? packageId)
{
    public const int MaxDetail = 1000;

    public long Id { get; private set; }
    public long OperationId { get; private set; }
    public int Ordinal { get; private set; } = ordinal;
    public StepKind Kind { get; private set; } = kind;
    public string? PackageId { get; private set; } = packageId;
    public StepState State { get; private set; }
    public string? Detail { get; private set; }
    public DateTime? StartedAt { get; private set; }
    public DateTime? EndedAt { get; private set; }

    /// <summary>How far it has come, of how many bytes; 0 where it moves none.</summary>
    public long Bytes { get; private set; }

    public long TotalBytes { get; private set; }

    /// <summary>When its progress was last written down; not kept.</summary>
    public DateTime? ProgressAt { get; private set; }

    /// <summary>The steps of a plan in their order: each module through the store, then the site as a whole.</summary>
    public static IReadOnlyList<OperationStep> For(PlanDocument plan)
    {
        var changed = plan.Incoming.Select(change => change.Id).ToList();
        return For(plan.Restores is null ? changed : [], changed);
    }

    /// <param name="staged">The modules whose packages come.</param>
    /// <param name="changed">Those that are loaded and asked after their health.</param>
    public static IReadOnlyList<OperationStep> For(IReadOnlyCollection<string> staged, IReadOnlyCollection<string> changed)
    {
        var steps = new List<(StepKind Kind, string? Id)> { (StepKind.Preflight, null) };
        steps.AddRange(staged.SelectMany(id => new (StepKind, string?)[] { (StepKind.Download, id), (StepKind.Verify, id), (StepKind.Unpack, id) }));
        steps.AddRange([(StepKind.Inspect, null), (StepKind.Write, null), (StepKind.Activate, null)]);
        steps.AddRange(changed.SelectMany(id => new (StepKind, string?)[] { (StepKind.Load, id), (StepKind.Health, id) }));
        steps.Add((StepKind.Commit, null));
        return [.. steps.Select((step, at) => new OperationStep(at, step.Kind, step.Id))];
    }

    public void Start(DateTime now) => (State, StartedAt) = (StepState.Running, now);

    public void Expect(long bytes) => TotalBytes = bytes;

    /// <summary>Whether it is time to save how far it has come.</summary>
    public bool Progress(long bytes, DateTime now, TimeSpan every)
    {
        Bytes = bytes;
        if (now - (ProgressAt ?? StartedAt) < every)
        {
            return false;
        }

        ProgressAt = now;
        return true;
    }

    public void Finish(string? detail, DateTime now)
    {
        if (State is not (StepState.Done or StepState.Failed))
        {
            (State, StartedAt, EndedAt, Detail) = (StepState.Done, StartedAt ?? now, now, detail?.Clip(MaxDetail) ?? Detail);
        }
    }

    /// <summary>It was taken to have failed, and had not.</summary>
    public void FinishLate(DateTime now)
    {
        if (State is not StepState.Done)
        {
            (State, StartedAt, EndedAt, Detail) = (StepState.Done, StartedAt ?? now, now, null);
        }
    }

    /// <summary>Fails while the others go on; answers what is wrong.</summary>
    public string Miss(string detail, DateTime now)
    {
        Fail(detail, now);
        return detail;
    }

    public void Fail(string detail, DateTime now) => (State, EndedAt, Detail) = (StepState.Failed, now, detail.Clip(MaxDetail));
}

/// <summary>What an operation's log says of a step, whoever did it.</summary>
internal static class StepText
{
    extension(StepKind kind)
    {
        public string Done => kind switch
        {
            StepKind.Preflight => "Preflight passed",
            StepKind.Download => "Downloaded",
            StepKind.Verify => "Verified",
            StepKind.Unpack => "Unpacked",
            StepKind.Inspect => "Inspected",
            StepKind.Write => "Revision written",
            StepKind.Activate => "Activated",
            StepKind.Load => "Loaded",
            StepKind.Health => "Health check of",
            _ => "Committed",
        };
    }
}
