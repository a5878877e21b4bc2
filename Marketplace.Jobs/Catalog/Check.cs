namespace Marketplace.Catalog;

public enum Verdict
{
    Passed,
    Failed,

    /// <summary>It could not be finished, so it runs again.</summary>
    Error,

    /// <summary>What it needs may still come, so it runs again.</summary>
    Waiting,
}

/// <summary>
/// One automatic check's explicit answer about one exact file under one rule set. Written by Scanning alone; it stands
/// here because a release is available only by these rows.
/// </summary>
public sealed class Check(string packageHash, int ruleSet, string name, DateTime startedAt)
{
    public long Id { get; private set; }
    public string PackageHash { get; private set; } = packageHash;
    public int RuleSet { get; private set; } = ruleSet;
    public string Name { get; private set; } = name;
    public DateTime StartedAt { get; private set; } = startedAt;
    public DateTime? EndedAt { get; private set; }

    /// <summary>Null while it runs; nothing but <see cref="Verdict.Passed"/> ever counts as passed.</summary>
    public Verdict? Verdict { get; private set; }

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; private set; } = 1;

    /// <summary>How often it did not end in time.</summary>
    public int Timeouts { get; private set; }

    public void CountTimeout() => Timeouts++;

    public void End(Verdict verdict, DateTime now) => (Verdict, EndedAt) = (verdict, now);

    /// <summary>One that came as far as waiting could be finished, so its earlier attempts no longer count.</summary>
    public void StartAgain(DateTime now)
    {
        (Attempts, Timeouts) = Verdict is Catalog.Verdict.Waiting ? (1, 0) : (Attempts + 1, Timeouts);
        (Verdict, StartedAt, EndedAt) = (null, now, null);
    }
}
