using System.Globalization;
using Marketplace.Data;
using Marketplace.Data.Pdf;
using Marketplace.Ledger;
using Marketplace.Payments.Bank;

namespace Marketplace.Payouts.Statements;

/// <summary>The statement of a payout on paper: what it pays, sale by sale.</summary>
/// <param name="culture">In whose formats; the words are English.</param>
public sealed class StatementPdf(PayoutStatement statement, CultureInfo culture)
{
    private const double Amount = 92, Day = 76, Kind = 90;

    private PayoutRow Row => statement.Payout.Row;

    private string Title => $"Statement of payout {Row.Name}";

    // The same file each time: its moment is that of the payout.
    public byte[] Write() => PdfWriter.Write(
        new(
            Title, statement.Seller, new Guid((int)Row.Id, 0, 1, BitConverter.GetBytes(Row.PreparedAt.Ticks)), Row.SentAt ?? Row.PreparedAt,
            $"{Title} to {Row.Publisher}", statement.Seller),
        Draw);

    private void Draw(PdfFlow flow)
    {
        if (Row.IsTest)
        {
            flow.Text(Billing.Invoices.InvoicePdf.TestMark, PdfStyle.Total);
            flow.Space(10);
        }

        flow.Text(statement.Seller, PdfStyle.Total);
        flow.Space(20);
        flow.Title(Title);
        flow.Space(8);
        flow.Table(Facts());
        flow.Space(20);
        flow.Table(Lines());
        flow.Space(10);
        flow.Need(40);
        flow.Table(new([new(""), new("", Amount, IsNumber: true)], Sums(), Gap: 3));
    }

    private PdfTable Facts() => PdfTable.Facts(84, PdfStyle.Body,
    [
        ("Publisher", Row.Publisher), ("Paid to", $"{statement.Payout.Holder}, {Row.Account}"), ("Reference", RfReference.Text(statement.Payout.Reference)),
        ("Sent", Row.SentAt is { } sent ? culture.Day(sent) : null), ("Returned", statement.Payout.ReturnedAt is { } back ? culture.Day(back) : null),
        ("Currency", $"{Row.Currency}, {Currency.Of(Row.Currency).Name}"), ("Lines", Row.Count.ToString("#,0", culture)),
    ]);

    private PdfTable Lines() => new(
        [new("Date", Day), new("For"), new("Kind", Kind), new("Amount", Amount, IsNumber: true)],
        [
            .. statement.Lines.Select(line => new PdfRow(
            [
                PdfCell.Of(culture.Day(line.To), PdfStyle.Body),
                new([new(line.Text, PdfStyle.Name), new($"{line.Offer} {line.Document}".Trim(), PdfStyle.Small), .. Days(line)]),
                PdfCell.Of(Word(line.Kind), PdfStyle.Body), PdfCell.Of(culture.Amount(line.Amount), PdfStyle.Body),
            ])),
        ]);

    private IEnumerable<PdfLine> Days(StatementRow line) => line.Count == 1 ? []
        : [new($"{line.Count.ToString("#,0", culture)} lines, {culture.Day(line.From)} to {culture.Day(line.To)}", PdfStyle.Small)];

    private IReadOnlyList<PdfRow> Sums()
    {
        PdfRow Sum(string name, Money amount, PdfStyle style, bool isRuled) =>
            new([PdfCell.Of(name, style), PdfCell.Of(culture.Amount(amount), style)], isRuled);
        return
        [
            .. statement.Rest > 0
                ? [Sum($"{statement.Rest.ToString("#,0", culture)} more sales, in the CSV file", statement.RestAmount, PdfStyle.Body, true)] : (PdfRow[])[],
            Sum("Paid out", Row.Amount, PdfStyle.Total, false),
        ];
    }

    private static string Word(JournalKind kind) => kind switch
    {
        JournalKind.Recognition => "Earned by the day",
        JournalKind.Payout => "Payout returned",
        _ => $"{kind}",
    };
}
