using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Payouts;
using Marketplace.Payouts.Statements;
using Marketplace.Portal;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using UglyToad.PdfPig;

namespace Marketplace.Tests.Payouts;

/// <summary>A publisher gets a statement of each payout, and an invoice in its own name.</summary>
public sealed class StatementTests : IDisposable
{
    private readonly Shop _shop = Shop.OpenAsync().GetAwaiter().GetResult();
    private readonly Actor _second;

    public StatementTests() => _second = _shop.Portal.Database.Staff(StaffRole.Operator);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_statement_says_each_sale_and_sums_to_the_payout_as_pdf_and_as_csv()
    {
        var sale = await EarnAsync(200_000);
        await _shop.GiveBackAsync(sale, 50_000);
        await _shop.PassAsync(0);
        var payout = await _shop.PayOutAsync(_second);

        var statement = await _shop.Get<PayoutStatements>().ReadAsync(_shop.Seller, payout.Id, Cancel);
        Assert.Equal([170_000L, -42_500], statement!.Lines.Select(line => line.MinorSum));
        using var pdf = PdfDocument.Open(new StatementPdf(statement, CultureInfo.InvariantCulture).Write());
        var text = string.Join(' ', pdf.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text));
        foreach (var part in new[] { $"Statement of payout {payout.Name}", "FR•• •••• 0189", "€1,700.00", "−€425.00", "€1,275.00" })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        using var client = await _shop.Portal.ClientAsync(_shop.Seller);
        var csv = await client.GetStringAsync(PortalUrls.PayoutLinesCsv(payout.Id), Cancel);
        Assert.Equal(["1700.00", "-425.00"], csv.Trim().Split("\r\n").Skip(1).Select(line => line.Split(',')[^1]));
    }

    [Fact]
    public async Task The_self_billing_invoice_is_in_the_publishers_name_with_numbers_of_its_own_and_keeps_EN_16931()
    {
        await DetailsAsync("FR", "FR40303265045");
        await EarnAsync(200_000);
        var first = await _shop.PayOutAsync(_second);
        await EarnAsync(100_000);
        var second = await _shop.PayOutAsync(_second);

        var (bill, next) = (await BillAsync(first), await BillAsync(second));

        Assert.Equal([$"SB{_shop.Acme.Id}-2026-000001", $"SB{_shop.Acme.Id}-2026-000002"], [bill!.Number, next!.Number]);
        var document = bill.Document;
        Assert.Equal(
            ("Acme SAS", "FR40303265045", "Market GmbH", "DE136695976"),
            (document.Seller.Address.Name, document.Seller.TaxNumber, document.Buyer.Address.Name, document.Buyer.TaxNumber));
        Assert.Equal((TaxTreatment.ReverseCharge, 170_000, 170_000), (document.Treatment, document.Net.Minor, document.Total.Minor));
        Assert.Contains(SelfBillDraft.Sentence, document.Notes);
        var xml = UblInvoice.Of(document);
        Assert.Empty(EnRules.Broken(xml));
        Assert.Equal("389", xml.Descendants().Single(element => element.Name.LocalName == "InvoiceTypeCode").Value);
    }

    [Fact]
    public async Task A_publisher_in_the_marketplaces_country_is_paid_the_same_with_tax_in_it()
    {
        await DetailsAsync("DE", "DE129273398");
        await EarnAsync(140_000);

        var document = (await BillAsync(await _shop.PayOutAsync(_second)))!.Document;

        Assert.Equal((100_000, 19_000, 119_000), (document.Net.Minor, document.Tax.Minor, document.Total.Minor));
        Assert.Empty(EnRules.Broken(UblInvoice.Of(document)));
    }

    [Fact]
    public async Task What_came_back_is_not_billed_again()
    {
        await DetailsAsync("FR", "FR40303265045");
        await EarnAsync(100_000);
        var payout = await _shop.PayOutAsync(_second);
        await _shop.Get<PayoutReturns>().ReturnAsync(_shop.Operator, payout.Id, "The account is closed", Cancel);
        await EarnAsync(20_000);

        var again = await _shop.PayOutAsync(_second);

        Assert.Equal((102_000, 17_000), (again.Minor, (await BillAsync(again))!.Document.Total.Minor));
    }

    [Fact]
    public async Task Without_billing_details_there_is_the_statement_alone_and_others_get_neither()
    {
        await EarnAsync(100_000);
        var payout = await _shop.PayOutAsync(_second);
        var rival = _shop.Portal.Database.Member(_shop.Portal.Database.Publisher("Rival"), MemberRole.Owner);

        Assert.Null(await BillAsync(payout));
        foreach (var (actor, sees) in new[] { (_shop.Seller, true), (_shop.Operator, true), (rival, false), (_shop.Owner, false) })
        {
            using var client = await _shop.Portal.ClientAsync(actor);
            Assert.Equal(sees, (await client.GetAsync(PortalUrls.PayoutPdf(payout.Id), Cancel)).IsSuccessStatusCode);
            Assert.Equal(sees, (await client.GetAsync(PortalUrls.PayoutLinesCsv(payout.Id), Cancel)).IsSuccessStatusCode);
            Assert.False((await client.GetAsync(PortalUrls.SelfBillPdf(payout.Id), Cancel)).IsSuccessStatusCode);
        }
    }

    public void Dispose() => _shop.Dispose();

    private Task<SelfBill?> BillAsync(Payout payout) => _shop.Get<SelfBills>().ReadAsync(_shop.Seller, payout.Id, null, Cancel);

    private async Task DetailsAsync(string country, string vatId) => Assert.IsType<PartyOutcome.Saved>(await _shop.Get<BillingProfiles>().SaveAsync(
        _shop.Seller, _shop.Acme.Id,
        new(new("Acme SAS", "Rue 1", "", "75001", "Paris", "", country), BuyerKind.Business, vatId, "", null, "EUR"), Cancel));

    private async Task<string> EarnAsync(long minor)
    {
        await _shop.OpenAccountAsync();
        var sale = await _shop.EarnAsync(minor);
        await _shop.PassAsync(14);
        return sale;
    }
}
