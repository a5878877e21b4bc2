namespace Marketplace.Portal.Shared.Charts;

/// <summary>Something that happened, on a chart.</summary>
/// <param name="At">In labels from the first: 2.5 is half way between the third and the fourth.</param>
public sealed record ChartMark(double At, string Text)
{
    /// <summary>The label that it belongs to: what came until then.</summary>
    public int Label => (int)Math.Ceiling(At);
}
