using PdfSharp.Drawing;

namespace Marketplace.Data.Pdf;

/// <summary>How text looks, as the portal's does in light: three greys, two weights.</summary>
public sealed class PdfStyle
{
    public static readonly PdfStyle Title = new(20, true, Strong);
    public static readonly PdfStyle Heading = new(11, true, Strong);
    public static readonly PdfStyle Name = new(9.5, true, Strong);
    public static readonly PdfStyle Body = new(9.5, false, Strong);
    public static readonly PdfStyle Total = new(11.5, true, Strong);
    public static readonly PdfStyle Small = new(8, false, 0x50555f);
    public static readonly PdfStyle Label = new(8, false, 0x666b77);
    internal static readonly XPen Line = new(Color(0xe2e4e9), 0.75);
    private const uint Strong = 0x181a1f;

    private PdfStyle(double size, bool isBold, uint color) => (Font, Brush, Height) = (PdfFonts.Of(size, isBold), new(Color(color)), size * 1.45);

    internal XFont Font { get; }
    internal XSolidBrush Brush { get; }

    /// <summary>That of a line, in points.</summary>
    internal double Height { get; }

    /// <summary>Where its letters stand in a line.</summary>
    internal double Baseline => (Height / 2) + (Font.Size * 0.36);

    private static XColor Color(uint rgb) => XColor.FromArgb(0xff000000 | rgb);
}
