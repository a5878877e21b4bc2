namespace Marketplace.Catalog;

/// <summary>One scan of one exact file under one rule set. Written by Scanning alone; it stands here beside <see cref="Check"/>.</summary>
/// <param name="required">How many checks the rule set requires: what a later rule set asks of this scan's verdicts.</param>
public sealed class Scan(string packageHash, int ruleSet, int required, DateTime startedAt)
{
    public long Id { get; private set; }
    public string PackageHash { get; private set; } = packageHash;
    public int RuleSet { get; private set; } = ruleSet;
    public int Required { get; private set; } = required;
    public DateTime StartedAt { get; private set; } = startedAt;

    /// <summary>When every required check had passed or failed; null until then.</summary>
    public DateTime? EndedAt { get; private set; }

    /// <summary>Until when a worker that scans in the background has it, or when it is tried again.</summary>
    public DateTime? DueAt { get; private set; }

    public void End(DateTime now) => (EndedAt, DueAt) = (now, null);

    public void Claim(DateTime until) => DueAt = until;
}
