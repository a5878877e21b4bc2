namespace Marketplace.Portal.Shared;

/// <summary>How long something has waited or took, in its two largest units.</summary>
internal static class WaitText
{
    public static string Of(TimeSpan wait) => wait switch
    {
        { TotalMinutes: < 1 } => $"{wait.Seconds} s",
        { TotalHours: < 1 } => $"{wait.Minutes} min",
        { TotalDays: < 2 } => $"{(int)wait.TotalHours} h {wait.Minutes:00} min",
        _ => $"{wait.Days} days",
    };
}
