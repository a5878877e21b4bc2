using Bunit;
using Marketplace.Billing.Orders;
using Marketplace.Live;
using Marketplace.Payments.Bank;
using Marketplace.Portal;
using Marketplace.Portal.Billing;
using Marketplace.Portal.Billing.Bank;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Billing.Transfers;

/// <summary>What operators do with what arrived, and what clients see of it.</summary>
public sealed class BankPageTests : PageTest
{
    private readonly Shop _shop;

    public BankPageTests()
        : this(new Shop(BankShop.On))
    {
    }

    private BankPageTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    [Fact]
    public async Task A_client_sees_where_to_pay_and_then_that_it_is_paid()
    {
        await _shop.FillAsync();
        SignIn(_shop.Owner);
        var (order, invoice) = await _shop.OrderAsync();
        var page = Draw<OrderPage>(p => p.Add(o => o.IdText, $"{order:N}"));

        page.Says("Waiting for your transfer of €119.00, due on");
        page.Says("DE89 3704 0044 0532 0130 00");
        page.Says(RfReference.Text(invoice.Reference));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("svg.qr[aria-label*='€119.00 to Market GmbH']")));
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Contains("Get the invoice", StringComparison.Ordinal));

        await _shop.ImportAsync(_shop.Paid(11900, invoice.Reference));
        Changed(LiveTopic.Order(order));

        page.Says("Paid by transfer of Globex GmbH. The license is in place.");
        Assert.Empty(page.FindAll("svg.qr"));
    }

    [Fact]
    public async Task An_operator_assigns_what_is_overpaid_by_the_score_and_sends_the_rest_back()
    {
        await _shop.FillAsync();
        SignIn(_shop.Operator);
        var (order, invoice) = await _shop.OrderAsync();
        await _shop.ImportAsync(_shop.Paid(12000, invoice.Reference));
        var page = Open("overpaid");
        page.Says("€120.00");
        page.Says("M-2026-000001");

        page.Press("Assign");
        Floating.Says("Score 80: reference 60, another amount 10, name 10");
        Floating.Says("Send €1.00 back");
        Floating.FindAll("input[type=radio]")[1].Click();
        Floating.Field("Reason").Change("You paid too much");
        Floating.Submit();

        Floating.WaitForAssertion(() => Assert.Equal(OrderState.Paid, _shop.OrderOf(order).State));
        page = Open("send");
        page.Says("You paid too much");
        page.Press("Sent");
        Floating.Submit();
        page.Says("Nothing to send.");
    }

    [Fact]
    public async Task A_payment_is_entered_by_hand_and_an_unknown_one_ignored_with_a_reason()
    {
        await _shop.FillAsync();
        SignIn(_shop.Operator);
        var page = Open("unknown");
        page.Says("Nothing to review.");

        page.Press("Enter a payment");
        Floating.Field("Amount").Input("12.50");
        Floating.Field("Paid by").Change("Initech");
        Floating.Submit();
        page.Says("Initech");
        Assert.Equal(1250, _shop.Line().Minor);

        page.Press("Ignore");
        Floating.Field("Reason").Change("A private transfer");
        Floating.Submit();
        page.WaitForAssertion(() => Assert.Equal(BankLineState.Ignored, _shop.Line().State));
        Open("done").Says("A private transfer");
    }

    [Theory]
    [InlineData(12, 3, 9, 0, "12 new lines, 9 booked automatically. 3 were already imported.")]
    [InlineData(1, 1, 0, 1, "1 new line, 0 booked automatically. 1 was already imported. 1 was entered by hand before and was not booked again.")]
    [InlineData(0, 0, 0, 2, "0 new lines, 0 booked automatically. 2 were entered by hand before and were not booked again.")]
    public async Task An_import_says_what_came_of_it(int lines, int known, int booked, int entered, string text)
    {
        await _shop.FillAsync();
        SignIn(_shop.Operator);
        Navigation.NavigateTo(PortalUrls.BankImported(lines, known, booked, entered));

        Assert.Equal(text, Draw<BankPage>().Find("[role=status]").TextContent.Trim());
    }

    private IRenderedComponent<BankPage> Open(string tab)
    {
        Navigation.NavigateTo(PortalUrls.BankImportIn(tab));
        return Draw<BankPage>();
    }
}
