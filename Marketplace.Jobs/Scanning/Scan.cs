namespace Marketplace.Scanning;

/// <summary>One run of all checks over one exact file under one rule set.</summary>
public sealed class Scan(string packageHash, int ruleSet, DateTime startedAt)
{
    public long Id { get; private set; }
    public string PackageHash { get; private set; } = packageHash;
    public int RuleSet { get; private set; } = ruleSet;
    public DateTime StartedAt { get; private set; } = startedAt;
    public DateTime? EndedAt { get; private set; }

    public void End(DateTime now) => EndedAt = now;
}
