namespace Marketplace.Modules;

/// <summary>On which day after its end each stage of a license begins. The banner begins with the end.</summary>
public sealed record EndSteps(int NoUpdates, int NoActivations, int ReadOnly, int Disabled)
{
    /// <summary>The longest that a step may wait, in days.</summary>
    public const int MaxDays = 3650;

    /// <summary>Of what is paid for.</summary>
    public static EndSteps Default { get; } = new(7, 14, 30, 60);

    /// <summary>Of what was only tried.</summary>
    public static EndSteps OfTrial { get; } = new(0, 0, 7, 14);

    /// <summary>Of what was deactivated: all ends at once.</summary>
    public static EndSteps None { get; } = new(0, 0, 0, 0);

    /// <summary>What is wrong with them; <see langword="null"/> if nothing is.</summary>
    public string? Problem() =>
        NoUpdates is < 0 or > MaxDays || NoActivations < NoUpdates || ReadOnly < NoActivations || Disabled < ReadOnly || Disabled > MaxDays
            ? $"Each step begins on the same day as the one before it or later, from day 0 to day {MaxDays}." : null;

    /// <summary>The day after the end on which a stage begins.</summary>
    public int DayOf(LicenseStage stage) => stage switch
    {
        LicenseStage.Disabled => Disabled, LicenseStage.ReadOnly => ReadOnly, LicenseStage.NoActivations => NoActivations,
        LicenseStage.NoUpdates => NoUpdates, _ => 0,
    };
}

/// <summary>When a license begins and how it ends. All instants are in UTC.</summary>
/// <param name="IsTrial">It is being tried, not paid for.</param>
/// <param name="StartsAt">From when on it counts.</param>
/// <param name="EndsAt">When its term is over; <see langword="null"/> if it has no end.</param>
/// <param name="SuspendedAt">Since when it is suspended, if it is.</param>
/// <param name="RevokedAt">When it was revoked, if it was.</param>
/// <param name="Steps">What ends on which day.</param>
public sealed record LicenseLife(bool IsTrial, DateTime StartsAt, DateTime? EndsAt, DateTime? SuspendedAt, DateTime? RevokedAt, EndSteps Steps)
{
    /// <summary>When what it allows begins to end: the first of its causes. <see langword="null"/> if none is known.</summary>
    public DateTime? End => First(First(EndsAt, SuspendedAt), RevokedAt);

    /// <summary>How far its end has come. What was revoked or suspended is neither updated nor activated any more from the first day.</summary>
    public LicenseStage StageAt(DateTime now) => End is not { } end || now < end ? LicenseStage.Full
        : now >= end.AddDays(Steps.Disabled) ? LicenseStage.Disabled
        : now >= end.AddDays(Steps.ReadOnly) ? LicenseStage.ReadOnly
        : now >= end.AddDays(Steps.NoActivations) || RevokedAt <= now || SuspendedAt <= now ? LicenseStage.NoActivations
        : now >= end.AddDays(Steps.NoUpdates) ? LicenseStage.NoUpdates
        : LicenseStage.Banner;

    /// <summary>How it stands.</summary>
    public LicenseState StateAt(DateTime now) => this switch
    {
        { RevokedAt: { } revoked } when now >= revoked => LicenseState.Revoked,
        { SuspendedAt: { } suspended } when now >= suspended => LicenseState.Suspended,
        _ when StageAt(now) is LicenseStage.Disabled => LicenseState.Expired,
        _ when StageAt(now) is not LicenseStage.Full => LicenseState.Grace,
        _ => IsTrial ? LicenseState.Trial : LicenseState.Active,
    };

    /// <summary>Why it does not allow something that stops at the stage; <see cref="LicenseVerdict.Valid"/> if it does.</summary>
    public LicenseVerdict VerdictAt(DateTime now, LicenseStage stopsAt) => StageAt(now) >= stopsAt
        ? RevokedAt <= now ? LicenseVerdict.Revoked : SuspendedAt <= now ? LicenseVerdict.Suspended : LicenseVerdict.Expired
        : now < StartsAt ? LicenseVerdict.NotYetValid : LicenseVerdict.Valid;

    private static DateTime? First(DateTime? one, DateTime? other) => one is null || other < one ? other ?? one : one;
}
