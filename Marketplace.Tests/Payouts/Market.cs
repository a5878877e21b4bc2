using Marketplace.Accounts;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Transfers;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments.Bank;
using Marketplace.Payouts;
using Marketplace.Payouts.Accounts;
using Marketplace.Payouts.Shares;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payouts;

/// <summary>What happens to the shop of a publisher whose sales are paid out: sales, credits and days that pass, by the real code.</summary>
internal static class Market
{
    public const string Iban = "FR7630006000011234567890189";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    extension(Shop shop)
    {
        public long Held => -shop.Net(AccountKey.PayableHeld(shop.Acme.Id));

        public long Available => -shop.Net(AccountKey.PayableAvailable(shop.Acme.Id));

        /// <summary>Globex buys, and pays in the sandbox.</summary>
        public async Task<Invoice> BuyAsync(long? offer = null, int sites = 1)
        {
            var (id, hash) = await shop.QuoteAsync(sites, offer);
            var order = Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(id, hash, again: true)).OrderId;
            await shop.PayAtSandboxAsync(order, Shop.Good);
            await shop.WorkAsync();
            return shop.InvoiceOf(order);
        }

        public Invoice InvoiceOf(Guid order) => shop.Read(db => db.Invoices.AsNoTracking().Single(i => i.OrderId == order));

        /// <summary>So much of an invoice's only line goes back, without tax.</summary>
        public async Task CreditAsync(Invoice invoice, long minor) => Assert.IsType<CreditOutcome.Issued>(await shop.Get<CreditNotes>().IssueAsync(
            shop.Operator, new(invoice.Id, [new(0, new(minor, invoice.Currency))], "It did not fit.", false), Cancel));

        /// <summary>A publisher sells for real money: so much without tax, for good, of which it gets 85%.</summary>
        /// <returns>The document of the sale.</returns>
        public async Task<string> EarnAsync(long minor, long? publisherId = null, string currency = "EUR")
        {
            var document = $"order/{Guid.NewGuid():N}";
            var goods = new SoldGoods(publisherId ?? shop.Acme.Id, new(minor, currency), 1500);
            await shop.PostAsync(Postings.Sale(document.Replace("order", "sale", StringComparison.Ordinal), "Acme.Shop", document, shop.Now, goods));
            return document;
        }

        /// <summary>So much of such a sale is paid back, without tax.</summary>
        public Task GiveBackAsync(string document, long minor, long? publisherId = null, string currency = "EUR") => shop.PostAsync(Postings.Refund(
            $"refund/{Guid.NewGuid():N}", "Acme.Shop, refund", document, shop.Now, "bank", new(publisherId ?? shop.Acme.Id, new(minor, currency), 1500)));

        public Task PostAsync(Posting posting) => shop.Get<IDbContextFactory<MarketplaceDb>>().TransactAsync(
            db => shop.Get<Journals>().PostAsync(db, posting, Cancel), Cancel);

        /// <summary>An account is entered, long enough ago to be paid to.</summary>
        public async Task OpenAccountAsync(Actor? owner = null, long? publisherId = null, string iban = Iban)
        {
            Assert.IsType<AccountOutcome.Saved>(await shop.Get<PayoutAccounts>().SaveAsync(
                owner ?? shop.Seller, publisherId ?? shop.Acme.Id, "Acme Software Müller & Söhne", iban, Cancel));
            shop.Advance(TimeSpan.FromDays(3));
        }

        public async Task<PayoutRun> PrepareAsync(Actor? by = null, string currency = "EUR", bool isTest = false)
        {
            var outcome = await shop.Get<PayoutPreparation>().PrepareAsync(by ?? shop.Operator, new(currency, PayoutMethod.Transfer, isTest), Cancel);
            return shop.RunOf(Assert.IsType<PrepareOutcome.Prepared>(outcome).RunId);
        }

        public PayoutRun RunOf(long id) => shop.Read(db => db.PayoutRuns.AsNoTracking()
            .Include(r => r.Payouts).Include(r => r.Approvals).Single(r => r.Id == id));

        public Payout PayoutOf(long id) => shop.Read(db => db.Payouts.AsNoTracking().Include(p => p.Run).Single(p => p.Id == id));

        public Task<RunOutcome> ApproveAsync(PayoutRun run, Actor? by = null) =>
            shop.Get<PayoutDecisions>().ApproveAsync(by ?? shop.Operator, run.Id, run.Hash, Cancel);

        public Task<RunOutcome> SendAsync(PayoutRun run, Actor? by = null) =>
            shop.Get<PayoutSending>().SendAsync(by ?? shop.Operator, run.Id, run.Hash, Cancel);

        /// <summary>Prepared, approved by two and sent: its only payout.</summary>
        public async Task<Payout> PayOutAsync(Actor second)
        {
            var run = await shop.PrepareAsync();
            await shop.ApproveAsync(run);
            await shop.ApproveAsync(run, second);
            Assert.IsType<RunOutcome.Done>(await shop.SendAsync(run));
            return Assert.Single(run.Payouts);
        }

        /// <summary>The bank's statement shows it.</summary>
        public async Task StatementAsync(Money amount, string text)
        {
            var day = DateOnly.FromDateTime(shop.Now);
            var line = new StatementLine("", day, day, amount, "Acme Software", null, "", text, $"bank-{Guid.NewGuid():N}");
            await shop.Get<LineIntake>().TakeAsync(shop.Operator, line, StatementIdentity.Of([line])[0], "statement.xml", Cancel);
        }

        /// <summary>Days pass, and the jobs of the night run.</summary>
        public async Task PassAsync(int days)
        {
            shop.Advance(TimeSpan.FromDays(days));
            await shop.Get<RecognitionRun>().RunAsync(Cancel);
            await shop.Get<ShareRun>().RunAsync(Cancel);
        }

        /// <summary>The publisher's balance by the ledger, by which its shares have to agree.</summary>
        public PublisherBalance? BalanceOf(Actor actor) =>
            Assert.Single(shop.Get<EarningQueries>().BalancesAsync(actor, Cancel).GetAwaiter().GetResult());

        public IReadOnlyList<Share> Shares() => shop.Read(db => db.Shares.AsNoTracking().OrderBy(s => s.Id).ToList());

        public Task<IReadOnlyList<string>> ProblemsAsync() => shop.Portal.Database.ProblemsAsync();
    }
}
