using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Portal;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>Clients buy, by test cards at the sandbox.</summary>
[Collection(nameof(InABrowser))]
public sealed class BuyingJourneyTests(BrowserFixture browser)
{
    private const string Declined = "4000000000009995", Good = "4242424242424242", Secure = "4000000000003220";

    [Fact]
    public async Task A_plan_is_bought_by_card_and_its_install_goes_on_to_the_end()
    {
        await using var client = await browser.PersonAsync();
        await client.SignInAsync("Theo Lang");
        await client.GoAsync(PortalUrls.Plan(await SiteAsync(client, "Extranet"), install: "Tailspin.Loyalty"));
        var buy = client.Page.GetByRole(AriaRole.Button, new() { Name = "Buy and install" });
        await Expect(buy).ToBeVisibleAsync();
        var allow = client.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Allow" });
        if (await allow.IsVisibleAsync())
        {
            // Whether anything is new there depends on what other tests put on the site.
            await Expect(buy).ToBeDisabledAsync();
            await allow.CheckAsync();
        }

        await buy.ClickAsync();

        await Expect(client.Page.GetByRole(AriaRole.Heading, new() { Name = "Buy Loyalty Points Basic" })).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(client.Page));
        await PayAsync(client, "Pay €59.00 and install");
        Assert.Empty(await Axe.ProblemsAsync(client.Page));
        await EnterAsync(client, Good);

        await Expect(client.Page.GetByText("Paid by Visa •••• 4242.")).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(client.Page));
        await client.Page.GetByRole(AriaRole.Link, new() { Name = "Watch the install on Extranet" }).ClickAsync();
        await Expect(client.Page.Locator(".page-head").GetByText("Done", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 180_000 });
        Assert.Empty(client.Problems);
    }

    [Fact]
    public async Task A_card_is_declined_3_D_Secure_is_refused_and_then_confirmed()
    {
        await using var client = await browser.PersonAsync("dark", 390);
        await client.SignInAsync("Luca Keller");
        await BuyAsync(client, "Fabrikam.Signatures", "Buy: Basic, €79.00");
        await PayAsync(client, "Pay");

        await EnterAsync(client, Declined);
        await Expect(client.Page.GetByText("Declined: insufficient funds.")).ToBeVisibleAsync();
        await EnterAsync(client, Secure);
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Refuse" }).ClickAsync();
        await Expect(client.Page.GetByText("It was not confirmed.")).ToBeVisibleAsync();

        // Whoever goes away finds the order, and pays it from there.
        await client.FollowAsync(() => client.Page.GetByRole(AriaRole.Link, new() { Name = "Back to the order" }).ClickAsync());
        await Expect(client.Page.GetByText("Awaiting payment")).ToBeVisibleAsync();
        await PayAsync(client, "Pay");
        await EnterAsync(client, Secure);
        Assert.Empty(await Axe.ProblemsAsync(client.Page));
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();

        await Expect(client.Page.GetByText("Paid by Visa •••• 3220. The license is in place.")).ToBeVisibleAsync();
        Assert.Empty(client.Problems);
    }

    [Fact]
    public async Task A_code_lowers_what_is_due_and_a_wrong_one_is_refused()
    {
        await using var client = await browser.PersonAsync();
        await client.SignInAsync("Carla Weiss");
        await BuyAsync(client, "Northwind.EInvoice", "Buy: Premium, €24.00 / month");
        var code = client.Page.GetByLabel("Promotion code");
        await code.FillAsync("NOSUCHCODE");
        await code.PressAsync("Enter");
        await Expect(client.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();

        await client.GoAsync(new Uri(client.Page.Url).AbsolutePath);
        await code.FillAsync("welcome-2");
        await code.PressAsync("Enter");
        await Expect(client.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the code WELCOME2" })).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(client.Page));
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Get the license" }).ClickAsync();

        await Expect(client.Page.GetByText("Nothing was due. The license is in place.")).ToBeVisibleAsync();
        Assert.Empty(client.Problems);
    }

    [Fact]
    public async Task A_trial_begins_without_a_payment()
    {
        await using var client = await browser.PersonAsync();
        await client.SignInAsync("Grace Hill");
        await BuyAsync(client, "Contoso.InvoiceApproval", "Buy: Premium, €69.00 / month");

        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Start trial" }).ClickAsync();

        await Expect(client.Page.GetByText("Nothing was due. The license is in place.")).ToBeVisibleAsync();
        Assert.Empty(client.Problems);
    }

    [Fact]
    public async Task A_trial_that_needs_a_payment_method_begins_with_a_saved_one()
    {
        await using var client = await browser.PersonAsync();
        await client.SignInAsync("Grace Hill");
        await client.GoAsync(PortalUrls.BillingIn("methods"));
        Assert.Empty(await Axe.ProblemsAsync(client.Page));
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Add a payment method" }).ClickAsync();
        await Expect(client.Page).ToHaveURLAsync(new Regex("/sandbox/"));
        await client.Page.GetByLabel("Card or account number").FillAsync(Good);
        await client.FollowAsync(() => client.Page.GetByRole(AriaRole.Button, new() { Name = "Save the payment method" }).ClickAsync());
        await Expect(client.Page.GetByText("Visa •••• 4242")).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(client.Page));

        await BuyAsync(client, "Acme.Payroll", "Buy: Premium, €29.00 / month");
        await Expect(client.Page.GetByRole(AriaRole.Radio, new() { Name = "Visa •••• 4242" })).ToBeCheckedAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Start trial" }).ClickAsync();

        await Expect(client.Page.GetByText("Nothing was due. The license is in place.")).ToBeVisibleAsync();
        Assert.Empty(client.Problems);
    }

    [Fact]
    public async Task A_custom_quote_is_accepted_paid_and_credited_by_an_operator()
    {
        await using var client = await browser.PersonAsync();
        await client.SignInAsync("Anna Novak");
        await client.GoAsync(PortalUrls.OwnLicenses);
        await client.Page.GetByRole(AriaRole.Link, new() { Name = "Quote, €3,830.00" }).ClickAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Accept the quote" }).ClickAsync();
        await client.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Accept", Exact = true }).ClickAsync();
        await Expect(client.Page).ToHaveURLAsync(new Regex("/checkout/"));
        // Less where another test left the organization some credit, as much as the day of the month makes it: it is credit again before a refund.
        await PayAsync(client, "Pay €");
        await EnterAsync(client, Good);
        await Expect(client.Page.GetByText(new Regex("Paid by (.+ of credit and )?Visa •••• 4242\\. The license is in place\\."))).ToBeVisibleAsync();

        await using (var staff = await browser.PersonAsync())
        {
            await staff.SignInAsync("Olivia Park");
            await staff.GoAsync(PortalUrls.Invoice(await InvoiceAsync(client.Page.Url.Split('/')[^1])));
            await staff.Page.GetByRole(AriaRole.Button, new() { Name = "Credit" }).First.ClickAsync();
            // As much as one operator credits alone.
            await staff.Page.GetByLabel("Budget for 12 branches, without tax").FillAsync("0.00");
            await staff.Page.GetByLabel("Reason").FillAsync("The branches were sold.");
            await staff.Page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
            var credit = staff.Page.GetByRole(AriaRole.Button, new() { Name = "Credit €950.00" });
            await Person.PressUntilAsync(credit, staff.Page.GetByText("MKT-C"), "the credit note is there");
            Assert.Empty(staff.Problems);
        }

        // Nobody reloads the client's page.
        await Expect(client.Page.GetByText(new Regex("€(950\\.00|8\\d\\d\\.\\d\\d) was refunded: The branches were sold\\."))).ToBeVisibleAsync();
        Assert.Empty(client.Problems);
    }

    [Fact]
    public async Task A_member_orders_and_an_owner_approves_it_on_an_open_page()
    {
        await JoinAsync("grace@brightwellbooks.example", "Keller Photography");
        await using var member = await browser.PersonAsync();
        await member.SignInAsync("Grace Hill");
        await member.GoAsync(PortalUrls.Module("Litware.PaymentReminders", "pricing"));
        await member.Page.GetByRole(AriaRole.Button, new() { Name = "Buy: Basic, €9.00 / month" }).First.ClickAsync();
        await member.Page.GetByLabel("For", new() { Exact = true }).ClickAsync();
        await member.Page.GetByText("Keller Photography", new() { Exact = true }).Last.ClickAsync();
        await member.Page.GetByRole(AriaRole.Button, new() { Name = "Go to checkout" }).ClickAsync();
        await member.Page.GetByRole(AriaRole.Button, new() { Name = "Ask an owner to approve" }).ClickAsync();
        await Expect(member.Page.GetByText("The owners of Keller Photography were asked.")).ToBeVisibleAsync();

        await using (var owner = await browser.PersonAsync())
        {
            await owner.SignInAsync("Luca Keller");
            await owner.GoAsync(new Uri(member.Page.Url).AbsolutePath);
            Assert.Empty(await Axe.ProblemsAsync(owner.Page));
            await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
            await Expect(owner.Page.GetByText("The order is approved.")).ToBeVisibleAsync();
            Assert.Empty(owner.Problems);
        }

        // Nobody reloads the member's page.
        await PayAsync(member, "Pay");
        await EnterAsync(member, Good);
        await Expect(member.Page.GetByText("The license is in place.")).ToBeVisibleAsync();
        Assert.Empty(member.Problems);
    }

    private static async Task BuyAsync(Person client, string module, string offer)
    {
        await client.GoAsync(PortalUrls.Module(module, "pricing"));
        await client.Page.GetByRole(AriaRole.Button, new() { Name = offer, Exact = true }).First.ClickAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Go to checkout" }).ClickAsync();
        await Expect(client.Page).ToHaveURLAsync(new Regex("/checkout/"));
    }

    private static async Task PayAsync(Person client, string button)
    {
        await client.Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        await Expect(client.Page).ToHaveURLAsync(new Regex("/sandbox/"));
        await Expect(client.Page.GetByLabel("Card or account number")).ToBeVisibleAsync();
    }

    private static async Task EnterAsync(Person client, string number)
    {
        await client.Page.GetByLabel("Card or account number").FillAsync(number);
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Pay" }).ClickAsync();
    }

    private async Task<string> InvoiceAsync(string order)
    {
        var id = Guid.ParseExact(order, "N");
        await using var db = new SqliteMarketplaceDb(TestOptions.Sqlite($"Data Source={Path.Combine(browser.DataFolder, "marketplace.db")}"));
        return await db.Set<Invoice>().Where(i => i.OrderId == id).Select(i => i.Number).SingleAsync(TestContext.Current.CancellationToken);
    }

    private async Task JoinAsync(string email, string organization)
    {
        await browser.PortalAsync();
        await using var db = new SqliteMarketplaceDb(TestOptions.Sqlite($"Data Source={Path.Combine(browser.DataFolder, "marketplace.db")}"));
        db.Add(new Membership(
            await db.Organizations.Where(o => o.Name == organization).Select(o => o.Id).SingleAsync(TestContext.Current.CancellationToken),
            await db.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync(TestContext.Current.CancellationToken),
            MemberRole.Member, DateTime.UtcNow));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<long> SiteAsync(Person client, string name)
    {
        await client.GoAsync(PortalUrls.Sites);
        var address = await client.Page.GetByRole(AriaRole.Link, new() { Name = name }).First.GetAttributeAsync("href");
        return long.Parse(address!.Split('/')[^1], CultureInfo.InvariantCulture);
    }
}
