namespace Marketplace.Portal.Planning;

/// <summary>How pages write how long something took or will take.</summary>
internal static class DurationText
{
    public static string Of(TimeSpan? duration) => duration switch
    {
        null => "–",
        { TotalSeconds: < 0.95 } few => $"{few.TotalMilliseconds:0} ms",
        { TotalSeconds: < 60 } some => $"{some.TotalSeconds:0.0} s",
        { } many => $"{(int)many.TotalMinutes} min {many.Seconds} s",
    };

    /// <summary>No closer than anybody can say beforehand.</summary>
    public static string About(TimeSpan duration) => duration.TotalSeconds < 60
        ? $"{Math.Max(1, Math.Ceiling(duration.TotalSeconds)):0} s"
        : $"{duration.TotalMinutes:0} min";
}
