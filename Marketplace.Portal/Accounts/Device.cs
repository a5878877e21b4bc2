namespace Marketplace.Portal.Accounts;

/// <summary>A browser as people know it, from what it says of itself.</summary>
internal static class Device
{
    // In this order: most browsers also name those whose pages they want to be given.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
        ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    public static string Of(string userAgent) => (In(Browsers, userAgent), In(Systems, userAgent)) switch
    {
        (null, null) => "Unknown browser",
        (var browser, null) => browser,
        (null, var system) => $"Unknown browser on {system}",
        var (browser, system) => $"{browser} on {system}",
    };

    private static string? In((string Mark, string Name)[] known, string text) =>
        known.FirstOrDefault(one => text.Contains(one.Mark, StringComparison.Ordinal)).Name;
}
