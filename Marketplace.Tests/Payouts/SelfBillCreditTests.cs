using System.Xml.Linq;
using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Payouts;
using Marketplace.Portal;
using Marketplace.Portal.Payouts;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payouts;

/// <summary>What a self-billing invoice billed and is given back later is credited against that invoice, and set off against the payout.</summary>
public sealed class SelfBillCreditTests : PageTest
{
    private readonly Shop _shop;
    private readonly Actor _second;

    public SelfBillCreditTests()
        : this(Shop.OpenAsync().GetAwaiter().GetResult())
    {
    }

    private SelfBillCreditTests(Shop shop)
        : base(shop.Portal) => (_shop, _second) = (shop, shop.Portal.Database.Staff(StaffRole.Operator));

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_given_back_after_it_was_billed_is_a_credit_note_to_that_invoice()
    {
        var sale = await EarnAsync(200_000);
        var first = await _shop.PayOutAsync(_second);
        await _shop.GiveBackAsync(sale, 50_000);
        await EarnAsync(100_000);
        var second = await _shop.PayOutAsync(_second);

        var (old, bill) = (Bills(first).Single(), Bills(second).Single(one => one.CorrectsId is null));
        var note = Bills(second).Single(one => one.CorrectsId is not null);
        Assert.Equal((42_500, 85_000, 42_500), (second.Minor, bill.Document.Total.Minor, note.Document.Total.Minor));
        Assert.Equal(
            (old.Id, old.Number, $"SBC{_shop.Acme.Id}-2026-000001", InvoiceKind.CreditNote),
            (note.CorrectsId, note.Document.Corrects, note.Number, note.Document.Kind));
        Assert.Equal(old.Document.Seller, note.Document.Seller);
        Assert.Equal((old.Document.Treatment, true), (note.Document.Treatment, note.Document.IsSelfBilled));
    }

    [Fact]
    public async Task It_is_read_as_PDF_and_as_EN_16931_of_type_261_by_its_publisher_alone()
    {
        var sale = await EarnAsync(200_000);
        await _shop.PayOutAsync(_second);
        await _shop.GiveBackAsync(sale, 50_000);
        await EarnAsync(100_000);
        var payout = await _shop.PayOutAsync(_second);
        var note = Bills(payout).Single(one => one.CorrectsId is not null);
        using var client = await _shop.Portal.ClientAsync(_shop.Seller);
        using var stranger = await _shop.Portal.ClientAsync(_shop.Owner);

        var xml = XDocument.Parse(await client.GetStringAsync(PortalUrls.SelfBillCreditXml(payout.Id, note.Id), Cancel));

        Assert.Empty(EnRules.Broken(xml));
        Assert.Equal("CreditNote", xml.Root!.Name.LocalName);
        string Text(string name) => xml.Descendants().First(element => element.Name.LocalName == name).Value;
        Assert.Equal(("261", note.Number), (Text("CreditNoteTypeCode"), Text("ID")));
        Assert.Equal(
            note.Document.Corrects, xml.Descendants().Single(element => element.Name.LocalName == "InvoiceDocumentReference").Value);
        Assert.NotEmpty(await client.GetByteArrayAsync(PortalUrls.SelfBillCreditPdf(payout.Id, note.Id), Cancel));
        Assert.Equal(
            System.Net.HttpStatusCode.NotFound, (await stranger.GetAsync(PortalUrls.SelfBillCreditPdf(payout.Id, note.Id), Cancel)).StatusCode);
        SignIn(_shop.Seller);
        Draw<PayoutPage>(parameters => parameters.Add(p => p.Id, payout.Id)).Says(note.Number);
    }

    [Fact]
    public async Task What_is_given_back_before_it_is_billed_is_netted_and_nothing_is_credited_above_what_was_billed()
    {
        var sale = await EarnAsync(100_000);
        await _shop.GiveBackAsync(sale, 20_000);
        await _shop.PassAsync(0);
        var first = await _shop.PayOutAsync(_second);
        Assert.Equal(68_000, Bills(first).Single().Document.Total.Minor);

        await _shop.GiveBackAsync(sale, 30_000);
        await EarnAsync(100_000);
        var second = await _shop.PayOutAsync(_second);
        await _shop.GiveBackAsync(sale, 60_000);
        await EarnAsync(100_000);
        var third = await _shop.PayOutAsync(_second);

        Assert.Equal([85_000L, 25_500], Bills(second).Select(one => one.Document.Total.Minor));
        // Of 85,000 that were billed for it 17,000 were netted at once and 25,500 credited: 42,500 are left, and the rest is netted.
        Assert.Equal([76_500L, 42_500], Bills(third).Select(one => one.Document.Total.Minor));
        Assert.Equal(76_500 - 42_500, third.Minor);
    }

    private List<SelfBill> Bills(Payout payout) =>
        _shop.Read(db => db.SelfBills.AsNoTracking().Where(b => b.PayoutId == payout.Id).OrderBy(b => b.Id).ToList());

    private async Task<string> EarnAsync(long minor)
    {
        Assert.IsType<PartyOutcome.Saved>(await _shop.Get<BillingProfiles>().SaveAsync(
            _shop.Seller, _shop.Acme.Id,
            new(new("Acme SAS", "Rue 1", "", "75001", "Paris", "", "FR"), BuyerKind.Business, "FR40303265045", "", null, "EUR"), Cancel));
        await _shop.OpenAccountAsync();
        var sale = await _shop.EarnAsync(minor);
        await _shop.PassAsync(14);
        return sale;
    }
}
