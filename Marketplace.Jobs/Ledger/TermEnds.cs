using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

/// <param name="Source">That of the schedule: what was sold, as <c>kind/id</c>.</param>
/// <param name="At">When it became known, in UTC.</param>
/// <param name="Day">The first day that is no longer earned. Days that were posted before stay so.</param>
/// <param name="Refund">Null where the client only cancels.</param>
public sealed record TermEnd(string Source, DateTime At, DateOnly Day, TermRefund? Refund = null);

/// <param name="Source">The refund or credit note, as <c>kind/id</c>.</param>
/// <param name="From">Provider cash for what is paid back; the receivable for what was not paid yet.</param>
/// <param name="Net">Without tax, more than nothing.</param>
public sealed record TermRefund(string Source, string Description, AccountKey From, Money Net, params IReadOnlyList<TaxDue> Taxes)
{
    public Money Gross => Net + Taxes.Select(tax => tax.Amount).Sum(Net.Currency);
}

/// <summary>Ends terms before their last day, in the caller's transaction.</summary>
public sealed class TermEnds(Journals journals)
{
    /// <summary>Posts the days up to the end, what is earned with it, and the refund. Nothing where the term was ended before.</summary>
    /// <returns>What it came to; null where the term was ended before.</returns>
    public async Task<EarlyEnd?> EndAsync(MarketplaceDb db, TermEnd end, CancellationToken cancel)
    {
        if (Ended(await ScheduleAsync(db.RecognitionSchedules, end, cancel), end) is not var (ended, postings))
        {
            return null;
        }

        await journals.PostAsync(db, postings, cancel);
        await db.SaveChangesAsync(cancel);
        return ended;
    }

    /// <summary>What it would post; nothing is changed.</summary>
    public static async Task<IReadOnlyList<Posting>> PreviewAsync(MarketplaceDb db, TermEnd end, CancellationToken cancel) =>
        Ended(await ScheduleAsync(db.RecognitionSchedules.AsNoTracking(), end, cancel), end)?.Postings ?? [];

    private static async Task<RecognitionSchedule> ScheduleAsync(IQueryable<RecognitionSchedule> schedules, TermEnd end, CancellationToken cancel) =>
        await schedules.FirstOrDefaultAsync(s => s.Source == end.Source, cancel)
            ?? throw new ArgumentException($"{end.Source} was not sold for a term: it has no schedule.", nameof(end));

    private static (EarlyEnd End, IReadOnlyList<Posting> Postings)? Ended(RecognitionSchedule schedule, TermEnd end)
    {
        if (schedule.EndedOn is not null)
        {
            return null;
        }

        var postings = schedule.Advance(end.Day).ToList();
        var ended = schedule.End(end.Day, end.Refund?.Net ?? Money.Zero(schedule.Currency));
        postings.AddRange(Earned(schedule, ended, end).Concat(Refunded(schedule, ended, end)));
        return (ended, postings);
    }

    private static IEnumerable<Posting> Earned(RecognitionSchedule schedule, EarlyEnd ended, TermEnd end)
    {
        var (commission, share) = ended.Earned;
        if ((commission + share).Minor > 0)
        {
            yield return Posting.Of(
                JournalKind.Recognition, $"{schedule.JournalSource}/end", schedule.Description, schedule.Document, end.At,
                Leg.Debit(AccountKey.DeferredRevenue, commission + share),
                Leg.Credit(AccountKey.Commission, commission),
                Leg.Credit(AccountKey.PayableHeld(schedule.PublisherId), share));
        }
    }

    private static IEnumerable<Posting> Refunded(RecognitionSchedule schedule, EarlyEnd ended, TermEnd end)
    {
        if (end.Refund is { } refund)
        {
            yield return Posting.Of(
                JournalKind.Refund, refund.Source, refund.Description, schedule.Document, end.At,
                [
                    Leg.Debit(AccountKey.DeferredRevenue, ended.Reversed),
                    Leg.Debit(AccountKey.Refunds, ended.GivenBack.Commission),
                    Leg.Debit(AccountKey.PayableHeld(schedule.PublisherId), ended.GivenBack.Publisher),
                    .. refund.Taxes.Select(tax => Leg.Debit(AccountKey.TaxPayable(tax.Country, tax.Percent), tax.Amount)),
                    Leg.Credit(refund.From, refund.Gross),
                ]);
        }
    }
}
