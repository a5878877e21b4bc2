using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Payments.Reconciliation;
using Marketplace.Payouts;
using Marketplace.Payouts.Accounts;
using Marketplace.Payouts.Connect;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payouts;

/// <summary>What happens to a shop whose publisher is paid by Stripe, by the real code against the fake of Stripe.</summary>
internal static class ConnectShop
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    extension(StripeShop stripe)
    {
        public ConnectAccounts Connect => stripe.Shop.Get<ConnectAccounts>();

        /// <summary>As it was read last.</summary>
        public ConnectAccount Account => stripe.Shop.Read(db => db.ConnectAccounts.AsNoTracking().Single());

        public async Task DetailsAsync(string country = "FR", string? vatId = "FR40303265045") => Assert.IsType<PartyOutcome.Saved>(
            await stripe.Shop.Get<BillingProfiles>().SaveAsync(
                stripe.Shop.Seller, stripe.Shop.Acme.Id,
                new(new("Acme SAS", "Rue 1", "", "75001", "Paris", "", country), BuyerKind.Business, vatId ?? "", "", null, "EUR"), Cancel));

        /// <summary>An owner connects the publisher, fills in Stripe's form and comes back.</summary>
        public async Task OnboardAsync()
        {
            await stripe.DetailsAsync();
            Assert.IsType<ConnectOutcome.Opened>(await stripe.Connect.StartAsync(stripe.Shop.Seller, stripe.Shop.Acme.Id, Cancel));
            stripe.Fake.Onboard(stripe.Account.ProviderId!);
            await stripe.Connect.LookAsync(stripe.Shop.Seller, stripe.Shop.Acme.Id, Cancel);
        }

        /// <summary>Payouts go to Stripe, and did so long enough to be paid.</summary>
        public async Task ConnectAsync()
        {
            await stripe.OnboardAsync();
            Assert.IsType<AccountOutcome.Saved>(await stripe.Connect.UseAsync(stripe.Shop.Seller, stripe.Shop.Acme.Id, Cancel));
            stripe.Advance(TimeSpan.FromDays(3));
        }

        /// <summary>So many sales of 100.00 are paid at Stripe, and their shares of 85.00 released.</summary>
        public async Task SellAsync(int count = 1)
        {
            for (var left = count; left > 0; left--)
            {
                await stripe.PayAsync(await stripe.PlaceAsync());
                await stripe.DeliverAsync();
            }

            stripe.Advance(TimeSpan.FromDays(14));
            await stripe.Shop.PassAsync(0);
        }

        public async Task<PayoutRun> PrepareAsync(bool isTest = false) => stripe.Shop.RunOf(Assert.IsType<PrepareOutcome.Prepared>(
            await stripe.Shop.Get<PayoutPreparation>().PrepareAsync(stripe.Shop.Operator, new("EUR", PayoutMethod.Connect, isTest), Cancel)).RunId);

        /// <summary>Prepared, approved and sent; Stripe is not asked yet.</summary>
        public async Task<Payout> SendAsync(bool isTest = false)
        {
            var run = await stripe.PrepareAsync(isTest);
            await stripe.Shop.ApproveAsync(run);
            Assert.IsType<RunOutcome.Done>(await stripe.Shop.SendAsync(run));
            return Assert.Single(run.Payouts);
        }

        public Task TransferAsync() => stripe.Shop.Get<PayoutTransfers>().RunAsync(Cancel);

        public PayoutTransfer TransferOf(Payout payout) => stripe.Shop.Read(db => db.PayoutTransfers.AsNoTracking().Single(t => t.PayoutId == payout.Id));

        public async Task<int> TransfersAsync() =>
            (await stripe.Fake.Client().V1.Transfers.ListAsync(new() { Limit = 100 }, cancellationToken: Cancel)).Count();

        /// <summary>Books and Stripe agree, in their sums and movement by movement.</summary>
        public async Task AssertAgreeAsync()
        {
            await stripe.AssertBooksAsync();
            await stripe.Shop.Get<ReconciliationRun>().RunAsync(Cancel);
            Assert.Empty(stripe.Shop.Read(db => db.Differences.Where(d => d.ResolvedAt == null).Select(d => $"{d.Kind} {d.Source} {d.Cause}").ToList()));
            Assert.All(stripe.Shop.Read(db => db.KeptMovements.ToList()), movement => Assert.NotNull(movement.MatchedAt));
        }
    }
}
