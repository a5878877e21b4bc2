using Marketplace.Billing.Orders;
using Marketplace.Payments;
using Marketplace.Payments.Methods;
using Marketplace.Payments.Stripe;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support.Stripe;

namespace Marketplace.Tests.Payments;

public sealed class StripeMethodTests
{
    private const string DeclinedLater = "4000000000000341", SecureAlways = "4000002760003184";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_card_is_set_up_on_Stripes_page_and_pays_without_it()
    {
        await using var shop = await StripeShop.OpenAsync();
        var saved = await AddAsync(shop, Shop.Good);
        Assert.Equal(("Visa •••• 4242", true), (saved.Text, saved.IsDefault));
        Assert.True(saved.ExpiresOn > new DateOnly(2026, 1, 1));

        var order = await shop.PlaceAsync();
        Assert.Null(Assert.IsType<PayOutcome.Underway>(await shop.Shop.PayAsync(order, way: new(MethodId: saved.Id))).Url);

        await shop.DeliverAsync();
        var payment = shop.Shop.PaymentOf(order);
        Assert.StartsWith("pi_", payment.ProviderId, StringComparison.Ordinal);
        Assert.Equal((OrderState.Paid, 204L, "US"), (shop.Shop.OrderOf(order).State, payment.FeeMinor, payment.MethodCountry));
        // So that there is something to refund from.
        await shop.Shop.PayAsync(await shop.PlaceAsync(), way: new(MethodId: saved.Id));
        await shop.DeliverAsync();
        await shop.CreditAsync(order, 10000, revokes: true);
        Assert.Equal(RefundState.Succeeded, shop.Shop.Read(db => db.Refunds.Single().State));
        Assert.Equal(2, await shop.ChargesAsync());
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task What_a_payment_was_asked_to_save_is_kept_with_it()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        Assert.IsType<PayOutcome.Underway>(await shop.Shop.PayAsync(order, way: new(Keeps: true)));
        Assert.Null(shop.Fake.Pay(shop.Shop.PaymentOf(order).ProviderId!, Shop.Good, true));
        await shop.DeliverAsync();

        Assert.Equal("Visa •••• 4242", Assert.Single(await MethodsAsync(shop)).Text);
        Assert.Equal(OrderState.Paid, shop.Shop.OrderOf(order).State);
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task A_saved_card_may_be_declined_or_want_3_D_Secure_and_is_charged_once()
    {
        await using var shop = await StripeShop.OpenAsync();
        var (declined, secure) = (await AddAsync(shop, DeclinedLater), await AddAsync(shop, SecureAlways));
        var order = await shop.PlaceAsync();
        await shop.Shop.PayAsync(order, way: new(MethodId: declined.Id));
        Assert.Equal((PaymentState.Failed, PaymentFailure.Declined), (shop.Shop.PaymentOf(order).State, shop.Shop.PaymentOf(order).Failure));

        shop.Advance(TimeSpan.FromSeconds(1));
        var asked = Assert.IsType<PayOutcome.Underway>(await shop.Shop.PayAsync(order, way: new(MethodId: secure.Id)));
        Assert.StartsWith($"{shop.Fake.ApiBase}/authenticate/pi_", asked.Url, StringComparison.Ordinal);
        shop.Fake.Authenticate(shop.Shop.PaymentOf(order).ProviderId!);
        await shop.DeliverAsync();

        Assert.Equal((OrderState.Paid, 1), (shop.Shop.OrderOf(order).State, await shop.ChargesAsync()));
        await shop.AssertBooksAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_was_lost_charges_nothing_twice_also_when_the_key_is_forgotten(bool forgotten)
    {
        await using var shop = await StripeShop.OpenAsync();
        var saved = await AddAsync(shop, Shop.Good);
        var order = await shop.PlaceAsync();
        shop.Fake.Faults.Next(StripeFault.AnswerLost, "PaymentIntents.create");

        Assert.IsType<PayOutcome.Refused>(await shop.Shop.PayAsync(order, way: new(MethodId: saved.Id)));
        if (forgotten)
        {
            shop.Fake.Idempotency.Forget();
        }

        shop.Advance(TimeSpan.FromMinutes(2));
        await shop.Shop.WorkAsync();

        Assert.Equal((OrderState.Paid, 1), (shop.Shop.OrderOf(order).State, await shop.ChargesAsync()));
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task A_removed_method_leaves_its_customer_and_one_gone_at_Stripe_says_so()
    {
        await using var shop = await StripeShop.OpenAsync();
        var saved = await AddAsync(shop, Shop.Good);
        Assert.IsType<MethodOutcome.Done>(await shop.Shop.Get<SavedMethods>().RemoveAsync(shop.Shop.Owner, saved.Id, Cancel));
        await shop.Shop.WorkAsync();
        var api = shop.Fake.Client().V1;
        var customer = shop.Shop.Read(db => db.StripeCustomers.Single().CustomerId!);
        Assert.Empty(await api.PaymentMethods.ListAsync(new() { Customer = customer }, cancellationToken: Cancel));

        var other = await AddAsync(shop, Shop.Good);
        await api.PaymentMethods.DetachAsync(
            Assert.Single(await api.PaymentMethods.ListAsync(new() { Customer = customer }, cancellationToken: Cancel)).Id, cancellationToken: Cancel);
        var order = await shop.PlaceAsync();
        await shop.Shop.PayAsync(order, way: new(MethodId: other.Id));
        Assert.Equal((PaymentState.Failed, PaymentFailure.MethodGone), (shop.Shop.PaymentOf(order).State, shop.Shop.PaymentOf(order).Failure));
        Assert.Equal(0, await shop.ChargesAsync());
    }

    private static async Task<SavedMethodRow> AddAsync(StripeShop shop, string card)
    {
        var before = (await MethodsAsync(shop)).Select(m => m.Id).ToList();
        Assert.IsType<MethodOutcome.Done>(await shop.Shop.Get<SavedMethods>().AddAsync(shop.Shop.Owner, shop.Shop.Globex.Id, null, Cancel));
        var session = shop.Shop.Read(db => db.Payments.OrderByDescending(p => p.At).ThenByDescending(p => p.Live).First(p => p.Minor == 0 && p.Live != null
            && p.State != PaymentState.Succeeded).ProviderId!);
        Assert.Null(shop.Fake.Pay(session, card, true));
        await shop.DeliverAsync();
        return (await MethodsAsync(shop)).Single(m => !before.Contains(m.Id));
    }

    private static async Task<IReadOnlyList<SavedMethodRow>> MethodsAsync(StripeShop shop) =>
        (await shop.Shop.Get<SavedMethods>().ReadAsync(shop.Shop.Owner, shop.Shop.Globex.Id, Cancel))!.Methods;
}
