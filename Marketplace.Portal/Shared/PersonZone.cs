namespace Marketplace.Portal.Shared;

/// <summary>
/// The time zone of whoever the current page is drawn for. It comes with the request, of a page or of its circuit, and flows from there as the current
/// culture does; what is drawn for another reason takes both along.
/// </summary>
internal static class PersonZone
{
    private static readonly AsyncLocal<TimeZoneInfo?> Zone = new();

    /// <summary>Null where nobody knows it; times are UTC then, and say so.</summary>
    public static TimeZoneInfo? Current
    {
        get => Zone.Value;
        set => Zone.Value = value;
    }
}
