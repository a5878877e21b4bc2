using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;

namespace Marketplace.Data.Pdf;

/// <summary>Inter in two weights, out of the assembly: a document looks alike on every machine, also on one that has no fonts.</summary>
internal sealed class PdfFonts : IFontResolver
{
    private const string Family = "Inter", Regular = "pdf/Inter-Regular.ttf", SemiBold = "pdf/Inter-SemiBold.ttf";
    private static readonly XPdfFontOptions Options = new(PdfFontEncoding.Unicode);

    static PdfFonts() => GlobalFontSettings.FontResolver = new PdfFonts();

    public static XFont Of(double size, bool isBold) => new(Family, size, isBold ? XFontStyleEx.Bold : XFontStyleEx.Regular, Options);

    public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) => new(isBold ? SemiBold : Regular);

    public byte[] GetFont(string faceName)
    {
        using var font = typeof(PdfFonts).Assembly.GetManifestResourceStream(faceName)!;
        var bytes = new byte[font.Length];
        font.ReadExactly(bytes);
        return bytes;
    }
}
