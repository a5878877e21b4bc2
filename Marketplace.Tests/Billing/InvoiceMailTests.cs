using Marketplace.Accounts;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Tax;
using MimeKit;

namespace Marketplace.Tests.Billing;

public sealed class InvoiceMailTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_invoice_goes_to_the_owners_with_its_PDF_and_its_e_invoice_and_is_told_once()
    {
        using var shop = await Shop.OpenAsync();
        await BuyAsync(shop);

        var letter = Assert.Single(await SentAsync(shop), mail => mail.Subject!.StartsWith("Invoice", StringComparison.Ordinal));

        Assert.Equal(shop.Read(db => db.Users.Single(u => u.Id == shop.Owner.UserId).Email), letter.To.Mailboxes.Single().Address);
        Assert.Equal(
            [("M-2026-000001.pdf", "application/pdf", "%PDF"), ("M-2026-000001.xml", "application/xml", "<?xm")],
            letter.Attachments.OfType<MimePart>().Select(part => (part.FileName, part.ContentType.MimeType, Head(part))));
        Assert.Contains("/invoices/M-2026-000001", letter.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain(await SentAsync(shop), mail => mail.TextBody!.Contains("updates from the marketplace", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_a_billing_address_is_given_it_goes_there_and_the_owners_read_it_in_the_portal()
    {
        using var shop = await Shop.OpenAsync();
        var details = new BillingDetails(
            new("Globex GmbH", "Speicherstraße 1", "", "20457", "Hamburg", "", "DE"), BuyerKind.Business, "", "", null, "EUR");
        Assert.Contains(
            nameof(BillingDetails.InvoiceEmail),
            Assert.IsType<PartyOutcome.Invalid>(await SaveAsync(shop, details with { InvoiceEmail = "bookkeeping" })).Problems.Keys);
        Assert.IsType<PartyOutcome.Saved>(await SaveAsync(shop, details with { InvoiceEmail = " books@globex.example " }));
        await BuyAsync(shop);

        var invoices = (await SentAsync(shop)).Where(mail => mail.Subject!.StartsWith("Invoice", StringComparison.Ordinal));

        Assert.Equal("books@globex.example", Assert.Single(invoices).To.Mailboxes.Single().Address);
        Assert.Single(shop.Read(db => db.Set<Notification>().Where(n => n.UserId == shop.Owner.UserId && n.Subject == "invoice/M-2026-000001").ToList()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_abandons_an_order_gets_one_mail_where_that_is_allowed(bool isAllowed)
    {
        using var shop = await Shop.OpenAsync(null, ("Payments:MailsAbandonedOrders", $"{isAllowed}"));
        await shop.PlaceAsync();
        shop.Advance(Order.Lasts + TimeSpan.FromMinutes(1));
        await shop.WorkAsync();
        await shop.WorkAsync();

        Assert.Equal(isAllowed ? 1 : 0, (await SentAsync(shop)).Count(mail => mail.TextBody!.Contains("not completed in time", StringComparison.Ordinal)));
        Assert.Single(shop.Read(db => db.Set<Notification>().Where(n => n.Text.Contains("not completed in time")).ToList()));
    }

    private static Task<PartyOutcome> SaveAsync(Shop shop, BillingDetails details) =>
        shop.Get<BillingProfiles>().SaveAsync(shop.Owner, shop.Globex.Id, details, Cancel);

    private static async Task BuyAsync(Shop shop)
    {
        var order = await shop.PlaceAsync();
        await shop.PayAtSandboxAsync(order, Shop.Good);
        await shop.WorkAsync();
        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
    }

    // What the folder of mail holds after everything was sent.
    private static async Task<IReadOnlyList<MimeMessage>> SentAsync(Shop shop)
    {
        await shop.Get<NotificationMail>().WriteAsync(Cancel);
        await shop.Get<MailDelivery>().SendAsync(Cancel);
        var folder = Path.Combine(shop.Portal.Database.Folder, "mail");
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Order().Select(file => MimeMessage.Load(file))] : [];
    }

    private static string Head(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content!.DecodeTo(content);
        return System.Text.Encoding.ASCII.GetString(content.ToArray(), 0, 4);
    }
}
