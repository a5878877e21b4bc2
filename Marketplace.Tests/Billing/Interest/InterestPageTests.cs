using System.Text.Json;
using Bunit;
using Marketplace.Portal.Billing;
using Marketplace.Tests.Billing.Transfers;
using Marketplace.Tests.Support;
using static Marketplace.Tests.Billing.Interest.Late;

namespace Marketplace.Tests.Billing.Interest;

/// <summary>Interest on the page of the invoice that is late, on its own, in the list and for programs.</summary>
public sealed class InterestPageTests : PageTest
{
    private readonly Shop _shop;

    public InterestPageTests()
        : this(OpenAsync().GetAwaiter().GetResult())
    {
    }

    private InterestPageTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    [Fact]
    public async Task The_client_sees_what_accrues_and_was_charged_and_the_operator_waives_the_rest()
    {
        await _shop.OrderAsync();
        GoTo(_shop, 4, 16);
        await RunAsync(_shop);
        GoTo(_shop, 4, 20);
        var charged = Charged(_shop).Single().Number;
        SignIn(_shop.Member);

        var page = Page(Number);

        page.Says("€0.12");
        page.Says("4 days");
        page.Says("9.12% a year");
        page.Says(charged);
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() == "Waive");
        Page(charged).Says($"Interest on {Number}");

        SignIn(_shop.Operator);
        page = Page(Number);
        page.Press("Waive");
        Floating.WaitForElement("form");
        Floating.Field("Reason").Change("A good client.");
        Floating.Submit();
        page.Says("Waived: A good client.");
    }

    [Fact]
    public async Task Programs_read_it_with_the_invoice()
    {
        await _shop.OrderAsync();
        GoTo(_shop, 4, 16);
        await RunAsync(_shop);
        GoTo(_shop, 4, 20);
        using var client = await _shop.Portal.ClientAsync(_shop.Member);

        using var text = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/invoices/{Number}", Xunit.TestContext.Current.CancellationToken));

        var interest = text.RootElement.GetProperty("interest");
        Assert.Equal((12, 89), (interest.GetProperty("accrued").GetInt32(), interest.GetProperty("charged")[0].GetProperty("amount").GetInt32()));
    }

    private IRenderedComponent<InvoicePage> Page(string number) => Draw<InvoicePage>(parameters => parameters.Add(page => page.Number, number));
}
