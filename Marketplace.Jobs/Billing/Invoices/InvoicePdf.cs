using System.Globalization;
using Marketplace.Data;
using Marketplace.Data.Pdf;
using Marketplace.Payments.Bank;

namespace Marketplace.Billing.Invoices;

/// <summary>An invoice or credit note on paper, from the document alone.</summary>
/// <param name="id">Of the file: the same document always has the same.</param>
/// <param name="issuedAt">When it was issued, in UTC.</param>
/// <param name="logo">Of the seller; null where it has none.</param>
/// <param name="culture">In whose formats; the words are English.</param>
public sealed class InvoicePdf(InvoiceDocument document, Guid id, DateTime issuedAt, byte[]? logo, CultureInfo culture)
{
    /// <summary>Across the head of what was made in the sandbox.</summary>
    public const string TestMark = "Sandbox: no money moved";

    private const double SideLeft = 300, SumsLeft = 200, CodeSide = 104;

    /// <summary>The file's identifier, the same each time the invoice is written.</summary>
    public static Guid IdOf(long invoice, DateTime issuedAt) => new((int)invoice, 0, 0, BitConverter.GetBytes(issuedAt.Ticks));

    private string Kind => (document.IsSelfBilled, IsCredit) switch
    {
        (true, true) => "Self-billing credit note", (true, false) => "Self-billing invoice", (_, true) => "Credit note", _ => "Invoice",
    };

    private bool IsCredit => document.Kind is InvoiceKind.CreditNote;

    private string Title => $"{Kind} {document.Number}";

    public byte[] Write() => PdfWriter.Write(
        new(
            Title, document.Seller.Address.Name, id, issuedAt,
            $"{Title} for {document.Buyer.Address.Name}{(document.IsTest ? $" · {TestMark}" : "")}", Foot()),
        Draw);

    private string Foot() => string.Join(
        " · ", new[] { document.Seller.Address.Name }.Concat(document.Seller.Address.Lines()).Append(document.Seller.TaxNumber)
            .Where(part => part is not (null or "")));

    private void Draw(PdfFlow flow)
    {
        if (document.IsTest)
        {
            flow.Text(TestMark, PdfStyle.Total);
            flow.Space(10);
        }

        flow.Beside(
            (0, SideLeft - 20, () => Mark(flow)),
            (SideLeft, flow.Width - SideLeft, () => Party(flow, document.Seller, isNamed: logo is not null)));
        flow.Space(28);
        flow.Title(Title);
        flow.Space(8);
        flow.Beside(
            (0, SideLeft - 20, () =>
            {
                flow.Text(IsCredit ? "Credited to" : "Billed to", PdfStyle.Label);
                Party(flow, document.Buyer, isNamed: true);
            }),
            (SideLeft, flow.Width - SideLeft, () => flow.Table(InvoiceTables.Facts(document, culture))));
        flow.Space(20);
        flow.Table(InvoiceTables.Lines(document, culture));
        flow.Space(10);
        var sums = InvoiceTables.Sums(document, culture);
        flow.Need(sums.Rows.Count * 20);
        flow.Beside((SumsLeft, flow.Width - SumsLeft, () => flow.Table(sums)));
        Pay(flow);
        Notes(flow);
    }

    private void Mark(PdfFlow flow)
    {
        if (logo is not null)
        {
            flow.Picture(logo, 160, 56, $"Logo of {document.Seller.Address.Name}");
        }
        else
        {
            flow.Text(document.Seller.Address.Name, PdfStyle.Total);
        }
    }

    private static void Party(PdfFlow flow, InvoiceParty party, bool isNamed)
    {
        if (isNamed)
        {
            flow.Text(party.Address.Name, PdfStyle.Name);
        }

        foreach (var line in party.Address.Lines())
        {
            flow.Text(line, PdfStyle.Small);
        }

        if (party.TaxNumber is { } number)
        {
            flow.Text($"VAT ID {number}", PdfStyle.Small);
        }
    }

    private void Pay(PdfFlow flow)
    {
        if (document.Bank is not { } bank)
        {
            return;
        }

        flow.Space(20);
        flow.Need(140);
        flow.Section("How to pay");
        flow.Space(3);
        if (document.CodeFor(document.Payable) is not { } code)
        {
            flow.Table(InvoiceTables.Bank(document, bank, culture));
            return;
        }

        flow.Beside(
            (0, SideLeft - 20, () => flow.Table(InvoiceTables.Bank(document, bank, culture))),
            (SideLeft, flow.Width - SideLeft, () =>
            {
                flow.Squares(EpcCode.Matrix(code), CodeSide, "QR code of the transfer, for a banking app");
                flow.Text("Scan it with your banking app", PdfStyle.Label);
            }));
    }

    private void Notes(PdfFlow flow)
    {
        string?[] notes =
        [
            document.Reason is { } reason ? $"Reason: {reason}" : null,
            .. document.Notes,
            document.RateDay is { } day ? $"Converted at the reference rates of the European Central Bank of {InvoiceTables.Day(day, culture)}." : null,
        ];
        var said = notes.Where(note => note is not (null or "")).Select(note => note!).ToList();
        if (said.Count == 0)
        {
            return;
        }

        flow.Space(20);
        flow.Section("Notes");
        foreach (var note in said)
        {
            flow.Space(3);
            flow.Text(note, PdfStyle.Small);
        }
    }
}
