using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Payments;
using Marketplace.Portal;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using MimeKit;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>A card fails when a subscription is renewed; the link of the mail, and another card, recover it.</summary>
[Collection(nameof(InABrowser))]
public sealed class DunningJourneyTests(BrowserFixture browser)
{
    private const string Good = "4242424242424242", KeptThenDeclined = "4000000000000341", Other = "5555555555554444";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_card_fails_its_owner_is_mailed_and_pays_by_the_link_and_it_is_recovered()
    {
        await using var client = await browser.PersonAsync();
        await client.SignInAsync("Luca Keller");
        await AddAsync(client, Good);
        await BuyAsync(client);
        await AddAsync(client, KeptThenDeclined);
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Make Visa •••• 0341 the default" }).ClickAsync();
        await Expect(client.Page.GetByText("Visa •••• 0341 is the default now.")).ToBeVisibleAsync();
        await client.GoAsync(PortalUrls.Subscription(await RenewAsync()));
        await Expect(client.Page.GetByText("Past due")).ToBeVisibleAsync();
        await Expect(client.Page.GetByText("unless it is paid.")).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(client.Page));

        await using var staff = await browser.PersonAsync();
        await staff.SignInAsync("Olivia Park");
        await staff.GoAsync(PortalUrls.Dunning);
        var failed = staff.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Keller Photography" });
        await Expect(failed).ToContainTextAsync("Declined");
        Assert.Empty(await Axe.ProblemsAsync(staff.Page));
        foreach (var address in (string[])[PortalUrls.DunningIn("calendar"), PortalUrls.DunningIn("campaigns"), PortalUrls.NewCampaign])
        {
            await staff.WalkAsync(address);
            Assert.Empty(await Axe.ProblemsAsync(staff.Page));
        }

        await staff.WalkAsync(PortalUrls.Dunning);
        await using (var reader = await browser.PersonAsync("dark", 390))
        {
            // Whoever reads the mail is not signed in.
            await reader.Page.GotoAsync(await LinkAsync());
            await Expect(reader.Page.GetByText("Visa •••• 0341 could not be charged.")).ToBeVisibleAsync();
            Assert.Empty(await Axe.ProblemsAsync(reader.Page));
            await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Pay with another method" }).ClickAsync();
            await Expect(reader.Page).ToHaveURLAsync(new Regex("/sandbox/"));
            await reader.Page.GetByLabel("Card or account number").FillAsync(Other);
            await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Pay" }).ClickAsync();
            await Expect(reader.Page.GetByText("The payment has arrived.")).ToBeVisibleAsync();
            Assert.Empty(await Axe.ProblemsAsync(reader.Page));
            Assert.Empty(reader.Problems);
        }

        // Nobody reloads the other two pages.
        await Expect(failed).ToContainTextAsync("Recovered");
        await Expect(client.Page.GetByText("Active", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Empty(staff.Problems);
        Assert.Empty(client.Problems);
        await ForgetAsync();
    }

    // Who buys after this enters a card again.
    private async Task ForgetAsync()
    {
        await using var db = Open();
        await db.Set<SavedMethod>().Where(m => db.Set<Organization>().Any(o => o.Id == m.OrganizationId && o.Name == "Keller Photography"))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.RemovedAt, DateTime.UtcNow).SetProperty(m => m.DefaultFor, (long?)null), Cancel);
    }

    private static async Task AddAsync(Person client, string card)
    {
        await client.GoAsync(PortalUrls.BillingIn("methods"));
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Add a payment method" }).ClickAsync();
        await Expect(client.Page).ToHaveURLAsync(new Regex("/sandbox/"));
        await client.Page.GetByLabel("Card or account number").FillAsync(card);
        await client.FollowAsync(() => client.Page.GetByRole(AriaRole.Button, new() { Name = "Save the payment method" }).ClickAsync());
        await Expect(client.Page.GetByText($"•••• {card[^4..]}")).ToBeVisibleAsync();
    }

    private static async Task BuyAsync(Person client)
    {
        await client.GoAsync(PortalUrls.Module("Northwind.EInvoice", "pricing"));
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Buy: Premium, €24.00 / month", Exact = true }).First.ClickAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Go to checkout" }).ClickAsync();
        await Expect(client.Page.GetByRole(AriaRole.Radio, new() { Name = "Visa •••• 4242" })).ToBeCheckedAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Pay ") }).ClickAsync();
        await Expect(client.Page.GetByText("The license is in place.")).ToBeVisibleAsync();
    }

    // A month passes.
    private async Task<Guid> RenewAsync()
    {
        await using var db = Open();
        var (now, module) = (DateTime.UtcNow, "Northwind.EInvoice");
        var id = await db.Set<Subscription>().Where(s => s.Module.PackageId == module && s.Organization.Name == "Keller Photography").Select(s => s.Id)
            .SingleAsync(Cancel);
        await db.Set<Subscription>().Where(s => s.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.RenewsAt, now).SetProperty(s => s.MethodId, (Guid?)null), Cancel);
        db.Wake(Work.Renewals, now);
        await db.SaveChangesAsync(Cancel);
        await Eventually.TrueAsync(async () =>
        {
            await using var again = Open();
            return await again.Set<DunningCase>().AnyAsync(c => c.SubscriptionId == id, Cancel);
        }, "the renewal fails", Cancel);
        return id;
    }

    private async Task<string> LinkAsync()
    {
        string? link = null;
        await Eventually.TrueAsync(() =>
        {
            var mail = Directory.CreateDirectory(Path.Combine(browser.DataFolder, "mail")).GetFiles("*.eml")
                .Select(file => MimeMessage.Load(file.FullName, Cancel))
                .FirstOrDefault(mail => mail.Subject?.StartsWith("Your payment for", StringComparison.Ordinal) is true);
            link = mail is null ? null : Link().Match(mail.TextBody ?? "").Value;
            return link is not null;
        }, "the failure is mailed", Cancel, seconds: 120);
        return link!;
    }

    private SqliteMarketplaceDb Open() => new(TestOptions.Sqlite($"Data Source={Path.Combine(browser.DataFolder, "marketplace.db")}"));

    private static Regex Link() => new($@"{DunningLink.Page}/\S+", RegexOptions.None, TimeSpan.FromSeconds(1));
}
