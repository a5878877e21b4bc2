using System.Text;
using Marketplace.Portal.Shared;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Portal.Catalog;

/// <summary>A text with the words that were searched for marked in it.</summary>
public static class Highlight
{
    public static MarkupString In(string text, IReadOnlyList<string> words)
    {
        var (html, at) = (new StringBuilder(), 0);
        while (at < text.Length)
        {
            var (start, length) = words.Select(word => (Start: text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase), word.Length))
                .Where(found => found.Start >= 0 && found.Length > 0).OrderBy(found => found.Start).ThenByDescending(found => found.Length)
                .FirstOrDefault((text.Length, 0));
            html.Append(Html.Encoded(text[at..start]));
            if (length > 0)
            {
                html.Append("<mark>").Append(Html.Encoded(text.Substring(start, length))).Append("</mark>");
            }

            at = start + length;
        }

        return new MarkupString(html.ToString());
    }
}
