using System.Globalization;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Payments.Bank;
using Marketplace.Tests.Support;
using UglyToad.PdfPig;

namespace Marketplace.Tests.Billing;

/// <summary>An invoice's document says what the invoice says.</summary>
public sealed class InvoicePdfTests
{
    private static readonly DateTime At = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Parties_lines_with_their_period_taxes_and_how_to_pay_stand_on_it()
    {
        var invoice = Bills.Of(Bills.German, "EUR", 10000, 2550) with { Due = new DateOnly(2026, 3, 16), Bank = new("DE89370400440532013000", "COBADEFFXXX") };

        Has(
            invoice, "Invoice M-2026-000001", "Market GmbH", "VAT ID DE136695976", "Globex SARL", "75001 Paris", "2026-03-02", "2026-03-16", "Module 0",
            "2026-03-02 to 2027-03-01", "€100.00", "VAT 19%, Germany, on €125.50", "€23.85", "€149.35",
                "DE89 3704 0044 0532 0130 00", "COBADEFFXXX", "MP-0123456789");
        Assert.DoesNotContain(InvoicePdf.TestMark, Text(invoice), StringComparison.Ordinal);
    }

    [Fact]
    public void The_code_of_a_transfer_is_drawn_square_by_square()
    {
        var invoice = Bills.Of(Bills.German, "EUR", 10000) with
        {
            Due = new DateOnly(2026, 3, 16), Bank = new("DE89370400440532013000", null), Reference = RfReference.Of("M-2026-000001"),
        };
        var code = EpcCode.Matrix(invoice.CodeFor(invoice.Total)!);
        Has(invoice, RfReference.Text(invoice.Reference), "Scan it with your banking app");

        using var pdf = PdfDocument.Open(Written(invoice));
        var dark = pdf.GetPages().SelectMany(page => page.Paths).Where(path => path.IsFilled).SelectMany(path => path)
            .Select(one => one.GetBoundingRectangle()!.Value).ToList();
        var (left, top, side) = (dark.Min(one => one.Left), dark.Max(one => one.Top), dark.Min(one => one.Height));
        var drawn = dark.SelectMany(one => Enumerable.Range(0, (int)Math.Round(one.Width / side))
            .Select(at => ((int)Math.Round((one.Left - left) / side) + at, (int)Math.Round((top - one.Top) / side)))).ToHashSet();
        var expected = code.SelectMany((row, y) => row.Cast<bool>().Select((isDark, x) => (isDark, x, y)))
            .Where(one => one.isDark).Select(one => (one.x - 4, one.y - 4));
        Assert.Equal(expected.Order(), drawn.Order());
    }

    [Fact]
    public void Reverse_charge_discounts_payment_and_the_sandbox_are_said()
    {
        var invoice = Bills.Of(Bills.Reverse, "EUR", 10000) with { PaidBy = "Visa •••• 4242", IsTest = true };
        invoice = invoice with { Lines = [invoice.Lines[0] with { List = new(12000, "EUR"), Discounts = [new("Spring", new(2000, "EUR"))] }] };

        Has(invoice, InvoicePdf.TestMark, "Reverse charge: the customer is liable for the VAT.", "Articles 44 and 196",
            "Spring: −€20.00", "€120.00", "Visa •••• 4242");
    }

    [Fact]
    public void A_credit_note_says_what_it_corrects_and_why() => Has(
        Bills.Of(Bills.German, "EUR", 10000)
            with { Kind = InvoiceKind.CreditNote, Number = "M-C2026-000001", Corrects = "M-2026-000001", Reason = "It did not work." },
        "Credit note M-C2026-000001", "Credited to", "For invoice", "M-2026-000001", "Reason: It did not work.", "Credited", "€119.00");

    [Fact]
    public void Any_invoice_can_be_written()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var at = 0; at < 20; at++)
        {
            var invoice = Bills.Random(random);
            Assert.Contains(CultureInfo.InvariantCulture.Amount(invoice.Total).Replace('\u00a0', ' '), Text(invoice), StringComparison.Ordinal);
        }
    }

    private static void Has(InvoiceDocument invoice, params string[] parts)
    {
        var text = Text(invoice);
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    private static byte[] Written(InvoiceDocument invoice) =>
        new InvoicePdf(invoice, new Guid(1, 2, 3, new byte[8]), At, Pictures.Png(600, 200), CultureInfo.InvariantCulture).Write();

    private static string Text(InvoiceDocument invoice)
    {
        using var pdf = PdfDocument.Open(Written(invoice));
        return string.Join(' ', pdf.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text)).Replace('\u00a0', ' ');
    }
}
