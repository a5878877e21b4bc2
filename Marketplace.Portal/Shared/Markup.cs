using Microsoft.AspNetCore.Components;

namespace Marketplace.Portal.Shared;

/// <summary>Markup that many open pages show at the same time, kept once for all of them: the marks of a module stand in every list it is found by.</summary>
internal static class Markup
{
    /// <summary>The classes of the kit's button, for links in rows and in pages that many have open: the component itself costs more than the row.</summary>
    public const string Button = "mud-button-root mud-button mud-button-outlined mud-button-outlined-default";

    public const string SmallButton = $"{Button} mud-button-outlined-size-small";

    // Of a fixed size, and what is asked for last takes the place: what is shown often is found, and nothing grows.
    private static readonly string?[] Kept = new string?[1 << 14];

    public static MarkupString Of(string html)
    {
        ref var place = ref Kept[(uint)html.GetHashCode(StringComparison.Ordinal) % (uint)Kept.Length];
        var kept = place;
        return new(kept == html ? kept : place = html);
    }
}
