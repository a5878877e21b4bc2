using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Payments.Inbox;

/// <summary>
/// Keeps what providers tell and processes it: in any order, twice or late, each event once. All that counts is what the provider says when it is asked
/// because of it, so shuffled, doubled and lost events end alike.
/// </summary>
public sealed partial class ProviderInbox(
    IDbContextFactory<MarketplaceDb> databases, PaymentProviders providers, ProviderCalls calls, IEnumerable<IConnectListener> connect, TimeProvider clock,
    ILogger<ProviderInbox> log)
{
    private const int Batch = 200, AtOnce = 8;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5), Longest = TimeSpan.FromHours(2), Overlap = TimeSpan.FromMinutes(10);

    /// <summary>Keeps it.</summary>
    /// <returns>False if it was there.</returns>
    public async Task<bool> ReceiveAsync(string provider, ProviderNews news, string apiVersion, string body, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var known = db.ProviderEvents.Where(e => e.Provider == provider && e.EventId == news.Id);
        if (body == "" ? await known.AnyAsync(cancel) : await known.ExecuteUpdateAsync(
            set => set.SetProperty(e => e.Arrivals, e => e.Arrivals + 1).SetProperty(e => e.Body, e => e.Body == "" ? body : e.Body), cancel) > 0)
        {
            return false;
        }

        db.Add(new ProviderEvent(provider, news, apiVersion, body, clock.UtcNow));
        db.Wake(Work.ProviderEvents, clock.UtcNow);
        db.Changed(LiveTopic.Payments, clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return false;
        }
    }

    /// <summary>Asks the providers what they told lately: what did not arrive is there then.</summary>
    public async Task FindMissingAsync(CancellationToken cancel)
    {
        foreach (var provider in providers.On)
        {
            try
            {
                await FindMissingAsync(provider, cancel);
            }
            catch (ProviderAwayException away)
            {
                LogAway(away, provider.Name);
            }
        }
    }

    private async Task FindMissingAsync(IPaymentProvider provider, CancellationToken cancel)
    {
        var started = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var cursor = await db.NewsCursors.FirstOrDefaultAsync(c => c.Provider == provider.Name, cancel);
        await foreach (var news in provider.NewsAsync((cursor?.Until ?? started.AddDays(-1)) - Overlap, cancel))
        {
            await ReceiveAsync(provider.Name, news, "", "", cancel);
        }

        if (cursor is null)
        {
            db.Add(new NewsCursor(provider.Name, started));
        }
        else
        {
            cursor.Move(started);
        }

        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Another worker asked at the same moment.
        }
    }

    public async Task ProcessAsync(CancellationToken cancel)
    {
        while (true)
        {
            var now = clock.UtcNow;
            await using var db = await databases.CreateDbContextAsync(cancel);
            var due = await db.ProviderEvents.Where(e => e.ProcessedAt == null && e.DueAt <= now && e.Attempts < ProviderEvent.MaxAttempts)
                .OrderBy(e => e.DueAt).ThenBy(e => e.Id).Select(e => e.Id).Take(Batch).ToListAsync(cancel);
            if (due.Count == 0)
            {
                return;
            }

            await Parallel.ForEachAsync(
                due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (id, stop) => await ProcessAsync(id, stop));
        }
    }

    private async Task ProcessAsync(long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var one = await db.ProviderEvents.SingleAsync(e => e.Id == id, cancel);
        if (one.ProcessedAt is not null || one.DueAt > clock.UtcNow)
        {
            // Another claimed it since the list was read.
            return;
        }

        one.Claim(clock.UtcNow + TimeSpan.FromTicks(Math.Min(Lease.Ticks << Math.Min(one.Attempts, 12), Longest.Ticks)));
        try
        {
            await db.SaveChangesAsync(cancel);
            one.Done(await EffectAsync(db, one, cancel), clock.UtcNow);
        }
        catch (DbUpdateConcurrencyException)
        {
            return;
        }
        catch (Exception error) when (error is ProviderAwayException or ProviderMismatchException or JournalConflictException)
        {
            LogFailed(error, one.Provider, one.EventId, one.Attempts);
            one.Fail(error.Message);
        }

        db.Changed(LiveTopic.Payments, clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // It took longer than the lease, and another has it now.
        }
    }

    private async Task<string> EffectAsync(MarketplaceDb db, ProviderEvent one, CancellationToken cancel)
    {
        if (one.RefundRef is { } refundRef
            && await db.Refunds.AsNoTracking().At(one.Provider, refundRef).FirstOrDefaultAsync(cancel) is { } refund)
        {
            await calls.RefreshRefundAsync(refund.Id, Keep, cancel);
            return $"Asked how refund {refund.Id:N} is.";
        }

        if (one.DisputeRef is { } disputeRef)
        {
            return await calls.RefreshDisputeAsync(one.Provider, disputeRef, Keep, cancel) is { } dispute
                ? $"Dispute {dispute.Id:N} is {dispute.State}."
                : "About a payment of another.";
        }

        if (one.ConnectRef is { } connected)
        {
            foreach (var listener in connect)
            {
                if (await listener.ToldAsync(one.Provider, connected, Keep, cancel) is { } effect)
                {
                    return effect;
                }
            }
        }

        if (one.PaymentRef is not { } reference)
        {
            return "About nothing that is kept here.";
        }

        if (await db.Payments.AsNoTracking().At(one.Provider, reference).FirstOrDefaultAsync(cancel) is not { } payment)
        {
            return clock.UtcNow - one.ReceivedAt > Overlap
                ? "About a payment of another."
                : throw new ProviderAwayException($"Payment {reference} is not known yet.");
        }

        var now = await calls.RefreshAsync(payment.Id, Keep, cancel);
        return now.State == payment.State ? $"Payment {payment.Id:N} is {now.State}, as before." : $"Payment {payment.Id:N}: {payment.State}, now {now.State}.";

        void Keep(MarketplaceDb of, string subject, string? was, string after) => of.Add(new EventEffect(one.Id, subject, was, after, clock.UtcNow));
    }

    [LoggerMessage(2003, LogLevel.Warning, "{Provider} could not be asked what it told lately.")]
    private partial void LogAway(Exception error, string provider);

    [LoggerMessage(2004, LogLevel.Warning, "Event {Event} of {Provider} was not processed at attempt {Attempt}.")]
    private partial void LogFailed(Exception error, string provider, string @event, int attempt);
}

/// <summary>Processes what providers told. Safe to run twice: each event is claimed first, and what is known changes nothing.</summary>
public sealed class ProcessEventsJob(ProviderInbox inbox)
{
    public Task RunAsync(CancellationToken cancel) => inbox.ProcessAsync(cancel);
}

/// <summary>Finds what providers told and did not arrive. Safe to run twice: an event is kept once.</summary>
public sealed class FindEventsJob(ProviderInbox inbox)
{
    public Task RunAsync(CancellationToken cancel) => inbox.FindMissingAsync(cancel);
}
