using System.Globalization;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Data.Pdf;

namespace Marketplace.Billing.Disputes;

/// <summary>What is known of a disputed payment on paper, for the payer's bank. Days and times are of UTC and by ISO 8601: read alike everywhere.</summary>
internal sealed class DisputePdf(DisputeRecord record, DateTime now)
{
    private const double Name = 110;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private string Title => $"Records of disputed payment {record.Dispute.ProviderId}";

    public byte[] Write() => PdfWriter.Write(
        new(Title, record.Seller, record.Dispute.Id, now, Title, $"{record.Seller} · recorded by the marketplace, assembled {At(now)}"), Draw);

    private void Draw(PdfFlow flow)
    {
        if (record.IsTest)
        {
            flow.Text(InvoicePdf.TestMark, PdfStyle.Total);
            flow.Space(10);
        }

        flow.Text(record.Seller, PdfStyle.Total);
        flow.Space(16);
        flow.Title(Title);
        flow.Space(8);
        flow.Table(Facts(Payment()));
        if (record.Order is { } order)
        {
            Section(flow, "Order", Facts(Ordered(order)));
            flow.Space(6);
            flow.Table(DisputeTables.Lines(order));
        }

        if (record.Invoice is { } invoice)
        {
            Section(flow, $"Invoice {invoice.Number}", Facts(Invoiced(invoice)));
            flow.Space(6);
            flow.Table(InvoiceTables.Lines(invoice, Culture));
        }

        Section(flow, "Licenses", DisputeTables.Licenses(record.Licenses));
        Section(flow, "Activations and sites", DisputeTables.Use(record.Use));
        Section(flow, "Usage reported", DisputeTables.Usage(record.Usage));
        Section(flow, "Messages sent", DisputeTables.Messages(record.Messages));
        Section(flow, "Credits given", DisputeTables.Credits(record.Credits));
    }

    // What there is nothing of is left out: a bank need not read what does not speak for it.
    private static void Section(PdfFlow flow, string title, PdfTable table)
    {
        if (table.Rows.Count > 0)
        {
            flow.Space(18);
            flow.Section(title);
            flow.Space(3);
            flow.Table(table);
        }
    }

    private IEnumerable<(string, string?)> Payment()
    {
        var (dispute, payment) = (record.Dispute, record.Dispute.Payment);
        return
        [
            ("Client", record.Client), ("Paid", $"{Culture.Amount(payment.Amount)}{(payment.EndedAt is { } at ? $", {At(at)}" : "")}"),
            ("Paid by", payment.Method), ("Payment", $"{payment.Id:N}"), ("At the provider", $"{payment.Provider}, {payment.ProviderId}"),
            ("Billing country", Country.NameOf(payment.Country)), ("Country of the card", payment.MethodCountry is { } code ? Country.NameOf(code) : null),
            ("Disputed", $"{Culture.Amount(dispute.Amount)}, {At(dispute.At)}"), ("Reason given", dispute.Reason.Replace('_', ' ')),
        ];
    }

    private static IEnumerable<(string, string?)> Ordered(RecordedOrder order) =>
    [
        ("Order", $"{order.Id:N}"), ("Placed by", $"{order.By}, {order.Email}"), ("Placed", At(order.At)),
        ("Signed in", order.SignIn is { } sign ? $"{At(sign.At)}, {sign.How}" : null),
        ("Approved by", order.ApprovedAt is { } approved ? $"{order.ApprovedBy}, {At(approved)}" : null),
        ("Terms accepted", $"Quote {order.QuoteId:N} of {At(order.QuotedAt)}, accepted with the order {At(order.At)}"),
        ("SHA-256 of it", order.QuoteHash), ("Completed", order.PaidAt is { } paid ? At(paid) : null),
    ];

    private static IEnumerable<(string, string?)> Invoiced(InvoiceDocument invoice) =>
    [
        ("Date", InvoiceTables.Day(invoice.Date, Culture)),
        ("Billed to", string.Join(", ", invoice.Buyer.Address.Lines().Prepend(invoice.Buyer.Address.Name))),
        ("VAT ID", invoice.Buyer.TaxNumber), ("Net", Culture.Amount(invoice.Net)), ("Tax", Culture.Amount(invoice.Tax)),
        ("Total", Culture.Amount(invoice.Total)),
    ];

    private static PdfTable Facts(IEnumerable<(string Name, string? Value)> facts) => PdfTable.Facts(Name, PdfStyle.Body, facts);

    /// <summary>2026-03-02 09:00 UTC.</summary>
    internal static string At(DateTime at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'", Culture);
}
