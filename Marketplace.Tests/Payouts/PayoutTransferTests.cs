using System.Text;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Notifications;
using Marketplace.Payments.Bank;
using Marketplace.Payouts;
using Marketplace.Payouts.Accounts;
using Marketplace.Portal;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Payments;
using Marketplace.Tests.Support;
using Marketplace.Tests.Support.Stripe;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payouts;

/// <summary>Payouts to accounts at Stripe are transferred once each, and what Stripe does not make or takes back is available again.</summary>
public sealed class PayoutTransferTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_payout_is_transferred_when_its_run_is_sent_and_books_and_Stripe_agree()
    {
        await using var shop = await StripeShop.OpenLiveAsync();
        await shop.ConnectAsync();
        await shop.SellAsync(2);
        var payout = await shop.SendAsync();
        Assert.Equal((0, 17_000), (shop.Shop.Available, -shop.Shop.Net(AccountKey.UnallocatedReceipts)));

        await shop.TransferAsync();
        await shop.TransferAsync();

        var transfer = await shop.Fake.Client().V1.Transfers.GetAsync(shop.TransferOf(payout).ProviderId, cancellationToken: Cancel);
        Assert.Equal(
            (17_000, "eur", shop.Account.ProviderId, payout.Name),
            (transfer.Amount, transfer.Currency, transfer.DestinationId, transfer.Metadata["payout"]));
        Assert.Equal(1, await shop.TransfersAsync());
        Assert.NotNull(shop.Shop.PayoutOf(payout.Id).PaidAt);
        Assert.Equal(0, shop.Shop.Net(AccountKey.UnallocatedReceipts));
        Assert.Null(await shop.Shop.Get<PayoutSending>().FileAsync(shop.Shop.Operator, payout.RunId, Cancel));
        Assert.Empty(shop.Shop.Read(db => db.OutgoingTransfers.ToList()));
        Assert.Contains(
            $"Payout {payout.Name} of €170.00 has arrived in your Stripe account.",
            shop.Shop.Read(db => db.Set<Notification>().Where(n => n.UserId == shop.Shop.Seller.UserId).Select(n => n.Text).ToList()));
        await shop.AssertAgreeAsync();
    }

    [Theory]
    [InlineData(StripeFault.AnswerLost)]
    [InlineData(StripeFault.ServerErrorAfterEffect)]
    [InlineData(StripeFault.ServerError)]
    [InlineData(StripeFault.Dropped)]
    [InlineData(StripeFault.RateLimit)]
    public async Task An_answer_that_is_lost_is_asked_for_and_nothing_is_transferred_twice(object fault)
    {
        await using var shop = await StripeShop.OpenLiveAsync();
        await shop.ConnectAsync();
        await shop.SellAsync();
        var payout = await shop.SendAsync();
        shop.Fake.Faults.Next((StripeFault)fault, "Transfers.create");

        await shop.TransferAsync();
        shop.Advance(TimeSpan.FromMinutes(2));
        // As after a day: the key is not kept any more.
        shop.Fake.Idempotency.Forget();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(shop.TransferAsync, Cancel)));
        shop.Advance(TimeSpan.FromMinutes(5));
        await shop.TransferAsync();

        Assert.Equal(1, await shop.TransfersAsync());
        Assert.NotNull(shop.Shop.PayoutOf(payout.Id).PaidAt);
        await shop.AssertAgreeAsync();
    }

    [Fact]
    public async Task A_run_is_not_sent_for_more_than_Stripe_has_available()
    {
        await using var shop = await StripeShop.OpenLiveAsync();
        await shop.ConnectAsync();
        await shop.SellAsync();
        await shop.Shop.EarnAsync(100_000);
        shop.Advance(TimeSpan.FromDays(14));
        await shop.Shop.PassAsync(0);
        var run = await shop.PrepareAsync();
        await shop.Shop.ApproveAsync(run);

        var refused = Assert.IsType<RunOutcome.Refused>(await shop.Shop.SendAsync(run));

        Assert.StartsWith("Stripe has €116.96 available, and this run takes €935.00.", refused.Problem, StringComparison.Ordinal);
        shop.Fake.Faults.Next(StripeFault.Unavailable, "Balance.retrieve");
        Assert.StartsWith("Stripe cannot be reached", Assert.IsType<RunOutcome.Refused>(await shop.Shop.SendAsync(run)).Problem, StringComparison.Ordinal);
        Assert.Equal(93_500, shop.Shop.Available);
    }

    [Fact]
    public async Task What_Stripe_has_no_money_for_waits_until_it_has_or_an_operator_gives_it_up()
    {
        await using var shop = await StripeShop.OpenLiveAsync();
        await shop.ConnectAsync();
        await shop.SellAsync();
        var payout = await shop.SendAsync();
        var api = shop.Fake.Client().V1;
        // Somebody takes the money away meanwhile.
        var taken = await api.Transfers.CreateAsync(
            new() { Amount = 10_000, Currency = "eur", Destination = shop.Account.ProviderId }, cancellationToken: Cancel);

        await shop.TransferAsync();

        Assert.Equal("Stripe’s balance is too small. It is tried again each hour.", shop.TransferOf(payout).Problem);
        Assert.Contains(
            shop.Shop.Read(db => db.Set<Notification>().Where(n => n.UserId == shop.Shop.Operator.UserId).Select(n => n.Text).ToList()),
            text => text.StartsWith($"Payout {payout.Name} of €85.00 waits", StringComparison.Ordinal));
        await api.Transfers.Reversals.CreateAsync(taken.Id, new(), cancellationToken: Cancel);
        await shop.TransferAsync();
        Assert.Null(shop.Shop.PayoutOf(payout.Id).PaidAt);
        shop.Advance(TimeSpan.FromHours(1));
        await shop.TransferAsync();
        Assert.NotNull(shop.Shop.PayoutOf(payout.Id).PaidAt);
        Assert.IsType<RunOutcome.Refused>(await shop.Shop.Get<PayoutReturns>().ReturnAsync(shop.Shop.Operator, payout.Id, "Not now", Cancel));

        await shop.SellAsync();
        var next = await shop.SendAsync();
        var returns = shop.Shop.Get<PayoutReturns>();
        Assert.StartsWith(
            "Reverse the transfer in Stripe’s dashboard",
            Assert.IsType<RunOutcome.Refused>(await returns.ReturnAsync(shop.Shop.Operator, next.Id, "Not now", Cancel)).Problem, StringComparison.Ordinal);
        await api.Transfers.CreateAsync(new() { Amount = 10_000, Currency = "eur", Destination = shop.Account.ProviderId }, cancellationToken: Cancel);
        await shop.TransferAsync();
        Assert.IsType<RunOutcome.Done>(await returns.ReturnAsync(shop.Shop.Operator, next.Id, "Not now", Cancel));
        shop.Advance(TimeSpan.FromHours(2));
        await shop.TransferAsync();
        Assert.Equal((8500, 0), (shop.Shop.Available, shop.Shop.Net(AccountKey.UnallocatedReceipts)));
        Assert.NotNull(shop.Shop.PayoutOf(next.Id).ReturnedAt);
    }

    [Fact]
    public async Task A_transfer_that_Stripe_refuses_is_a_payout_that_came_back()
    {
        await using var shop = await StripeShop.OpenLiveAsync();
        await shop.ConnectAsync();
        await shop.SellAsync();
        var payout = await shop.SendAsync();
        shop.Fake.Restrict(shop.Account.ProviderId!, "requirements.past_due", "individual.verification.document");

        await shop.TransferAsync();

        var returned = shop.Shop.PayoutOf(payout.Id);
        Assert.StartsWith("Stripe refused the transfer. Your destination account needs", returned.ReturnReason, StringComparison.Ordinal);
        Assert.Equal((8500, 0, 0), (shop.Shop.Available, shop.Shop.Net(AccountKey.UnallocatedReceipts), await shop.TransfersAsync()));
        await shop.DeliverAsync();
        Assert.Equal(CarryReason.NotReady, Assert.Single((await shop.Shop.Get<PayoutPreparation>().DueAsync(shop.Shop.Operator, Cancel))!).Reason);
        shop.Fake.Onboard(shop.Account.ProviderId!);
        await shop.DeliverAsync();
        Assert.Equal(CarryReason.Returned, Assert.Single((await shop.Shop.Get<PayoutPreparation>().DueAsync(shop.Shop.Operator, Cancel))!).Reason);
        await shop.Connect.UseAsync(shop.Shop.Seller, shop.Shop.Acme.Id, Cancel);
        shop.Advance(TimeSpan.FromDays(3));
        await shop.SendAsync();
        await shop.TransferAsync();
        Assert.Equal((0, 1), (shop.Shop.Available, await shop.TransfersAsync()));
        await shop.AssertAgreeAsync();
    }

    [Fact]
    public async Task What_is_reversed_at_Stripe_is_available_again_and_the_whole_of_it_a_payout_that_came_back()
    {
        await using var shop = await StripeShop.OpenLiveAsync();
        await shop.ConnectAsync();
        await shop.SellAsync();
        var payout = await shop.SendAsync();
        await shop.TransferAsync();
        await shop.DeliverAsync();
        var (api, id) = (shop.Fake.Client().V1, shop.TransferOf(payout).ProviderId);

        await api.Transfers.Reversals.CreateAsync(id, new() { Amount = 2500 }, cancellationToken: Cancel);
        await shop.DeliverAsync();
        Assert.Equal((2500, null), (shop.Shop.Available, shop.Shop.PayoutOf(payout.Id).ReturnedAt));
        await shop.AssertAgreeAsync();
        await api.Transfers.Reversals.CreateAsync(id, new(), cancellationToken: Cancel);
        // The event is lost; Stripe's list of them has it.
        shop.Fake.Webhooks.Take();
        await shop.Shop.Get<Marketplace.Payments.Inbox.ProviderInbox>().FindMissingAsync(Cancel);
        await shop.Shop.WorkAsync();
        await shop.Shop.WorkAsync();

        var returned = shop.Shop.PayoutOf(payout.Id);
        Assert.Equal("The transfer was reversed at Stripe", returned.ReturnReason);
        Assert.Equal((8500, 0), (shop.Shop.Available, shop.Shop.Net(AccountKey.UnallocatedReceipts)));
        Assert.Contains(shop.Shop.Read(db => db.Set<Notification>().Select(n => n.Text).ToList()), text =>
            text.StartsWith($"€25.00 of payout {payout.Name} went back", StringComparison.Ordinal));
        await shop.AssertAgreeAsync();
    }

    [Fact]
    public async Task A_transfer_that_was_made_by_hand_is_a_difference_of_books_and_Stripe()
    {
        await using var shop = await StripeShop.OpenLiveAsync();
        await shop.ConnectAsync();
        await shop.SellAsync();
        await shop.Fake.Client().V1.Transfers.CreateAsync(
            new() { Amount = 100, Currency = "eur", Destination = shop.Account.ProviderId }, cancellationToken: Cancel);

        await shop.Shop.Get<Marketplace.Payments.Reconciliation.ReconciliationRun>().RunAsync(Cancel);

        Assert.Equal(
            "Transferred at stripe by hand, or by another program that uses the same account.",
            shop.Shop.Read(db => db.Set<Marketplace.Payments.Reconciliation.Difference>().Single().Cause));
    }

    [Fact]
    public async Task Who_is_paid_by_a_bank_stays_in_the_file()
    {
        await using var shop = await StripeShop.OpenLiveAsync();
        var publisher = shop.Shop.Portal.Database.Publisher("Rival");
        await shop.ConnectAsync();
        await shop.SellAsync();
        await shop.Shop.EarnAsync(10_000, publisher.Id);
        await shop.Shop.OpenAccountAsync(shop.Shop.Portal.Database.Member(publisher, MemberRole.Owner), publisher.Id);
        await shop.Shop.PassAsync(14);

        var (bank, stripe) = (await shop.Shop.PrepareAsync(), await shop.PrepareAsync());
        await shop.Shop.ApproveAsync(bank);
        await shop.Shop.SendAsync(bank);

        Assert.Equal((publisher.Id, shop.Shop.Acme.Id), (bank.Payouts.Single().PublisherId, stripe.Payouts.Single().PublisherId));
        var file = Encoding.UTF8.GetString((await shop.Shop.Get<PayoutSending>().FileAsync(shop.Shop.Operator, bank.Id, Cancel))!);
        Assert.Contains("<CtrlSum>85.00</CtrlSum>", file, StringComparison.Ordinal);
        Assert.Empty(shop.Shop.Read(db => db.PayoutTransfers.ToList()));
    }

    [Fact]
    public async Task What_was_sold_with_a_test_key_is_transferred_with_it_and_nothing_else()
    {
        await using var shop = await StripeShop.OpenAsync();
        await shop.ConnectAsync();
        await shop.SellAsync();
        var payout = await shop.SendAsync(isTest: true);
        await shop.TransferAsync();
        Assert.NotNull(shop.TransferOf(payout).ProviderId);
        await shop.AssertAgreeAsync();

        await shop.Shop.EarnAsync(10_000);
        await shop.Shop.PassAsync(14);
        var run = await shop.PrepareAsync();
        await shop.Shop.ApproveAsync(run);
        Assert.StartsWith(
            "Payments:Stripe:SecretKey is a test key", Assert.IsType<RunOutcome.Refused>(await shop.Shop.SendAsync(run)).Problem, StringComparison.Ordinal);
    }
}
