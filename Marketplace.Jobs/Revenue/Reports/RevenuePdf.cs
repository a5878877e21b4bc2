using Marketplace.Data;
using Marketplace.Data.Pdf;
using Marketplace.Revenue.Annotations;
using Marketplace.Revenue.Measures;

namespace Marketplace.Revenue.Reports;

/// <summary>The figures of a saved view on paper.</summary>
/// <param name="parts">Null where recurring revenue is not split.</param>
/// <param name="sales">Null where sales are not split.</param>
/// <param name="at">When it was written: what is booked later is not on it.</param>
public sealed class RevenuePdf(
    long viewId, string name, RevenueReport report, RevenueBreakdown? parts, SalesBreakdown? sales, IReadOnlyList<AnnotationRow> annotations, DateTime at)
{
    private const int Tiles = 8;
    private const double Amount = 92;

    private readonly RevenueFormat _format = new();

    private string Currency => report.View.Currency;

    public byte[] Write() => PdfWriter.Write(
        new(
            name, "Marketplace", new Guid((int)viewId, 0, 3, BitConverter.GetBytes(at.Ticks)), at, $"{name}, {_format.Days(report.View.Span)}",
            $"Marketplace · Revenue · {at:yyyy-MM-dd HH:mm} UTC"),
        Draw);

    private void Draw(PdfFlow flow)
    {
        flow.Title(name);
        flow.Space(8);
        flow.Table(PdfTable.Facts(96, PdfStyle.Body, Facts()));
        Section(flow, "Key figures", Figures(report.Known.Take(Tiles), withDefinition: false));
        Section(flow, "MRR movements", Movements());
        var tables = new PartTables(Currency, _format);
        if (parts is not null)
        {
            var of = parts.Movements is null ? "MRR" : "MRR movements";
            Section(flow, $"{of} by {$"{parts.By}".ToLowerInvariant()}", parts.Movements is null ? tables.Mrr(parts) : tables.Movements(parts));
        }

        if (sales is not null)
        {
            Section(flow, $"Sales by {$"{sales.By}".ToLowerInvariant()}", tables.Sales(sales));
        }

        if (annotations.Count > 0)
        {
            Section(flow, "Annotations", Annotations());
        }

        Section(flow, "All measures", Figures(report.Known, withDefinition: true));
    }

    private IEnumerable<(string Name, string? Value)> Facts() =>
    [
        ("Period", _format.Days(report.View.Span)), ("Compared with", _format.Days(report.View.Compared)),
        ("Currency", $"{Currency}, {Data.Currency.Of(Currency).Name}"),
        ("Exchange rates", report.View.RateDay is { } day ? $"Of {_format.Day(day)} for all days" : "Of each day"),
        .. report.Filters.Select(filter => ($"{filter.By}", (string?)filter.Name)),
        ("Without a rate", string.Join(", ", report.WithoutRate)),
    ];

    private static void Section(PdfFlow flow, string title, PdfTable table)
    {
        flow.Space(20);
        flow.Section(title);
        flow.Table(table);
    }

    private PdfTable Figures(IEnumerable<MeasureValue> values, bool withDefinition) => new(
        [new("Measure"), new("Now", Amount, IsNumber: true), new("Before", Amount, IsNumber: true), new("Change", Amount, IsNumber: true)],
        [
            .. values.Select(value => new PdfRow(
            [
                withDefinition ? new(new(value.Measure.Name, PdfStyle.Name), new(value.Measure.Definition, PdfStyle.Small))
                    : PdfCell.Of(value.Measure.Name, PdfStyle.Name),
                PdfCell.Of(_format.Exact(value.Measure, value.Now, Currency), PdfStyle.Body),
                PdfCell.Of(_format.Exact(value.Measure, value.Before, Currency), PdfStyle.Body),
                PdfCell.Of(_format.Change(value, Currency), PdfStyle.Body),
            ])),
        ],
        Gap: 4);

    private PdfTable Movements() => new(
        [new("Movement"), new("MRR", Amount, IsNumber: true)],
        [
            .. MovementBars.Of(report).Select(bar => new PdfRow(
            [
                PdfCell.Of(bar.Label, bar.Label is "Opening" or "Closing" ? PdfStyle.Name : PdfStyle.Body),
                PdfCell.Of(
                    bar.Label is "Opening" or "Closing" ? _format.Units(bar.Amount, Currency) : _format.Change(bar.Amount, Currency), PdfStyle.Body),
            ])),
        ],
        Gap: 4);

    private PdfTable Annotations() => new(
        [new("Date", Amount), new("Annotation")],
        [
            .. annotations.Select(one => new PdfRow([PdfCell.Of(_format.Day(one.Day), PdfStyle.Body), PdfCell.Of(one.Text, PdfStyle.Body)])),
        ],
        Gap: 4);
}
