namespace Marketplace;

/// <summary>How the jobs are. The names are what monitoring may rely on.</summary>
public enum JobVerdict
{
    Healthy,

    /// <summary>Other processes run the jobs and keep them in their own memory; nothing that they should do waits.</summary>
    OutOfSight,

    /// <summary>Work is done in time, but jobs failed for good.</summary>
    Failing,

    /// <summary>Workers run, but work waits longer than it should.</summary>
    Behind,

    /// <summary>Workers were there and are not heard from.</summary>
    Silent,

    NoWorker,
}

/// <summary>From what the verdict about the jobs is made.</summary>
public sealed record JobFacts
{
    /// <summary>Processes that run jobs and were heard from lately.</summary>
    public int Workers { get; init; }

    /// <summary>When the last of the others was heard from; null where there are no others.</summary>
    public DateTime? SilentSince { get; init; }

    /// <summary>Other processes run the jobs, and what they have in their queues cannot be seen.</summary>
    public bool IsOutOfSight { get; init; }

    /// <summary>What waits longest for a worker, as the subject of a sentence: <c>Installs</c>.</summary>
    public string Waiting { get; init; } = "";

    /// <summary>Since when; null where nothing waits.</summary>
    public DateTime? WaitingSince { get; init; }

    /// <summary>Jobs that failed for good in the last 24 hours.</summary>
    public int Failed { get; init; }
}

/// <summary>The verdict about the jobs, and the same in words.</summary>
public sealed record JobHealth(JobVerdict Verdict, string Sentence)
{
    /// <summary>Work that waits longer is late.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);

    private const string InTime = "nothing waits longer than a minute";

    public static JobHealth Of(JobFacts facts, DateTime now)
    {
        var late = facts.WaitingSince < now - MaxWait ? $"{facts.Waiting} have waited for {Words(now - facts.WaitingSince.Value)}" : null;
        var workers = facts.Workers == 1 ? "1 worker" : $"{facts.Workers} workers";
        return facts switch
        {
            { IsOutOfSight: true } when late is not null => new(JobVerdict.NoWorker, $"{late}: no separate worker seems to run."),
            { IsOutOfSight: true } => new(JobVerdict.OutOfSight, $"Separate workers run the jobs, and {InTime}. What they do is in their logs."),
            { Workers: 0, SilentSince: { } since } =>
                new(JobVerdict.Silent, $"No worker has been heard from for {Words(now - since)}: installs and checks wait."),
            { Workers: 0 } => new(JobVerdict.NoWorker, "No worker is running: installs and checks wait."),
            _ when late is not null => new(JobVerdict.Behind, $"{late}, although {workers} {(facts.Workers == 1 ? "runs" : "run")}."),
            { Failed: > 0 } => new(
                JobVerdict.Failing, $"{(facts.Failed == 1 ? "1 job" : $"{facts.Failed} jobs")} failed in the last 24 hours. Otherwise {InTime}."),
            _ => new(JobVerdict.Healthy, $"All jobs run: {workers}, {InTime}."),
        };
    }

    private static string Words(TimeSpan time) => time switch
    {
        { TotalMinutes: < 2 } => $"{time.TotalSeconds:0} seconds",
        { TotalHours: < 2 } => $"{(int)time.TotalMinutes} minutes",
        { TotalDays: < 2 } => $"{(int)time.TotalHours} hours",
        _ => $"{time.Days} days",
    };
}
