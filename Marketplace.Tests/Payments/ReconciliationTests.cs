using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Payments.Reconciliation;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Marketplace.Tests.Support.Stripe;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payments;

public sealed class ReconciliationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Payments_refunds_and_disputes_agree_movement_by_movement_and_once()
    {
        await using var shop = await StripeShop.OpenAsync();
        foreach (var card in (string[])[Shop.Good, StripeShop.Disputed, StripeShop.RefundFails])
        {
            await shop.PayAsync(await shop.PlaceAsync(), card);
            await shop.DeliverAsync();
        }

        await shop.CreditAsync(shop.Shop.Read(db => db.Orders.OrderBy(o => o.PlacedAt).First().Id), 4000);
        shop.Advance(TimeSpan.FromDays(1));

        await RunAsync(shop);
        await RunAsync(shop);

        Assert.Empty(Differences(shop));
        var movements = shop.Shop.Read(db => db.KeptMovements.AsNoTracking().ToList());
        Assert.Equal(5, movements.Count);
        Assert.All(movements, movement => Assert.NotNull(movement.MatchedAt));
        Assert.Equal(shop.Shop.Net(StripeShop.Cash), movements.Sum(movement => movement.NetMinor));
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task What_was_never_told_is_found_by_its_movement()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order, StripeShop.Disputed);
        shop.Fake.Webhooks.Take();
        Assert.Equal(0, shop.Shop.Net(StripeShop.Cash));

        await RunAsync(shop);

        Assert.Equal((PaymentState.Succeeded, DisputeState.NeedsResponse), (shop.Shop.PaymentOf(order).State, shop.DisputeOf(order).State));
        Assert.Empty(Differences(shop));
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task What_is_done_by_hand_at_Stripe_is_named_with_its_likely_cause()
    {
        await using var shop = await StripeShop.OpenAsync();
        await shop.PayAsync(await shop.PlaceAsync());
        await shop.DeliverAsync();
        var stripe = shop.Fake.Client().V1;
        var charge = (await stripe.Charges.ListAsync(cancellationToken: Cancel)).First();
        await stripe.Refunds.CreateAsync(new() { Charge = charge.Id, Amount = 1000 }, cancellationToken: Cancel);
        await stripe.PaymentIntents.CreateAsync(
            new()
            {
                Amount = 4200, Currency = "eur", PaymentMethod = "pm_card_visa", Confirm = true,
                AutomaticPaymentMethods = new() { Enabled = true, AllowRedirects = "never" },
            }, cancellationToken: Cancel);

        await RunAsync(shop);
        await RunAsync(shop);

        Assert.Equal(
            [(DifferenceKind.MissingHere, -1000L, true), (DifferenceKind.MissingHere, 4200L - 88, false)],
            Differences(shop).Select(d => (d.Kind, d.TheirsMinor, d.Cause.StartsWith("Refunded at stripe by hand", StringComparison.Ordinal))));
        Assert.Contains("stripe and the books differ in 2 more movements", Assert.Single(shop.Shop.Read(db =>
            db.Set<Notification>().Where(n => n.UserId == shop.Shop.Operator.UserId).Select(n => n.Text).ToList())), StringComparison.Ordinal);
        Assert.Contains("stripe holds", Assert.Single((await shop.Shop.Get<LedgerVerify>().RunAsync(Cancel)).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_the_provider_does_not_know_is_missing_there()
    {
        await using var shop = await StripeShop.OpenAsync();
        await shop.PayAsync(await shop.PlaceAsync());
        await shop.DeliverAsync();
        await PostAsync(shop, Postings.Payment("payment/by-hand", "By hand", "order/1", shop.Shop.Now, "stripe", new(700, "EUR")));
        await RunAsync(shop);
        Assert.Empty(Differences(shop));

        shop.Advance(TimeSpan.FromDays(3));
        await RunAsync(shop);

        var one = Assert.Single(Differences(shop));
        Assert.Equal((DifferenceKind.MissingThere, "payment/by-hand", 700L, 0L), (one.Kind, one.Source, one.OursMinor, one.TheirsMinor));
    }

    [Fact]
    public async Task A_kept_movement_of_another_amount_is_one_difference()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.DeliverAsync();
        var payment = shop.Shop.PaymentOf(order);
        var movement = await shop.Shop.Get<PaymentProviders>().Find("stripe").MovementsAsync(shop.Shop.Now.AddDays(-1), Cancel).SingleAsync(Cancel);
        shop.Shop.Portal.Database.Saved(new KeptMovement("stripe", movement with { Net = new(11000, "EUR") }));

        await RunAsync(shop);
        await RunAsync(shop);

        var one = Assert.Single(Differences(shop));
        Assert.Equal(
            (DifferenceKind.OtherAmount, $"payment/{payment.Id:N}", 11900L - 204, 11000L), (one.Kind, one.Source, one.OursMinor, one.TheirsMinor));
    }

    [Fact]
    public async Task A_journal_that_contradicts_is_named_and_the_other_movements_are_compared()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        // Somebody posted another fee by hand, before Stripe said what it was.
        var fee = $"payment-fee/{shop.Shop.PaymentOf(order).Id:N}";
        await PostAsync(shop, Postings.ProviderFee(fee, "By hand", "order/1", shop.Shop.Now, "stripe", new(200, "EUR")));
        await shop.Fake.Client().V1.PaymentIntents.CreateAsync(
            new()
            {
                Amount = 4200, Currency = "eur", PaymentMethod = "pm_card_visa", Confirm = true,
                AutomaticPaymentMethods = new() { Enabled = true, AllowRedirects = "never" },
            }, cancellationToken: Cancel);
        // Neither the sweep nor the inbox stops at it.
        await shop.DeliverAsync();

        await RunAsync(shop);

        var differences = Differences(shop);
        Assert.Equal(
            [(DifferenceKind.OtherAmount, fee, -200L, 11900L - 204), (DifferenceKind.MissingHere, null, 0L, 4200L - 88)],
            differences.Select(d => (d.Kind, d.Source, d.OursMinor, d.TheirsMinor)));
        Assert.StartsWith($"{fee} is posted already", differences[0].Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payment_settled_in_another_currency_is_exchanged_in_the_books_and_its_fee_posted()
    {
        await using var shop = await StripeShop.OpenAsync();
        shop.Fake.Rules.Rates["eur"] = 0.95m;
        shop.Fake.Rules.SettlementCurrency = "chf";
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.DeliverAsync();
        await shop.CreditAsync(order, 5000);
        Assert.Null(shop.Shop.PaymentOf(order).FeeMinor);

        await RunAsync(shop);

        Assert.Empty(Differences(shop));
        // 119.00 EUR are 113.05 CHF; 1.5% and 0.25 are the fee; 59.50 EUR went back.
        Assert.Equal((0, 11305 - 195 - 5653), (shop.Shop.Net(StripeShop.Cash), shop.Shop.Net(StripeShop.Cash, "CHF")));
        Assert.Equal(195, shop.Shop.Net(AccountKey.ProviderFees("stripe"), "CHF"));
        Assert.Empty((await shop.Shop.Get<LedgerVerify>().RunAsync(Cancel)).Problems);
    }

    [Fact]
    public async Task Payouts_of_the_provider_are_money_in_transit()
    {
        await using var shop = await StripeShop.OpenAsync();
        await shop.PayAsync(await shop.PlaceAsync(), "4000000000000077");
        await shop.DeliverAsync();
        shop.Advance(TimeSpan.FromDays(3));
        await shop.Fake.Client().V1.Payouts.CreateAsync(new() { Amount = 5000, Currency = "eur" }, cancellationToken: Cancel);

        await RunAsync(shop);

        Assert.Empty(Differences(shop));
        Assert.Equal(5000, shop.Shop.Net(AccountKey.CashInTransit));
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task The_sandbox_agrees_with_the_books_too()
    {
        using var shop = await Shop.OpenAsync();
        await shop.PayAtSandboxAsync(await shop.PlaceAsync(), StripeShop.Disputed);
        await shop.WorkAsync();

        await shop.Get<ReconciliationRun>().RunAsync(Cancel);

        Assert.Equal((2, 2, 0), shop.Read(db => (db.KeptMovements.Count(), db.KeptMovements.Count(m => m.MatchedAt != null), db.Differences.Count())));
        Assert.Empty((await shop.Get<LedgerVerify>().RunAsync(Cancel)).Problems);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_asked_again_and_the_books_are_verified_without_it()
    {
        await using var shop = await StripeShop.OpenAsync();
        await shop.PayAsync(await shop.PlaceAsync());
        await shop.DeliverAsync();
        shop.Fake.Faults.Next(StripeFault.Unavailable, "BalanceTransactions.list");
        shop.Fake.Faults.Next(StripeFault.Unavailable, "Balance.retrieve");

        await RunAsync(shop);
        Assert.Empty((await shop.Shop.Get<LedgerVerify>().RunAsync(Cancel)).Problems);
        Assert.Equal(0, shop.Shop.Read(db => db.KeptMovements.Count()));
        await RunAsync(shop);
        Assert.Equal(1, shop.Shop.Read(db => db.KeptMovements.Count()));
    }

    private static Task RunAsync(StripeShop shop) => shop.Shop.Get<ReconciliationRun>().RunAsync(Cancel);

    private static List<Difference> Differences(StripeShop shop) =>
        shop.Shop.Read(db => db.Differences.AsNoTracking().Where(d => d.ResolvedAt == null).OrderBy(d => d.Id).ToList());

    private static Task<IReadOnlyList<long>> PostAsync(StripeShop shop, Posting posting) => shop.Shop.Get<IDbContextFactory<MarketplaceDb>>()
        .TransactAsync(db => shop.Shop.Get<Journals>().PostAsync(db, [posting], Cancel), Cancel);
}
