using System.Globalization;
using System.Text;
using PdfSharp.Drawing;

namespace Marketplace.Data.Pdf;

/// <summary>Breaks text into lines of a width.</summary>
internal static class PdfText
{
    private static readonly XGraphics Ruler = XGraphics.CreateMeasureContext(new XSize(1, 1), XGraphicsUnit.Point, XPageDirection.Downwards);
    private static readonly Lock Gate = new();

    public static IReadOnlyList<string> Lines(string text, PdfStyle style, double width)
    {
        var lines = new List<string>();
        foreach (var paragraph in Clean(text).Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Parts(word, style, width)))
            {
                var longer = line == "" ? word : $"{line} {word}";
                if (line != "" && Width(longer, style) > width)
                {
                    lines.Add(line);
                    longer = word;
                }

                line = longer;
            }

            lines.Add(line);
        }

        return lines;
    }

    public static double Width(string text, PdfStyle style)
    {
        lock (Gate)
        {
            return Ruler.MeasureString(text, style.Font).Width;
        }
    }

    // What the fonts have no sign for and means nothing else is written by one that they have; what directs writing is left out.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value switch
            {
                '\n' => "\n",
                '\t' => " ",
                0x2002 or 0x2003 or 0x2007 or 0x2009 or 0x202f => "\u00a0",
                0x2010 or 0x2011 => "-",
                _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format => "",
                _ => rune.ToString(),
            });
        }

        return clean.ToString().Normalize(NormalizationForm.FormC);
    }

    // A word that is wider than the line is broken where it must be, never within what people see as one letter.
    private static List<string> Parts(string word, PdfStyle style, double width)
    {
        if (Width(word, style) <= width)
        {
            return [word];
        }

        var parts = new List<string> { "" };
        foreach (var start in StringInfo.ParseCombiningCharacters(word))
        {
            var letter = StringInfo.GetNextTextElement(word, start);
            if (parts[^1] != "" && Width(parts[^1] + letter, style) > width)
            {
                parts.Add("");
            }

            parts[^1] += letter;
        }

        return parts;
    }
}
