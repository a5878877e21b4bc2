using System.Runtime.CompilerServices;
using Marketplace.Data;
using Net = global::Stripe;

namespace Marketplace.Payments.Stripe;

/// <summary>Stripe's balance: what moved it, and what it is.</summary>
internal sealed class StripeMovements(StripeCalls stripe)
{
    private static readonly List<string> Expand = ["data.source"];

    public async IAsyncEnumerable<ProviderMovement> SinceAsync(DateTime since, [EnumeratorCancellation] CancellationToken cancel)
    {
        var all = await stripe.ReadAsync("read the balance’s movements", async request =>
        {
            var lines = new List<Net.BalanceTransaction>();
            await foreach (var line in stripe.Api.BalanceTransactions.ListAutoPagingAsync(
                new() { Created = new Net.DateRangeOptions { GreaterThanOrEqual = since }, Limit = 100, Expand = Expand }, request, cancel))
            {
                lines.Add(line);
            }

            return lines;
        }, cancel);
        // Stripe tells the newest first.
        foreach (var line in Enumerable.Reverse(all))
        {
            yield return await ToldAsync(line, cancel);
        }
    }

    public async Task<IReadOnlyList<Money>?> BalanceAsync(CancellationToken cancel) => await SumsAsync(withPending: true, cancel);

    /// <summary>What is not waiting to be settled any more.</summary>
    public Task<IReadOnlyList<Money>> AvailableAsync(CancellationToken cancel) => SumsAsync(withPending: false, cancel);

    private Task<IReadOnlyList<Money>> SumsAsync(bool withPending, CancellationToken cancel) => stripe.ReadAsync("read the balance", async request =>
    {
        var balance = await stripe.Api.Balance.GetAsync(null, request, cancel);
        var parts = (balance.Available ?? []).Select(part => (part.Amount, part.Currency))
            .Concat(((withPending ? balance.Pending : null) ?? []).Select(part => (part.Amount, part.Currency)));
        return (IReadOnlyList<Money>)[.. parts.GroupBy(part => part.Currency).Select(sum => StripeAmounts.FromStripe(sum.Sum(part => part.Amount), sum.Key))];
    }, cancel);

    private async Task<ProviderMovement> ToldAsync(Net.BalanceTransaction line, CancellationToken cancel)
    {
        var (payment, refund, dispute) = line.Source switch
        {
            Net.Charge charge => (Named(charge.Metadata, StripePayments.PaymentKey), null, null),
            Net.Refund back => (Named(back.Metadata, StripePayments.PaymentKey), Named(back.Metadata, StripeRefunds.RefundKey) ?? back.Id, null),
            Net.Dispute contested => (await PaymentOfAsync(contested.ChargeId, cancel), null, contested.Id),
            _ => ((string?)null, (string?)null, (string?)null),
        };
        var transfer = line.Source switch { Net.Transfer sent => sent.Id, Net.TransferReversal back => back.Id, _ => null };
        return new(
            line.Id, KindOf(line), line.Created, StripeAmounts.FromStripe(line.Net, line.Currency), StripeAmounts.FromStripe(line.Fee, line.Currency).Minor,
            payment, refund, dispute, transfer);
    }

    private async Task<string?> PaymentOfAsync(string charge, CancellationToken cancel) => Named(
        (await stripe.ReadAsync("read a charge", request => stripe.Api.Charges.GetAsync(charge, null, request, cancel), cancel)).Metadata,
        StripePayments.PaymentKey);

    private static string? Named(Dictionary<string, string>? metadata, string key) => metadata?.GetValueOrDefault(key);

    private static MovementKind KindOf(Net.BalanceTransaction line) => line.Type switch
    {
        "charge" or "payment" => MovementKind.Payment,
        "refund" or "payment_refund" => MovementKind.Refund,
        "refund_failure" or "payment_failure_refund" => MovementKind.RefundFailed,
        "adjustment" when line.ReportingCategory is "dispute" or "dispute_reversal" => line.Amount < 0 ? MovementKind.Dispute : MovementKind.DisputeWon,
        "transfer" or "transfer_refund" or "transfer_cancel" or "transfer_failure" => MovementKind.Transfer,
        "payout" or "payout_failure" or "payout_cancel" => MovementKind.Payout,
        "stripe_fee" or "stripe_fx_fee" or "tax_fee" => MovementKind.Fee,
        _ => MovementKind.Other,
    };
}
