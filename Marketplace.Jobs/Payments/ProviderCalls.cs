using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Payments;

/// <summary>Sends requests to providers and takes their answers. The same request may be sent by several at once: its key makes it one act there.</summary>
public sealed partial class ProviderCalls(
    IDbContextFactory<MarketplaceDb> databases, PaymentProviders providers, PaymentBooks books, DisputeBooks disputes, TimeProvider clock,
    ILogger<ProviderCalls> log)
{
    // Short, so that what a killed process had in hand goes on at once.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5), Longest = TimeSpan.FromHours(1);

    /// <summary>Sends it, unless it was answered or another sends it now.</summary>
    /// <exception cref="ProviderAwayException">What became of it is unknown; it is sent again.</exception>
    public async Task SendAsync(long requestId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var request = await db.ProviderRequests.SingleAsync(r => r.Id == requestId, cancel);
        if (request.AnsweredAt is not null)
        {
            return;
        }

        Take(request);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return;
        }

        await SendAsync(request, cancel);
    }

    /// <summary>Keeps others from sending it meanwhile, once it is saved.</summary>
    internal void Take(ProviderRequest request) =>
        request.Send(clock.UtcNow + TimeSpan.FromTicks(Math.Min(Lease.Ticks << Math.Min(request.Attempts, 12), Longest.Ticks)));

    /// <summary>Sends one that this caller has taken.</summary>
    /// <exception cref="ProviderAwayException">What became of it is unknown; it is sent again.</exception>
    internal async Task SendAsync(ProviderRequest request, CancellationToken cancel)
    {
        try
        {
            await ActAsync(request, cancel);
        }
        catch (ProviderAwayException away)
        {
            LogAway(away, request.Provider, request.Key, request.Attempts);
            await using var db = await databases.CreateDbContextAsync(cancel);
            var (id, why) = (request.Id, away.Message.Clip(ProviderRequest.MaxAnswer));
            await db.ProviderRequests.Where(r => r.Id == id && r.AnsweredAt == null).ExecuteUpdateAsync(set => set.SetProperty(r => r.Answer, why), cancel);
            throw;
        }
    }

    private async Task ActAsync(ProviderRequest request, CancellationToken cancel)
    {
        var provider = providers.Find(request.Provider);
        if (request.Act is ProviderAct.Start)
        {
            var started = await provider.StartAsync(request.Key, request.PaymentId, request.Asked, cancel);
            await books.TakeAsync(request.PaymentId, started, request.Id, null, cancel);
            return;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (request.Act is ProviderAct.Evidence)
        {
            var dispute = await db.Disputes.AsNoTracking().SingleAsync(d => d.Id == request.Subject, cancel);
            var answer = await provider.SubmitEvidenceAsync(request.Key, dispute.ProviderId, dispute.Evidence, cancel);
            await disputes.TakeAsync(request.Provider, answer, request.Id, null, cancel);
            return;
        }

        if (await db.Payments.Where(p => p.Id == request.PaymentId).Select(p => p.ProviderId).SingleAsync(cancel) is not { } id)
        {
            throw new ProviderAwayException("What became of its start is not known yet.");
        }

        if (request.Act is ProviderAct.Cancel)
        {
            await books.TakeAsync(request.PaymentId, await provider.CancelAsync(request.Key, id, cancel), request.Id, null, cancel);
        }
        else
        {
            await books.TakeAsync(request.Subject, await provider.RefundAsync(request.Key, id, request.Amount, cancel), request.Id, null, cancel);
        }
    }

    /// <summary>Asks the provider how a payment is.</summary>
    public Task<Payment> RefreshAsync(Guid paymentId, CancellationToken cancel) => RefreshAsync(paymentId, null, cancel);

    public async Task<Payment> RefreshAsync(Guid paymentId, EffectSink? told, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var payment = await db.Payments.AsNoTracking().SingleAsync(p => p.Id == paymentId, cancel);
        return payment.ProviderId is { } id
            ? await books.TakeAsync(paymentId, await providers.Find(payment.Provider).ReadAsync(id, cancel), null, told, cancel)
            : payment;
    }

    /// <summary>Tells the provider to forget a method that was removed.</summary>
    public async Task ForgetAsync(Guid methodId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var method = await db.SavedMethods.SingleAsync(m => m.Id == methodId, cancel);
        try
        {
            await providers.Find(method.Provider).ForgetAsync($"forget-{methodId:N}", method.ProviderId, cancel);
            method.Forget(isDone: true, clock.UtcNow);
        }
        catch (ProviderAwayException)
        {
            method.Forget(isDone: false, clock.UtcNow);
            throw;
        }
        finally
        {
            await db.SaveChangesAsync(cancel);
        }
    }

    public Task RefreshRefundAsync(Guid refundId, CancellationToken cancel) => RefreshRefundAsync(refundId, null, cancel);

    public async Task RefreshRefundAsync(Guid refundId, EffectSink? told, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var refund = await db.Refunds.AsNoTracking().Include(r => r.Payment).SingleAsync(r => r.Id == refundId, cancel);
        if (refund.ProviderId is { } id)
        {
            await books.TakeAsync(refundId, await providers.Find(refund.Payment.Provider).ReadRefundAsync(id, cancel), null, told, cancel);
        }
    }

    /// <returns>Null if it is about no payment that is kept here.</returns>
    public Task<Dispute?> RefreshDisputeAsync(string provider, string id, CancellationToken cancel) => RefreshDisputeAsync(provider, id, null, cancel);

    public async Task<Dispute?> RefreshDisputeAsync(string provider, string id, EffectSink? told, CancellationToken cancel) =>
        await disputes.TakeAsync(provider, await providers.Find(provider).ReadDisputeAsync(id, cancel), null, told, cancel);

    [LoggerMessage(2001, LogLevel.Warning, "{Provider} did not answer {Key} at attempt {Attempt}; it is asked again.")]
    private partial void LogAway(Exception error, string provider, string key, int attempt);
}
