using Bunit;
using Marketplace.Billing.Invoices;
using Marketplace.Portal.Billing;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Billing;

/// <summary>The page of an invoice, and crediting it there.</summary>
public sealed class InvoicePageTests : PageTest
{
    private const string Number = "M-2026-000001";

    private readonly Shop _shop;

    public InvoicePageTests()
        : this(Shop.OpenAsync().GetAwaiter().GetResult())
    {
    }

    private InvoicePageTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    [Fact]
    public async Task Members_see_what_was_billed_and_paid_and_strangers_nothing()
    {
        await BuyAsync();
        SignIn(_shop.Member);

        var page = Page(Number);

        page.Says("€119.00");
        page.Says("Visa •••• 4242");
        page.Says("VAT 19%, Germany");
        page.Says(InvoicePdf.TestMark);
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Contains("Credit", StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[aria-label=Journals]"));
        SignIn(_shop.Seller);
        Page(Number).Says("There is no such invoice of an organization of yours.");
    }

    [Fact]
    public async Task An_operator_sees_what_a_credit_does_before_it_is_issued()
    {
        await BuyAsync();
        SignIn(_shop.Operator);
        var page = Page(Number);
        page.WaitForElement("[aria-label=Journals]");

        page.Press("Credit");
        Floating.WaitForElement("form");
        Floating.Field("Reason").Change("It did not work.");
        Floating.Submit();
        Floating.Says("€119.00 to Visa •••• 4242");
        Floating.Says("Receivable");
        Floating.WaitForAssertion(() => Assert.Equal("Credit €119.00", Floating.Find("button[type=submit]").TextContent.Trim()));
        Assert.Equal(1, _shop.Read(db => db.Invoices.Count()));

        _shop.Advance(TimeSpan.FromSeconds(1));
        Floating.Submit();

        Floating.Says("Credit note M-C2026-000001 was issued.");
        page.Says("It did not work.");
        Assert.Equal(2, _shop.Read(db => db.Invoices.Count()));
    }

    private IRenderedComponent<InvoicePage> Page(string number) => Draw<InvoicePage>(parameters => parameters.Add(page => page.Number, number));

    private async Task BuyAsync()
    {
        var order = await _shop.PlaceAsync();
        await _shop.PayAtSandboxAsync(order, Shop.Good);
        await _shop.WorkAsync();
    }
}
