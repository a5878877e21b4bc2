namespace Marketplace.Data.Pdf;

/// <param name="Head">Empty where no column has one.</param>
/// <param name="Width">In points; 0 takes what the others leave.</param>
/// <param name="IsNumber">Stands at the right.</param>
public sealed record PdfColumn(string Head, double Width = 0, bool IsNumber = false);

public sealed record PdfLine(string Text, PdfStyle Style);

public sealed record PdfCell(params IReadOnlyList<PdfLine> Lines)
{
    public static PdfCell Of(string text, PdfStyle style) => new(new PdfLine(text, style));
}

/// <param name="IsRuled">A line is drawn under it.</param>
public sealed record PdfRow(IReadOnlyList<PdfCell> Cells, bool IsRuled = true);

/// <summary>A table that goes over as many pages as it needs, each with its head.</summary>
/// <param name="Gap">Between text and lines, in points.</param>
public sealed record PdfTable(IReadOnlyList<PdfColumn> Columns, IReadOnlyList<PdfRow> Rows, double Gap = 6)
{
    /// <summary>Names and what they are; without what is not known.</summary>
    /// <param name="names">How wide the names are, in points.</param>
    public static PdfTable Facts(double names, PdfStyle style, IEnumerable<(string Name, string? Value)> facts) => new(
        [new("", names), new("")],
        [
            .. facts.Where(fact => fact.Value is not (null or ""))
                .Select(fact => new PdfRow([PdfCell.Of(fact.Name, PdfStyle.Label), PdfCell.Of(fact.Value!, style)], IsRuled: false)),
        ],
        Gap: 1);

    internal bool HasHead => Columns.Any(column => column.Head != "");
}
