using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Portal.Shared;

/// <summary>Icons as markup that all pages share: a component for each would cost every open page some kilobytes.</summary>
public static class Svg
{
    private static readonly ConcurrentDictionary<(string Icon, string? Title), MarkupString> Known = new();

    /// <param name="icon">One of MudBlazor's icons.</param>
    /// <param name="title">What it says to those who cannot see it; none for an icon beside its word.</param>
    public static MarkupString Of(string icon, string? title = null) => Known.GetOrAdd((icon, title), static key =>
    {
        var said = key.Title is null ? "aria-hidden=\"true\">" : $"role=\"img\" aria-label=\"{key.Title}\"><title>{key.Title}</title>";
        return new MarkupString(
            $"""<svg class="mud-icon-root mud-svg-icon" viewBox="0 0 24 24" focusable="false" {said}{key.Icon}</svg>""");
    });

    /// <summary>A coordinate or length as SVG and CSS read it, whatever the culture.</summary>
    public static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>The mark of a publisher whom staff have verified; nothing for others.</summary>
    public static MarkupString Verified(bool isVerified) => isVerified ? VerifiedMark : default;

    private static readonly MarkupString VerifiedMark =
        new($"""<span class="verified">{Of(MudBlazor.Icons.Material.Filled.Verified, "Verified publisher").Value}</span>""");
}
