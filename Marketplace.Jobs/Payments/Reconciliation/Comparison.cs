using Marketplace.Data;

namespace Marketplace.Payments.Reconciliation;

/// <summary>One run of the reconciliation, for one provider: what it looked at and what came of it.</summary>
/// <param name="kept">Movements that were new.</param>
/// <param name="matched">Movements with which the books agree since this run.</param>
/// <param name="found">Differences that were not known.</param>
/// <param name="failure">Why it did not come to its end; null where it did.</param>
public sealed class Comparison(string provider, DateTime startedAt, DateTime endedAt, int kept, int matched, int found, string? failure) : IAppendOnly
{
    public const int MaxFailure = 500;

    public long Id { get; private set; }
    public string Provider { get; private set; } = provider;
    public DateTime StartedAt { get; private set; } = startedAt;
    public DateTime EndedAt { get; private set; } = endedAt;
    public int Kept { get; private set; } = kept;
    public int Matched { get; private set; } = matched;
    public int Found { get; private set; } = found;
    public string? Failure { get; private set; } = failure?.Clip(MaxFailure);
}
