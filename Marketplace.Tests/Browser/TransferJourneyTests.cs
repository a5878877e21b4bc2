using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Payments.Bank;
using Marketplace.Portal;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Payments.Bank;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>A client pays by transfer, and an operator imports the bank's statement.</summary>
[Collection(nameof(InABrowser))]
public sealed class TransferJourneyTests(BrowserFixture browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_imported_statement_turns_the_open_order_to_paid()
    {
        await using var client = await browser.PersonAsync();
        await client.SignInAsync("Theo Lang");
        await client.GoAsync(PortalUrls.Module("Northwind.EInvoice", "pricing"));
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Buy: Premium, €24.00 / month", Exact = true }).First.ClickAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Go to checkout" }).ClickAsync();
        await client.Page.GetByText("Bank transfer", new() { Exact = true }).ClickAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Order for" }).ClickAsync();
        await Expect(client.Page).ToHaveURLAsync(new Regex("/orders/"));
        await Expect(client.Page.GetByText("Waiting for your transfer of")).ToBeVisibleAsync();
        await Expect(client.Page.GetByRole(AriaRole.Img, new() { Name = "QR code of the transfer" })).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(client.Page));

        await using (var staff = await browser.PersonAsync())
        {
            await staff.SignInAsync("Olivia Park");
            await staff.GoAsync(PortalUrls.BankImport);
            var statement = Encoding.UTF8.GetBytes(await StatementAsync(client.Page.Url.Split('/')[^1]));
            for (var news = 1; news >= 0; news--)
            {
                // The same once more changes nothing.
                await staff.Page.Locator("[data-upload] input[type=file]").Last.SetInputFilesAsync(
                    new FilePayload { Name = "statement.xml", MimeType = "application/xml", Buffer = statement });
                await Expect(staff.Page.GetByText(news == 1 ? "1 new line, 1 booked automatically." : "0 new lines")).ToBeVisibleAsync();
            }

            Assert.Empty(await Axe.ProblemsAsync(staff.Page));
            Assert.Empty(staff.Problems);
        }

        // Nobody reloads the client's page.
        await Expect(client.Page.GetByText("Paid by transfer of Trey Research. The license is in place.")).ToBeVisibleAsync();
        Assert.Empty(client.Problems);
    }

    private async Task<string> StatementAsync(string order)
    {
        await using var db = new SqliteMarketplaceDb(TestOptions.Sqlite($"Data Source={Path.Combine(browser.DataFolder, "marketplace.db")}"));
        var id = Guid.ParseExact(order, "N");
        var document = (await db.Set<Marketplace.Billing.Invoices.Invoice>().SingleAsync(i => i.OrderId == id, Cancel)).Document;
        var seller = document.Bank!.Iban;
        return CamtFile.Of(new StatementLine(
            seller, document.Date, document.Date, document.Total, "Trey Research", "FR1420041010050500013M02606", document.Reference, "", $"J-{order}"));
    }
}
