using Marketplace.Data;
using Microsoft.Extensions.Options;

namespace Marketplace.Payments.Stripe;

/// <summary>Cards, wallets and direct debits by Stripe, on Stripe's own page: no card number ever comes near the marketplace.</summary>
internal sealed class StripeProvider(
    StripePayments payments, StripeRefunds refunds, StripeDisputes disputes, StripeMethods methods, StripeMovements movements, StripeNews news,
    IOptions<StripeOptions> options)
    : IPaymentProvider
{
    public string Name => PaymentProviders.Stripe;

    public ProviderFace Face { get; } = new("Card, wallet or SEPA debit", "opens Stripe’s form", IsTest: options.Value.IsTest);

    public bool KeepsMethods => true;

    public string? Problem(Money amount) => StripeAmounts.Problem(amount);

    public Task<ProviderPayment> StartAsync(string key, Guid paymentId, PaymentWish asked, CancellationToken cancel) =>
        payments.StartAsync(key, paymentId, asked, cancel);

    public Task<ProviderPayment> ReadAsync(string id, CancellationToken cancel) => payments.ReadAsync(id, cancel);

    public Task<ProviderPayment> CancelAsync(string key, string id, CancellationToken cancel) => payments.CancelAsync(key, id, cancel);

    public Task<ProviderRefund> RefundAsync(string key, string paymentId, Money amount, CancellationToken cancel) =>
        refunds.RefundAsync(key, paymentId, amount, cancel);

    public Task<ProviderRefund> ReadRefundAsync(string id, CancellationToken cancel) => refunds.ReadAsync(id, cancel);

    public Task<ProviderDispute> ReadDisputeAsync(string id, CancellationToken cancel) => disputes.ReadAsync(id, cancel);

    public Task<ProviderDispute> SubmitEvidenceAsync(string key, string id, ProviderEvidence evidence, CancellationToken cancel) =>
        disputes.SubmitAsync(key, id, evidence, cancel);

    public Task ForgetAsync(string key, string methodId, CancellationToken cancel) => methods.ForgetAsync(key, methodId, cancel);

    public Task<IReadOnlyList<Money>?> BalanceAsync(CancellationToken cancel) => movements.BalanceAsync(cancel);

    public IAsyncEnumerable<ProviderMovement> MovementsAsync(DateTime since, CancellationToken cancel) => movements.SinceAsync(since, cancel);

    public IAsyncEnumerable<ProviderNews> NewsAsync(DateTime since, CancellationToken cancel) => news.SinceAsync(since, cancel);
}
