using System.Globalization;
using Marketplace.Data;
using Marketplace.Data.Pdf;

namespace Marketplace.Billing.AccountStatements;

/// <summary>A statement of account on paper.</summary>
/// <param name="at">When it was written: what is paid later is not on it.</param>
/// <param name="culture">In whose formats; the words are English.</param>
public sealed class ClientStatementPdf(ClientStatement statement, DateTime at, CultureInfo culture)
{
    private const double Amount = 92, Day = 76;
    private const string Title = "Statement of account";

    public byte[] Write() => PdfWriter.Write(
        new(
            Title, statement.Seller, new Guid((int)statement.OrganizationId, 0, 2, BitConverter.GetBytes(at.Ticks)), at,
            $"{Title} of {statement.Organization}", statement.Seller),
        Draw);

    private void Draw(PdfFlow flow)
    {
        flow.Text(statement.Seller, PdfStyle.Total);
        flow.Space(20);
        flow.Title(Title);
        flow.Space(8);
        flow.Table(Facts());
        flow.Space(20);
        flow.Table(Lines());
        flow.Space(10);
        flow.Need(60);
        flow.Table(new([new(""), new("", Amount, IsNumber: true)], Sums(), Gap: 3));
    }

    private string Written(DateOnly day) => culture.Day(day.ToDateTime(TimeOnly.MinValue));

    private PdfTable Facts() => PdfTable.Facts(84, PdfStyle.Body,
    [
        ("Client", statement.Organization), ("Period", $"{Written(statement.Period.From)} to {Written(statement.Period.To)}"),
        ("Time zone", statement.Period.Zone.Id), ("Currency", $"{statement.Currency}, {Currency.Of(statement.Currency).Name}"),
    ]);

    private PdfTable Lines() => new(
        [new("Date", Day), new("What"), new("Amount", Amount, IsNumber: true), new("Balance", Amount, IsNumber: true)],
        [
            Row(statement.Period.From, "Opening balance", "", "", statement.Opening),
            .. statement.Lines.Select(line => Row(
                statement.Period.DayOf(line.At), $"{StatementText.Word(line.Kind)} {line.Number}".TrimEnd(), StatementText.Detail(line, culture.Amount),
                line.Kind is StatementKind.CreditUsed ? "" : culture.Amount(line.Amount), line.Balance)),
        ]);

    private PdfRow Row(DateOnly day, string what, string detail, string amount, Money balance) => new(
    [
        PdfCell.Of(Written(day), PdfStyle.Body),
        new([new(what, PdfStyle.Name), .. detail == "" ? (PdfLine[])[] : [new(detail, PdfStyle.Small)]]),
        PdfCell.Of(amount, PdfStyle.Body), PdfCell.Of(culture.Amount(balance), PdfStyle.Body),
    ]);

    private IReadOnlyList<PdfRow> Sums()
    {
        PdfRow Sum(string name, Money amount, PdfStyle style, bool isRuled) =>
            new([PdfCell.Of(name, style), PdfCell.Of(culture.Amount(amount), style)], isRuled);
        var left = statement.Total - statement.Lines.Count;
        return
        [
            .. left > 0
                ? [new([PdfCell.Of($"{left.ToString("#,0", culture)} more lines are in the CSV file", PdfStyle.Body), PdfCell.Of("", PdfStyle.Body)])]
                : (PdfRow[])[],
            .. statement.Credit.Minor > 0
                ? [Sum("Unpaid invoices", statement.Owed, PdfStyle.Body, true), Sum("Kept as credit", -statement.Credit, PdfStyle.Body, true)] : (PdfRow[])[],
            Sum($"Closing balance, {Written(statement.Period.To)}", statement.Closing, PdfStyle.Total, false),
            .. statement.Overdue.Minor > 0
                ? [Sum($"Overdue on {Written(statement.Today)}", statement.Overdue, PdfStyle.Body, true)] : (PdfRow[])[],
        ];
    }
}
