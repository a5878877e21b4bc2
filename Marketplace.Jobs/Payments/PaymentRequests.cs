using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments;

/// <summary>Writes down what providers are to be asked, beside what it follows from; a job sends it.</summary>
public static class PaymentRequests
{
    extension(MarketplaceDb db)
    {
        /// <summary>The one request to cancel the payment; added if there is none.</summary>
        internal async Task<ProviderRequest> AskToCancelAsync(Payment payment, DateTime now, CancellationToken cancel)
        {
            if (await db.ProviderRequests.FirstOrDefaultAsync(r => r.Act == ProviderAct.Cancel && r.Subject == payment.Id, cancel) is { } earlier)
            {
                return earlier;
            }

            var request = ProviderRequest.Cancel(payment, now);
            db.Add(request);
            db.Wake(Work.Payments, now);
            return request;
        }

        /// <summary>Ends what else may still be paid for the same document.</summary>
        public async Task AskToCancelOthersAsync(Payment paid, DateTime now, CancellationToken cancel)
        {
            foreach (var other in await db.Payments
                .Where(p => p.Document == paid.Document && p.Id != paid.Id && PaymentStates.Live.Contains(p.State)).ToListAsync(cancel))
            {
                await db.AskToCancelAsync(other, now, cancel);
            }
        }

        /// <summary>Gives back part or all of a payment, within the transaction of what it is given back for.</summary>
        /// <param name="document">As <c>kind/id</c>; for one document it is given back once.</param>
        /// <returns>Null if more than was paid would be given back.</returns>
        public async Task<Refund?> AskToRefundAsync(
            Payment payment, Money amount, string document, string reason, long? byId, DateTime now, CancellationToken cancel)
        {
            if (amount.Currency != payment.Currency || amount.Minor <= 0 || await db.Payments
                .Where(p => p.Id == payment.Id && p.State == PaymentState.Succeeded && p.RefundedMinor + amount.Minor <= p.Minor)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.RefundedMinor, p => p.RefundedMinor + amount.Minor), cancel) == 0)
            {
                return null;
            }

            var refund = new Refund(payment.Id, amount.Minor, amount.Currency, document, reason.Clip(Refund.MaxReason), byId, now);
            db.AddRange(refund, ProviderRequest.Refund(payment, refund, now));
            db.Wake(Work.Payments, now);
            return refund;
        }
    }
}
