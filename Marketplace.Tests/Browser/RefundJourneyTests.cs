using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>An operator refunds a part of what was paid: it is in the books, on the client's license and in what the publisher earned.</summary>
[Collection(nameof(InABrowser))]
public sealed class RefundJourneyTests(BrowserFixture browser)
{
    private const string Module = "Acme.Payroll", Reason = "They closed their shop";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_part_of_an_invoice_is_refunded_and_everybody_sees_it_who_should()
    {
        await using var staff = await browser.PersonAsync();
        await using var client = await browser.PersonAsync("dark", 390);
        await using var publisher = await browser.PersonAsync();
        await staff.SignInAsync(DemoPeople.Operator.Name);
        await client.SignInAsync("Luca Keller");
        await publisher.SignInAsync(DemoPeople.Publisher.Name);
        var (number, net, license) = await SoldAsync();
        await client.GoAsync(PortalUrls.License(license));
        await publisher.GoAsync(PortalUrls.Earnings);
        var earned = publisher.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Enterprise" });
        await Expect(earned).ToHaveCountAsync(1);

        await staff.GoAsync(PortalUrls.Invoice(number));
        await staff.Page.GetByRole(AriaRole.Button, new() { Name = "Credit", Exact = true }).ClickAsync();
        var dialog = staff.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("without tax").FillAsync("50.00");
        await dialog.GetByLabel("Reason").FillAsync(Reason);
        await dialog.GetByRole(AriaRole.Checkbox, new() { Name = "End the licenses" }).CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(dialog.GetByText("Licenses that end")).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(staff.Page));
        var credit = dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex(@"^Credit CHF\s50\.00") });
        await Person.PressUntilAsync(credit, staff.Page.GetByText(new Regex("Credit note .* was issued")), "the credit note is issued");

        // Nobody reloads the pages of the others.
        await Expect(client.Page.GetByText(Reason).First).ToBeVisibleAsync();
        await Expect(client.Page.Locator(".page-head").GetByText("Revoked")).ToBeVisibleAsync();
        await Expect(earned).ToContainTextAsync($"CHF {Currency.Of("CHF").Text(net - 5000)}");
        var amounts = Amount().Matches(await earned.InnerTextAsync()).Select(match => decimal.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            .ToList();
        // Of price, tax, fee, commission and share: the term has ended, so all that is left of the price is earned.
        Assert.Equal(amounts[0], amounts[3] + amounts[4]);
        await staff.Page.GetByRole(AriaRole.Region, new() { Name = "Journals" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "Refund" })
            .GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(staff.Page).ToHaveURLAsync(new Regex("/ledger/journals/"));
        await Expect(staff.Page.GetByText(new Regex(@"CHF\s50\.00")).First).ToBeVisibleAsync();
        Assert.Empty(staff.Problems);
        Assert.Empty(client.Problems);
        Assert.Empty(publisher.Problems);
    }

    private async Task<(string Number, long Net, long License)> SoldAsync()
    {
        await using var db = new SqliteMarketplaceDb(TestOptions.Sqlite($"Data Source={Path.Combine(browser.DataFolder, "marketplace.db")}"));
        var orders = db.Set<Order>().Where(o => o.Organization.Name == "Keller Photography");
        var sold = await db.Set<Invoice>().Where(i => orders.Any(o => o.Id == i.OrderId && o.Lines.Any(l => l.Offer.Module.PackageId == Module)))
            .Select(i => new { i.Number, i.NetMinor, i.OrderId }).SingleAsync(Cancel);
        var license = await orders.Where(o => o.Id == sold.OrderId).SelectMany(o => o.Lines).Select(l => l.LicenseId!.Value).FirstAsync(Cancel);
        return (sold.Number, sold.NetMinor, license);
    }

    private static Regex Amount() => new(@"CHF\s([\d.]+)", RegexOptions.None, TimeSpan.FromSeconds(1));
}
