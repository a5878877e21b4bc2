using System.Collections.Concurrent;
using Marketplace.Scanning;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Portal.Shared;

/// <summary>
/// The icon that a module brings; without one a white glyph on a muted square, both of which follow from its id. Markup for the same
/// reason as <see cref="Svg"/>.
/// </summary>
public static class ModuleIcon
{
    private static readonly string[] Colors = ["#2F3E5E", "#3C6B50", "#255C6B", "#8F5236", "#7A6120", "#505C6B", "#69447A", "#7A4456", "#44607A", "#5B6B3C"];

    // A box, layers, tiles, a target, a stone, a jigsaw piece, sliders, nodes.
    private static readonly string[] Glyphs =
    [
        "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9",
        "M12 4l9 5-9 5-9-5zM3 14l9 5 9-5",
        "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z",
        "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
        "M7 4h10l4 6-9 11L3 10zM3 10h18M12 21L8 10l4-6 4 6z",
        "M4 8h4.5V6a2.5 2.5 0 0 1 5 0v2H18v4.5h.5a2.5 2.5 0 0 1 0 5H18V21H4z",
        "M4 8h7M17 8h3M4 16h3M13 16h7M14 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM10 13a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
        "M12 3a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM6 15a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM18 15a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM10.5 8.6l-3 6.8M13.5 8.6l3 6.8",
    ];

    private static readonly ConcurrentDictionary<(int Look, int Size), MarkupString> Known = new();

    /// <param name="id">Its package id.</param>
    /// <param name="size">Its width and height in pixels.</param>
    /// <param name="icon">The hash of its icon, hexadecimal, so nothing in it needs encoding; null if it has none.</param>
    public static MarkupString Of(string id, int size = 40, string? icon = null) => icon is not null ? Picture(PortalUrls.ModuleIcon(icon), size)
        : Known.GetOrAdd((Hash(id) % (Colors.Length * Glyphs.Length), size), static key => Glyph(key.Look, key.Size));

    /// <param name="picture">What a package brings that is not in the catalog; null if it brings none.</param>
    public static MarkupString Of(string id, byte[]? picture, int size) => picture is null ? Of(id, size)
        : Picture($"data:{PackageIcon.ContentType(picture[0])};base64,{Convert.ToBase64String(picture)}", size);

    /// <summary>The icon that a publisher chose; nothing for one without.</summary>
    /// <param name="hash">Hexadecimal, so nothing in it needs encoding.</param>
    public static MarkupString OfPublisher(string? hash, int size) => hash is null ? default
        : Markup.Of($"""<img class="publisher-icon" src="{PortalUrls.PublisherIcon(hash)}" width="{size}" height="{size}" alt="" loading="lazy">""");

    private static MarkupString Picture(string address, int size) =>
        Markup.Of($"""<img class="module-icon" style="--size:{size}px" src="{address}" width="{size}" height="{size}" alt="" loading="lazy">""");

    private static MarkupString Glyph(int look, int size) => new(
        $"""<span class="module-icon" style="--size:{size}px;background:{Colors[look % Colors.Length]}" aria-hidden="true">"""
            + $"""<svg viewBox="0 0 24 24" focusable="false"><path d="{Glyphs[look / Colors.Length]}"/></svg></span>""");

    // Not GetHashCode: that differs from one start to the next.
    private static int Hash(string id) => id.ToUpperInvariant().Aggregate(7, (hash, letter) => unchecked((hash * 31) + letter)) & int.MaxValue;
}
