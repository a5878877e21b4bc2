using System.Text;
using System.Xml.Linq;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Pricing.Tax;

namespace Marketplace.Tests.Billing;

/// <summary>The e-invoice keeps the rules of EN 16931 and says what the document says.</summary>
public sealed class UblInvoiceTests
{
    private static readonly int Seed = Random.Shared.Next();
    private static readonly DateOnly Day = new(2026, 4, 1);

    // As the schema of UBL 2.1 has them, of those that are written.
    private static readonly Dictionary<string, string> Order = new()
    {
        ["Invoice"] = "CustomizationID ID IssueDate DueDate InvoiceTypeCode Note DocumentCurrencyCode BillingReference AccountingSupplierParty "
            + "AccountingCustomerParty PaymentMeans PaymentTerms TaxTotal LegalMonetaryTotal InvoiceLine",
        ["CreditNote"] = "CustomizationID ID IssueDate CreditNoteTypeCode Note DocumentCurrencyCode BillingReference AccountingSupplierParty "
            + "AccountingCustomerParty PaymentMeans PaymentTerms TaxTotal LegalMonetaryTotal CreditNoteLine",
        ["Party"] = "PartyIdentification PostalAddress PartyTaxScheme PartyLegalEntity",
        ["PostalAddress"] = "StreetName AdditionalStreetName CityName PostalZone CountrySubentity Country",
        ["PaymentMeans"] = "PaymentMeansCode PaymentID PayeeFinancialAccount",
        ["PayeeFinancialAccount"] = "ID Name FinancialInstitutionBranch",
        ["TaxTotal"] = "TaxAmount TaxSubtotal",
        ["TaxSubtotal"] = "TaxableAmount TaxAmount TaxCategory",
        ["TaxCategory"] = "ID Percent TaxExemptionReason TaxScheme",
        ["ClassifiedTaxCategory"] = "ID Percent TaxScheme",
        ["LegalMonetaryTotal"] = "LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount PrepaidAmount PayableAmount",
        ["InvoiceLine"] = "ID InvoicedQuantity LineExtensionAmount InvoicePeriod AllowanceCharge Item Price",
        ["CreditNoteLine"] = "ID CreditedQuantity LineExtensionAmount InvoicePeriod AllowanceCharge Item Price",
        ["AllowanceCharge"] = "ChargeIndicator AllowanceChargeReason Amount",
        ["Item"] = "Description Name ClassifiedTaxCategory",
        ["InvoicePeriod"] = "StartDate EndDate",
    };

    [Fact]
    public void Any_invoice_and_any_credit_note_of_it_keep_the_rules_and_say_its_sums()
    {
        var random = new Random(Seed);
        for (var at = 0; at < 2000; at++)
        {
            var invoice = Bills.Random(random);
            Check(invoice, at);
            if (Part(random, invoice) is { Count: > 0 } parts)
            {
                Check(CreditDraft.Of(invoice, [], parts, "It did not work.", Day) with { Number = "M-C2026-000001", PaidBy = invoice.PaidBy }, at);
            }
        }
    }

    [Fact]
    public void A_tax_that_is_no_vat_two_rates_and_three_decimals_cannot_be_said()
    {
        Assert.True(UblInvoice.Can(Bills.Of(Bills.German, "EUR", 10000)));
        Assert.False(UblInvoice.Can(Bills.Of(new TaxDecision.Taxed(new("Sales tax", "US", "US-NY", 8.875m)), "USD", 10000)));
        Assert.False(UblInvoice.Can(Bills.Of([new("VAT", "DE", "", 7), new("VAT", "DE", "", 19)], "EUR", 10000)));
        Assert.False(UblInvoice.Can(Bills.Of(Bills.German, "KWD", 10000)));
        Assert.False(UblInvoice.Can(Bills.Of(Bills.Reverse, "EUR", 10000) with { Buyer = Bills.Buyer with { TaxNumber = null } }));
        Assert.Throws<ArgumentException>(() => UblInvoice.Of(Bills.Of(new TaxDecision.Taxed(new("GST", "AU", "", 10)), "AUD", 10000)));
    }

    [Theory]
    [InlineData("NO", "995525828MVA", "NO995525828MVA")]
    [InlineData("CH", "CHE-107.787.577 MWST", "CHE-107.787.577 MWST")]
    [InlineData("GR", "EL094014201", "EL094014201")]
    public void Vat_identifiers_begin_with_a_country(string country, string number, string written)
    {
        var seller = new InvoiceParty(Bills.Seller.Address with { Country = country }, number);

        var xml = UblInvoice.Of(Bills.Of(Bills.German, "EUR", 10000) with { Seller = seller, PaidBy = "Visa" });

        Assert.Empty(EnRules.Broken(xml));
        Assert.Contains(written, xml.Descendants().Where(e => e.Name.LocalName is "CompanyID").Select(e => e.Value));
    }

    [Fact]
    public void A_number_of_the_one_stop_shop_is_no_vat_identifier_and_still_identifies_the_seller()
    {
        var xml = UblInvoice.Of(Bills.Of(Bills.German, "EUR", 10000) with { Seller = Bills.Seller with { TaxNumber = "EU372000063" }, PaidBy = "Visa" });

        Assert.Empty(EnRules.Broken(xml));
        Assert.Contains("TAX", xml.Descendants().Where(e => e.Name.LocalName is "TaxScheme").Select(e => e.Value));
    }

    [Theory]
    [InlineData("ID", "BR-02")]
    [InlineData("IssueDate", "BR-03")]
    [InlineData("InvoiceTypeCode", "BR-04")]
    [InlineData("RegistrationName", "BR-06")]
    [InlineData("IdentificationCode", "BR-09")]
    [InlineData("TaxInclusiveAmount", "BR-CO-15")]
    [InlineData("PayableAmount", "BR-CO-16")]
    [InlineData("DueDate", "BR-CO-25")]
    [InlineData("TaxTotal", "BR-CO-18")]
    [InlineData("PayeeFinancialAccount", "BR-61")]
    [InlineData("InvoiceLine", "BR-CO-10")]
    [InlineData("PartyTaxScheme", "BR-S-02")]
    [InlineData("Percent", "BR-48")]
    public void The_check_finds_what_is_left_out(string name, string rule)
    {
        var invoice = Bills.Of(Bills.German, "EUR", 10000, 2500) with { Due = Day, Bank = new("DE89370400440532013000", null) };
        var xml = UblInvoice.Of(invoice);
        Assert.Empty(EnRules.Broken(xml));

        xml.Descendants().First(e => e.Name.LocalName == name).Remove();

        Assert.Contains(rule, EnRules.Broken(xml));
    }

    [Fact]
    public void What_xml_cannot_hold_is_left_out_and_markup_is_text()
    {
        var invoice = Bills.Of(Bills.German, "EUR", 10000)
            with { Buyer = Bills.Buyer with { Address = Bills.Buyer.Address with { Name = "A\u0001 <b>&\uffff" } } };

        var xml = XDocument.Parse(Encoding.UTF8.GetString(UblInvoice.Write(invoice)));

        Assert.Contains("A <b>&", xml.Descendants().Where(e => e.Name.LocalName is "RegistrationName").Select(e => e.Value));
    }

    private static void Check(InvoiceDocument document, int at)
    {
        if (document is { Kind: InvoiceKind.CreditNote, Net.Currency: "JPY" } && !UblInvoice.Can(document))
        {
            // Its parts were rounded to whole yen, further off than the rules let be.
            return;
        }

        Assert.True(UblInvoice.Can(document), $"Seed {Seed}, document {at}");
        using var file = new MemoryStream(UblInvoice.Write(document));
        var xml = XDocument.Load(file);
        var broken = EnRules.Broken(xml);
        Assert.True(broken.Count == 0, $"Seed {Seed}, document {at}: {string.Join(", ", broken)}\n{xml}");
        var wrong = xml.Descendants().FirstOrDefault(e => !IsOrdered(e));
        Assert.True(wrong is null, $"Seed {Seed}, document {at}: the order within\n{wrong}");
        var currency = Currency.Of(document.Net.Currency);
        string Sum(string name) => xml.Root!.Elements().Single(e => e.Name.LocalName is "LegalMonetaryTotal")
            .Elements().Single(e => e.Name.LocalName == name).Value;
        Assert.Equal(
            (currency.Text(document.Net.Minor), currency.Text(document.Total.Minor)), (Sum("TaxExclusiveAmount"), Sum("TaxInclusiveAmount")));
    }

    private static bool IsOrdered(XElement element)
    {
        if (!Order.TryGetValue(element.Name.LocalName, out var names))
        {
            return true;
        }

        var places = element.Elements().Select(child => Array.IndexOf(names.Split(' '), child.Name.LocalName)).ToList();
        return places.TrueForAll(place => place >= 0) && places.SequenceEqual(places.Order());
    }

    private static List<CreditPart> Part(Random random, InvoiceDocument invoice) =>
        [.. invoice.Lines.Select((line, at) => new CreditPart(at, line.Net with { Minor = random.NextInt64(0, line.Net.Minor + 1) }))
            .Where(part => part.Net.Minor > 0)];
}
