using PdfSharp.UniversalAccessibility;

namespace Marketplace.Data.Pdf;

/// <summary>Draws one table. A row stays together where a page has room for it, and is otherwise continued on the next.</summary>
internal sealed class PdfTableFlow(PdfFlow flow, StructureBuilder structure, PdfTable table)
{
    private const double BetweenColumns = 12;

    private readonly double[] _widths = Widths(table.Columns, flow.Width);

    public void Draw()
    {
        structure.BeginElement(PdfBlockLevelElementTag.Table);
        var rows = table.Rows.Select(row => new Row([.. row.Cells.Select((cell, at) => Lines(cell, _widths[at]))], row.IsRuled)).ToList();
        flow.Need(HeadHeight + rows.Take(1).Sum(row => row.Height + (2 * table.Gap)));
        Head(isFirst: true);
        foreach (var row in rows)
        {
            Draw(row);
        }

        structure.End();
    }

    private double HeadHeight => table.HasHead ? PdfStyle.Label.Height + (2 * table.Gap) : 0;

    private void Draw(Row row)
    {
        var rest = row.Cells;
        var whole = row.Height + (2 * table.Gap);
        while (true)
        {
            if (flow.LeftOver < (whole <= PdfFlow.Room - HeadHeight ? whole : PdfStyle.Total.Height + (2 * table.Gap)))
            {
                flow.NewPage();
                Head(isFirst: false);
            }

            var (now, later) = Fit(rest, flow.LeftOver - (2 * table.Gap));
            Cells(now, PdfBlockLevelElementTag.TableDataCell);
            if (later.All(cell => cell.Count == 0))
            {
                break;
            }

            (rest, whole) = (later, double.MaxValue);
        }

        if (row.IsRuled)
        {
            flow.Rule(flow.Y);
        }
    }

    // On later pages it is there for the eye alone: a screen reader read it once.
    private void Head(bool isFirst)
    {
        if (!table.HasHead)
        {
            return;
        }

        IReadOnlyList<IReadOnlyList<PdfLine>> heads = [.. table.Columns.Select(column => new[] { new PdfLine(column.Head, PdfStyle.Label) })];
        Cells(heads, isFirst ? PdfBlockLevelElementTag.TableHeaderCell : null);
        flow.Rule(flow.Y);
    }

    private void Cells(IReadOnlyList<IReadOnlyList<PdfLine>> cells, PdfBlockLevelElementTag? tag)
    {
        var (top, left) = (flow.Y + table.Gap, flow.Left);
        Begin(tag is null ? null : PdfBlockLevelElementTag.TableRow);
        foreach (var (at, cell) in cells.Index())
        {
            if (tag is not null)
            {
                Begin(tag);
            }

            var y = top;
            foreach (var (text, style) in cell)
            {
                flow.DrawLine(text, style, table.Columns[at].IsNumber ? left + _widths[at] - PdfText.Width(text, style) : left, y);
                y += style.Height;
            }

            if (tag is not null)
            {
                structure.End();
            }

            left += _widths[at] + BetweenColumns;
        }

        structure.End();
        flow.Space(cells.Max(Height) + (2 * table.Gap));
    }

    private void Begin(PdfBlockLevelElementTag? tag)
    {
        if (tag is { } element)
        {
            structure.BeginElement(element);
        }
        else
        {
            structure.BeginArtifact();
        }
    }

    private static double[] Widths(IReadOnlyList<PdfColumn> columns, double width)
    {
        var rest = width - columns.Sum(column => column.Width) - (BetweenColumns * (columns.Count - 1));
        return [.. columns.Select(column => column.Width > 0 ? column.Width : rest / columns.Count(one => one.Width == 0))];
    }

    private static IReadOnlyList<PdfLine> Lines(PdfCell cell, double width) =>
        [.. cell.Lines.SelectMany(line => PdfText.Lines(line.Text, line.Style, width).Select(text => line with { Text = text }))];

    // What of each cell fits into so much height, and what is left.
    private static (IReadOnlyList<IReadOnlyList<PdfLine>> Now, IReadOnlyList<IReadOnlyList<PdfLine>> Later) Fit(
        IReadOnlyList<IReadOnlyList<PdfLine>> cells, double height)
    {
        var counts = cells.Select(cell => Enumerable.Range(0, cell.Count + 1).Last(count => count == 0 || Height(cell.Take(count)) <= height)).ToList();
        return ([.. cells.Zip(counts, (cell, count) => cell.Take(count).ToList())], [.. cells.Zip(counts, (cell, count) => cell.Skip(count).ToList())]);
    }

    private static double Height(IEnumerable<PdfLine> lines) => lines.Sum(line => line.Style.Height);

    private sealed record Row(IReadOnlyList<IReadOnlyList<PdfLine>> Cells, bool IsRuled)
    {
        public double Height => Cells.Max(PdfTableFlow.Height);
    }
}
