using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Live;
using Marketplace.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Payments.Reconciliation;

/// <summary>Compares what providers say moved their balances with the journals, movement by movement, and keeps what does not agree.</summary>
public sealed partial class ReconciliationRun(
    IDbContextFactory<MarketplaceDb> databases, PaymentProviders providers, ProviderCalls calls, Journals journals, TimeProvider clock,
    ILogger<ReconciliationRun> log)
{
    private const int Batch = 200;

    // A movement may be told days after it happened.
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(7);

    private readonly MovementFinder _finder = new(calls);

    public async Task RunAsync(CancellationToken cancel)
    {
        // The books of a bank are made of its statements, line by line.
        foreach (var provider in providers.On.Where(one => !one.Face.IsInvoiced))
        {
            var (started, kept, matched, found) = (clock.UtcNow, 0, 0, 0);
            string? failure = null;
            try
            {
                kept = await KeepAsync(provider, cancel);
                (matched, found) = await MatchAsync(provider.Name, cancel);
                found += await MissingThere.FindAsync(databases, provider.Name, clock.UtcNow, cancel);
            }
            catch (ProviderAwayException away)
            {
                LogAway(away, provider.Name);
                failure = away.Message;
            }
            catch (DbUpdateException lost) when (lost.IsLostRace)
            {
                LogAway(lost, provider.Name);
                failure = "Another run compared the same at this moment. Run it again.";
            }

            await TellAsync(new(provider.Name, started, clock.UtcNow, kept, matched, found, failure), cancel);
        }
    }

    // How many were not known.
    private async Task<int> KeepAsync(IPaymentProvider provider, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var since = await db.KeptMovements.Where(m => m.Provider == provider.Name).MaxAsync(m => (DateTime?)m.At, cancel)
            ?? await db.Payments.Where(p => p.Provider == provider.Name).MinAsync(p => (DateTime?)p.At, cancel) ?? clock.UtcNow;
        var kept = 0;
        await foreach (var some in provider.MovementsAsync(since - Overlap, cancel).Chunk(Batch).WithCancellation(cancel))
        {
            var ids = some.Select(m => m.Id).ToList();
            var known = await db.KeptMovements.Where(m => m.Provider == provider.Name && ids.Contains(m.MovementId))
                .Select(m => m.MovementId).ToListAsync(cancel);
            db.AddRange(some.ExceptBy(known, m => m.Id).Select(m => new KeptMovement(provider.Name, m)));
            kept += await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
        }

        return kept;
    }

    private async Task<(int Matched, int Found)> MatchAsync(string provider, CancellationToken cancel)
    {
        var (last, matched, found) = (0L, 0, 0);
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var ids = await db.KeptMovements.Where(m => m.Provider == provider && m.MatchedAt == null && m.Id > last).OrderBy(m => m.Id)
                .Select(m => m.Id).Take(Batch).ToListAsync(cancel);
            if (ids.Count == 0)
            {
                return (matched, found);
            }

            foreach (var id in ids)
            {
                var difference = await MatchAsync(id, cancel);
                (matched, found) = (matched + (difference is null ? 1 : 0), found + (difference is true ? 1 : 0));
            }

            last = ids[^1];
        }
    }

    // Null if books and movement agree; otherwise whether the difference was not known.
    private async Task<bool?> MatchAsync(long id, CancellationToken cancel)
    {
        try
        {
            MovementSources sources;
            await using (var db = await databases.CreateDbContextAsync(cancel))
            {
                sources = await _finder.FindAsync(db, await db.KeptMovements.AsNoTracking().SingleAsync(m => m.Id == id, cancel), cancel);
            }

            return await databases.TransactAsync(db => MatchAsync(db, id, sources, cancel), cancel);
        }
        catch (ProviderMismatchException mismatch)
        {
            return await databases.TransactAsync(db => MatchAsync(db, id, MovementSources.None(mismatch.Message), cancel), cancel);
        }
        catch (JournalConflictException conflict)
        {
            return await databases.TransactAsync(db => MatchAsync(db, id, MovementSources.None(conflict.Message, conflict.Posted), cancel), cancel);
        }
    }

    private async Task<bool?> MatchAsync(MarketplaceDb db, long id, MovementSources sources, CancellationToken cancel)
    {
        var (movement, now) = (await db.KeptMovements.SingleAsync(m => m.Id == id, cancel), clock.UtcNow);
        var books = new CashBooks(db, movement.Provider);
        if (sources.Main is not null)
        {
            var main = await books.SumsAsync([sources.Main], cancel);
            var hasFee = sources.Fee is not null && (await books.SumsAsync([sources.Fee], cancel)).Count > 0;
            if (MovementPostings.Of(movement, sources, main.Count == 1 ? main[0] : null, hasFee).ToList() is { Count: > 0 } postings)
            {
                await journals.PostAsync(db, postings, cancel);
            }

            movement.Find(main.Count > 0 || movement.Kind is MovementKind.Payout or MovementKind.Fee ? sources.Main : null);
            if (sources.PaymentId is { } payment && main.Count == 1 && main[0].Currency == movement.Currency)
            {
                (await db.Payments.SingleAsync(p => p.Id == payment, cancel)).KnowFee(movement.FeeMinor);
            }
        }

        IReadOnlyList<string> all = [.. new[] { sources.Main, sources.Fee, sources.Conflict, MovementFinder.Exchange(movement) }.OfType<string>()];
        var ours = sources.Main is null && sources.Conflict is null ? [] : await books.SumsAsync(all, cancel);
        bool? isNew = sources.Main is not null && ours is [var one] && one == movement.Net
            ? await AgreeAsync(db, movement, now, cancel)
            : await DifferAsync(db, movement, sources, ours, now, cancel);
        await db.SaveChangesAsync(cancel);
        return isNew;
    }

    private static async Task<bool?> AgreeAsync(MarketplaceDb db, KeptMovement movement, DateTime now, CancellationToken cancel)
    {
        movement.Match(now);
        (await DifferenceAsync(db, movement, cancel))?.Resolve(now);
        return null;
    }

    private static async Task<bool?> DifferAsync(
        MarketplaceDb db, KeptMovement movement, MovementSources sources, IReadOnlyList<Money> ours, DateTime now, CancellationToken cancel)
    {
        var kind = ours.Count == 0 ? DifferenceKind.MissingHere : DifferenceKind.OtherAmount;
        var known = await DifferenceAsync(db, movement, cancel);
        var wasOpen = known?.IsOpen;
        var difference = known ?? db.Add(new Difference(movement.Provider, kind, movement.MovementId, now)).Entity;
        var sum = ours.FirstOrDefault(money => money.Currency == movement.Currency);
        difference.Say(
            kind, movement.Source ?? sources.Conflict, sum.Currency is null ? Money.Zero(movement.Currency) : sum, movement.Net,
            kind is DifferenceKind.MissingHere || sources.Main is null ? sources.Cause : "The books have another amount or another fee than the provider.");
        return difference.IsOpen && wasOpen is not true;
    }

    private static Task<Difference?> DifferenceAsync(MarketplaceDb db, KeptMovement movement, CancellationToken cancel) =>
        db.Differences.FirstOrDefaultAsync(d => d.Provider == movement.Provider && d.Subject == movement.MovementId, cancel);

    private async Task TellAsync(Comparison run, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        db.Add(run);
        if (run.Found > 0)
        {
            var text = $"{run.Provider} and the books differ in {run.Found} more {(run.Found == 1 ? "movement" : "movements")}.";
            await db.NotifyStaffAsync(StaffRole.Operator, "reconciliation", text, clock.UtcNow, cancel);
        }

        db.Changed(LiveTopic.Payments, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
    }

    [LoggerMessage(2005, LogLevel.Warning, "{Provider} could not be asked what moved its balance; the next run asks again.")]
    private partial void LogAway(Exception error, string provider);
}

/// <summary>Compares books and providers. Safe to run twice: a movement is kept and a difference found once.</summary>
public sealed class ReconcileJob(ReconciliationRun run)
{
    public Task RunAsync(CancellationToken cancel) => run.RunAsync(cancel);
}
