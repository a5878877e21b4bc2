namespace Marketplace.Scanning;

public enum Severity
{
    Low,
    Medium,
    High,
}

/// <summary>What a check found: which rule, how bad, where, and what to do about it.</summary>
public sealed class Finding(long checkId, string rule, Severity severity, string message, string place, string remedy)
{
    public long Id { get; private set; }
    public long CheckId { get; private set; } = checkId;
    public string Rule { get; private set; } = rule;
    public Severity Severity { get; private set; } = severity;
    public string Message { get; private set; } = message;
    public string Place { get; private set; } = place;
    public string Remedy { get; private set; } = remedy;
}
