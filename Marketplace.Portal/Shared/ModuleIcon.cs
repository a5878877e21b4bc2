using Microsoft.AspNetCore.Components;

namespace Marketplace.Portal.Shared;

/// <summary>A letter on a muted square whose color follows the module's id. Markup for the same reason as <see cref="Svg"/>.</summary>
public static class ModuleIcon
{
    private static readonly string[] Colors = ["#2F3E5E", "#3C6B50", "#255C6B", "#8F5236", "#7A6120", "#505C6B", "#69447A", "#7A4456", "#44607A", "#5B6B3C"];

    /// <param name="id">A package id: letters, digits, dots, dashes and underscores, so nothing in it needs encoding.</param>
    /// <param name="size">Its width and height in pixels.</param>
    public static MarkupString Of(string id, int size = 40) =>
        new($"""<span class="module-icon" style="--size:{size}px;background:{Colors[Hash(id) % Colors.Length]}" aria-hidden="true">{Letters(id)}</span>""");

    /// <summary>The icon that a publisher chose; nothing for one without.</summary>
    /// <param name="hash">Hexadecimal, so nothing in it needs encoding.</param>
    public static MarkupString OfPublisher(string? hash, int size) => hash is null ? default
        : new($"""<img class="publisher-icon" src="{PortalUrls.PublisherIcon(hash)}" width="{size}" height="{size}" alt="" loading="lazy">""");

    private static string Letters(string id)
    {
        var name = id[(id.LastIndexOf('.') + 1)..];
        var capitals = string.Concat(name.Where(char.IsAsciiLetterUpper).Take(2));
        return capitals.Length > 0 ? capitals : string.Concat(name.Where(char.IsAsciiLetterOrDigit).Take(1)).ToUpperInvariant();
    }

    // Not GetHashCode: that differs from one start to the next.
    private static int Hash(string id) => id.ToUpperInvariant().Aggregate(7, (hash, letter) => unchecked((hash * 31) + letter)) & int.MaxValue;
}
