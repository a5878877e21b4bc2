using Marketplace.Operations;

namespace Marketplace.Insight;

/// <summary>How the operations of some days went.</summary>
/// <param name="Days">Over how many days, today included.</param>
/// <param name="Succeeded">How many were done.</param>
/// <param name="Failed">How many failed for good, each with the site as it was before.</param>
/// <param name="Cancelled">How many people stopped; they count neither as done nor as failed.</param>
/// <param name="AtFirstAttempt">How many were done without a second attempt.</param>
/// <param name="ByDay">Each of the days, oldest first; empty where a day could name a client.</param>
/// <param name="Whole">From the start to the end of those that were done; null where there is none.</param>
/// <param name="Steps">In the order in which they are done.</param>
/// <param name="Causes">Of those that failed, the most frequent first.</param>
public sealed record OperationFigures(
    int Days, int Succeeded, int Failed, int Cancelled, int AtFirstAttempt,
    IReadOnlyList<DayFigure> ByDay, DurationFigure? Whole, IReadOnlyList<StepFigure> Steps, IReadOnlyList<CauseFigure> Causes)
{
    /// <summary>There were some, but of too few clients to tell anything of them.</summary>
    public bool IsWithheld { get; init; }

    /// <summary>Its reader is not told of groups of few clients.</summary>
    public bool HidesFew { get; init; }

    /// <summary>Of the failed, those in which a step of the measured module itself failed; null where none is measured.</summary>
    public int? FailedByModule { get; init; }

    /// <summary>The measured module; null where none is.</summary>
    public string? Module { get; init; }

    /// <summary>The hash of its icon; null if it has none.</summary>
    public string? Icon { get; init; }

    public double? SuccessRate => Share(Succeeded);

    public double? FirstAttemptRate => Share(AtFirstAttempt);

    private double? Share(int count) => Succeeded + Failed == 0 ? null : (double)count / (Succeeded + Failed);
}

public sealed record DayFigure(DateOnly Day, int Succeeded, int Failed);

/// <param name="Category">Null for those that are too few to be named apart.</param>
public sealed record CauseFigure(FailureCategory? Category, int Operations);

public sealed record StepFigure(StepKind Kind, DurationFigure Duration);

/// <summary>Percentiles by nearest rank: each is a duration that was measured.</summary>
/// <param name="Count">Of how many.</param>
public sealed record DurationFigure(int Count, TimeSpan P50, TimeSpan P95)
{
    /// <summary>Null of none.</summary>
    public static DurationFigure? Of(IEnumerable<TimeSpan> durations)
    {
        var ordered = durations.Order().ToList();
        return ordered.Count == 0 ? null : new(ordered.Count, At(50), At(95));

        TimeSpan At(int percent) => ordered[((ordered.Count * percent) + 99) / 100 - 1];
    }
}
