using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Marketplace.Portal.Shared;

/// <summary>Text for markup: what could end an element or attribute is encoded, every script is left as it is.</summary>
internal static class Html
{
    private static readonly HtmlEncoder AllScripts = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Encoded(string text) => AllScripts.Encode(text);
}
