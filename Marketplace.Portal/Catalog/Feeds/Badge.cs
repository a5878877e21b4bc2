using System.Globalization;
using System.Xml.Linq;

namespace Marketplace.Portal.Catalog.Feeds;

/// <summary>A word and its value on two grounds, 20 pixels high.</summary>
internal static class Badge
{
    private static readonly XNamespace Name = "http://www.w3.org/2000/svg";

    public static string Draw(string word, string value, string color)
    {
        var (left, right) = (Width(word), Width(value));
        var picture = new XElement(Name + "svg",
            Pair("width", left + right), Pair("height", 20), new XAttribute("role", "img"), new XAttribute("aria-label", $"{word}: {value}"),
            new XElement(Name + "title", $"{word}: {value}"),
            new XElement(Name + "clipPath", new XAttribute("id", "round"), Ground(0, left + right, "#fff", ("rx", 4))),
            new XElement(Name + "g", new XAttribute("clip-path", "url(#round)"), Ground(0, left, "#454b54"), Ground(left, right, color)),
            new XElement(Name + "g",
                new XAttribute("fill", "#fff"),
                new XAttribute("font-family", "Verdana,Geneva,DejaVu Sans,sans-serif"),
                Pair("font-size", 11),
                Text(word, 0, left),
                Text(value, left, right)));
        return picture.ToString(SaveOptions.DisableFormatting);
    }

    // Nobody can measure the reader's font here: textLength makes the text as wide as its place.
    private static int Width(string text) => 12 + (int)Math.Ceiling(text.Sum(letter =>
        letter is 'i' or 'l' or 'j' or '.' or ',' or ' ' or '(' or ')' or 't' or 'f' ? 4.2
        : letter is 'm' or 'w' or 'M' ? 10.2
        : 7.1));

    private static XElement Text(string text, int left, int width) => new(Name + "text",
        Pair("x", left + 6), Pair("y", 14), Pair("textLength", width - 12), new XAttribute("lengthAdjust", "spacingAndGlyphs"), text);

    private static XElement Ground(int left, int width, string color, params (string Name, int Value)[] more) => new(Name + "rect",
        Pair("x", left), Pair("width", width), Pair("height", 20), new XAttribute("fill", color), more.Select(pair => Pair(pair.Name, pair.Value)));

    private static XAttribute Pair(string name, int value) => new(name, value.ToString(CultureInfo.InvariantCulture));
}
