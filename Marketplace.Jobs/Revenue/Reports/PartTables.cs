using Marketplace.Data.Pdf;

namespace Marketplace.Revenue.Reports;

/// <summary>Breakdowns on paper: the first hundred parts, that of most first.</summary>
internal sealed class PartTables(string currency, RevenueFormat format)
{
    private const int Most = 100;
    private const double Amount = 92, Narrow = 66;

    public PdfTable Mrr(RevenueBreakdown split) => Table(
        [
            new($"{split.By}"), new("MRR", Amount, IsNumber: true), new("Share", Narrow, IsNumber: true), new("Clients", Narrow, IsNumber: true),
            new("Change", Amount, IsNumber: true),
        ],
        split.Parts, part =>
        [
            part.Name, Units(part.Mrr), split.Total > 0 ? format.Percent(part.Mrr / split.Total) : "–", $"{part.Clients}",
            format.Change(part.Change, currency),
        ]);

    public PdfTable Movements(RevenueBreakdown split) => Table(
        [
            new($"{split.By}"), new("Opening", Amount, IsNumber: true), new("Gained", Amount, IsNumber: true), new("Lost", Amount, IsNumber: true),
            new("Closing", Amount, IsNumber: true),
        ],
        split.Parts.Select(part => (part.Name, Of: part.Movements!)).ToList(), part =>
        [
            part.Name, Units(part.Of.Opening), Units(part.Of.New + part.Of.Expansion + part.Of.Reactivation),
            Units(part.Of.Contraction + part.Of.Churn), Units(part.Of.Closing),
        ]);

    public PdfTable Sales(SalesBreakdown sold) => Table(
        [
            new($"{sold.By}"), new("Recurring", Amount, IsNumber: true), new("One-time", Amount, IsNumber: true), new("Usage", Amount, IsNumber: true),
            new("Total", Amount, IsNumber: true),
        ],
        sold.Parts,
        part => [part.Called.Name, Units(part.Sales.Recurring), Units(part.Sales.OneTime), Units(part.Sales.Usage), Units(part.Sales.Total)]);

    private string Units(decimal units) => format.Units(units, currency);

    private static PdfTable Table<TPart>(PdfColumn[] columns, IReadOnlyList<TPart> parts, Func<TPart, string[]> cells) => new(
        columns,
        [
            .. parts.Take(Most).Select(cells).Select(row =>
                new PdfRow([.. row.Select((text, at) => PdfCell.Of(text, at == 0 ? PdfStyle.Name : PdfStyle.Body))])),
            .. parts.Count > Most
                ? [new([PdfCell.Of($"{parts.Count - Most} more are in the CSV file", PdfStyle.Body), .. Enumerable.Repeat(PdfCell.Of("", PdfStyle.Body), 4)])]
                : (PdfRow[])[],
        ],
        Gap: 4);
}
