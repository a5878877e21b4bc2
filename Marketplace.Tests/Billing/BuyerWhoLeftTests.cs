using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Payments.Stripe;
using Marketplace.Pricing.Parties;
using Marketplace.Tests.Billing.Subscriptions;
using Marketplace.Tests.Payments;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing;

/// <summary>What someone bought who is no longer with the client: others pay for it, and are written to.</summary>
public sealed class BuyerWhoLeftTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Receipts_go_to_the_buyer_then_to_an_owner_or_to_the_address_for_invoices()
    {
        using var shop = await Shop.OpenAsync();
        var second = shop.Portal.Database.Member(shop.Globex, MemberRole.Owner);
        Assert.Equal((shop.Member.UserId, MailOf(shop, shop.Member)), await PayerAsync(shop, shop.Member));

        Leave(shop, shop.Member);
        Assert.Equal((shop.Owner.UserId, MailOf(shop, shop.Owner)), await PayerAsync(shop, shop.Member));
        shop.Read(db => db.BillingProfiles.ExecuteUpdate(set => set.SetProperty(p => p.InvoiceEmail, "bills@globex.example")));
        Assert.Equal((shop.Owner.UserId, "bills@globex.example"), await PayerAsync(shop, shop.Member));

        Leave(shop, shop.Owner);
        Assert.Equal(second.UserId, (await PayerAsync(shop, shop.Member)).UserId);
        Leave(shop, second);
        Assert.Equal((shop.Member.UserId, MailOf(shop, shop.Member)), await PayerAsync(shop, shop.Member));
    }

    [Fact]
    public async Task A_renewal_is_paid_in_the_name_of_an_owner_who_is_there_and_told_to_owners_alone()
    {
        using var shop = await Shop.OpenAsync(Dunning.Failures.Monthly);
        await Renewals.BuyAsync(shop);
        var second = shop.Portal.Database.Member(shop.Globex, MemberRole.Owner);
        Leave(shop, shop.Owner);
        var before = shop.Read(db => db.Set<Notification>().Count(n => n.UserId == shop.Owner.UserId));
        shop.Advance(TimeSpan.FromDays(31));

        Assert.Equal(1, await Renewals.RenewAsync(shop));

        Assert.NotNull(Renewals.Last(shop).PaidAt);
        Assert.Equal(second.UserId, shop.Read(db => db.Payments.Single(p => p.Document.StartsWith("period/")).ById));
        Assert.Equal(before, shop.Read(db => db.Set<Notification>().Count(n => n.UserId == shop.Owner.UserId)));
        Assert.Equal(MailOf(shop, second), shop.Read(db => db.Set<OutgoingMail>().OrderBy(m => m.Id).Last().To));
    }

    [Fact]
    public async Task What_becomes_of_an_order_is_told_to_owners_once_its_buyer_has_left()
    {
        using var shop = await Shop.OpenAsync();
        var order = await shop.PlaceAsync(shop.Member);
        if (shop.OrderOf(order).State is OrderState.AwaitingApproval)
        {
            Assert.IsType<OrderOutcome.Placed>(await shop.Get<OrderPayments>().ApproveAsync(shop.Owner, order, Cancel));
        }

        Leave(shop, shop.Member);
        await shop.PayAtSandboxAsync(order, Shop.Good);
        await shop.WorkAsync();

        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
        Assert.Equal([shop.Owner.UserId], shop.Read(db => db.Set<Notification>().Where(n => n.Text == "Your payment of €119.00 arrived")
            .Select(n => n.UserId).ToList()));
    }

    [Fact]
    public async Task Stripe_sends_its_receipts_to_an_owner_who_is_there()
    {
        await using var stripe = await StripeShop.OpenAsync();
        await StripeRenewalTests.BuyAsync(stripe, Shop.Good);
        var shop = stripe.Shop;
        Assert.Equal(MailOf(shop, shop.Owner), await CustomerMailAsync(stripe));
        var second = shop.Portal.Database.Member(shop.Globex, MemberRole.Owner);
        stripe.Advance(TimeSpan.FromDays(31));
        await StripeRenewalTests.RenewAsync(stripe);
        Assert.Equal(MailOf(shop, shop.Owner), await CustomerMailAsync(stripe));

        Leave(shop, shop.Owner);
        stripe.Advance(TimeSpan.FromDays(30));
        await StripeRenewalTests.RenewAsync(stripe);

        Assert.Equal(MailOf(shop, second), await CustomerMailAsync(stripe));
        Assert.Equal(3, await stripe.ChargesAsync());
    }

    private static async Task<string> CustomerMailAsync(StripeShop stripe) => (await stripe.Fake.Client().V1.Customers.GetAsync(
        stripe.Shop.Read(db => db.StripeCustomers.Single().CustomerId!), cancellationToken: Cancel)).Email;

    private static async Task<(long UserId, string Email)> PayerAsync(Shop shop, Actor buyer)
    {
        await using var db = shop.Portal.Database.CreateDbContext();
        return await db.PayerAsync(shop.Globex.Id, buyer.UserId, Cancel);
    }

    private static string MailOf(Shop shop, Actor person) => shop.Read(db => db.Users.Single(u => u.Id == person.UserId).Email!);

    private static void Leave(Shop shop, Actor person) =>
        shop.Read(db => db.Memberships.Where(m => m.OrganizationId == shop.Globex.Id && m.UserId == person.UserId).ExecuteDelete());
}
