using System.Collections;
using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;
using PdfSharp.UniversalAccessibility;

namespace Marketplace.Data.Pdf;

/// <summary>Draws from the top down, and goes on on the next page where one is full. Lengths are points.</summary>
public sealed class PdfFlow : IDisposable
{
    private const double Margin = 56, Top = 56, Bottom = 72, PageWidth = 595, PageHeight = 842, HeadAt = 32, FootAt = PageHeight - 52;

    private readonly PdfDocument _document;
    private readonly StructureBuilder _structure;
    private readonly PdfPaper _paper;
    private readonly int _pages;
    private XGraphics _graphics = null!;

    internal PdfFlow(PdfDocument document, StructureBuilder structure, PdfPaper paper, int pages)
    {
        (_document, _structure, _paper, _pages) = (document, structure, paper, pages);
        NewPage();
    }

    internal static double Room => PageHeight - Top - Bottom;

    /// <summary>What is drawn now stands from here to the right.</summary>
    internal double Left { get; private set; } = Margin;

    public double Width { get; private set; } = PageWidth - (2 * Margin);
    internal double Y { get; private set; }
    internal double LeftOver => PageHeight - Bottom - Y;

    public void Title(string text) => Text(text, PdfStyle.Title, PdfBlockLevelElementTag.Heading1);

    public void Section(string text) => Text(text, PdfStyle.Heading, PdfBlockLevelElementTag.Heading2);

    public void Text(string text, PdfStyle style) => Text(text, style, PdfBlockLevelElementTag.Paragraph);

    public void Space(double height) => Y += height;

    /// <summary>Begins a page where so much does not fit on this one any more.</summary>
    public void Need(double height)
    {
        if (LeftOver < Math.Min(height, Room))
        {
            NewPage();
        }
    }

    /// <summary>Draws beside each other what fits on a page, and goes on below the longest.</summary>
    public void Beside(params IReadOnlyList<(double Left, double Width, Action Draw)> columns)
    {
        var (left, width, top, end) = (Left, Width, Y, Y);
        foreach (var column in columns)
        {
            (Left, Width, Y) = (left + column.Left, column.Width, top);
            column.Draw();
            end = Math.Max(end, Y);
        }

        (Left, Width, Y) = (left, width, end);
    }

    /// <param name="alternative">What it shows, for who does not see it.</param>
    public void Picture(byte[] content, double maxWidth, double maxHeight, string alternative)
    {
        var image = XImage.FromStream(new MemoryStream(PdfPicture.WithHeader(content)));
        var scale = Math.Min(maxWidth / image.PixelWidth, maxHeight / image.PixelHeight);
        var place = new XRect(Left, Y, image.PixelWidth * scale, image.PixelHeight * scale);
        _structure.BeginElement(PdfIllustrationElementTag.Figure, alternative, place);
        _graphics.DrawImage(image, place);
        _structure.End();
        Y += place.Height;
    }

    /// <summary>Dark and light squares, such as a QR code, as rectangles.</summary>
    /// <param name="rows">Dark where true, as many as each is long.</param>
    /// <param name="alternative">What it is, for who does not see it.</param>
    public void Squares(IReadOnlyList<BitArray> rows, double side, string alternative)
    {
        var (square, place) = (side / rows.Count, new XRect(Left, Y, side, side));
        _structure.BeginElement(PdfIllustrationElementTag.Figure, alternative, place);
        foreach (var (y, row) in rows.Index())
        {
            for (var x = 0; x < row.Length; x++)
            {
                var from = x;
                while (x < row.Length && row[x])
                {
                    x++;
                }

                if (x > from)
                {
                    _graphics.DrawRectangle(XBrushes.Black, Left + (from * square), Y + (y * square), (x - from) * square, square);
                }
            }
        }

        _structure.End();
        Y += side;
    }

    public void Table(PdfTable table) => new PdfTableFlow(this, _structure, table).Draw();

    internal void NewPage()
    {
        _graphics?.Dispose();
        var page = _document.AddPage();
        page.Size = PageSize.A4;
        _graphics = XGraphics.FromPdfPage(page);
        Y = Top;
        _structure.BeginArtifact();
        if (_document.PageCount > 1)
        {
            DrawLine(_paper.Head, PdfStyle.Label, Margin, HeadAt);
        }

        var number = $"{_document.PageCount} of {_pages}";
        var room = PageWidth - (2 * Margin);
        _graphics.DrawLine(PdfStyle.Line, Margin, FootAt - 6, PageWidth - Margin, FootAt - 6);
        foreach (var (at, line) in PdfText.Lines(_paper.Foot, PdfStyle.Label, room - 60).Take(2).Index())
        {
            DrawLine(line, PdfStyle.Label, Margin, FootAt + (at * PdfStyle.Label.Height));
        }

        DrawLine(number, PdfStyle.Label, PageWidth - Margin - PdfText.Width(number, PdfStyle.Label), FootAt);
        _structure.End();
    }

    /// <summary>A line of text at a place of its own.</summary>
    internal void DrawLine(string text, PdfStyle style, double left, double top) =>
        _graphics.DrawString(text, style.Font, style.Brush, left, top + style.Baseline);

    /// <summary>A thin line at this height, which says nothing to a screen reader.</summary>
    internal void Rule(double y)
    {
        _structure.BeginArtifact();
        _graphics.DrawLine(PdfStyle.Line, Left, y, Left + Width, y);
        _structure.End();
    }

    public void Dispose() => _graphics.Dispose();

    private void Text(string text, PdfStyle style, PdfBlockLevelElementTag tag)
    {
        var lines = PdfText.Lines(text, style, Width);
        // A heading does not stay behind alone.
        Need(tag is PdfBlockLevelElementTag.Paragraph ? style.Height : style.Height + 60);
        _structure.BeginElement(tag);
        foreach (var line in lines)
        {
            Need(style.Height);
            DrawLine(line, style, Left, Y);
            Y += style.Height;
        }

        _structure.End();
    }
}
