using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payouts.Terms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Payouts.Shares;

/// <summary>Keeps what each journal gives a publisher as a share, in the transaction that posts the journal: there is none without the other.</summary>
public sealed class ShareIntake(IOptions<ShareOptions> options) : IJournalListener
{
    public async Task PostedAsync(MarketplaceDb db, IReadOnlyList<Journal> journals, CancellationToken cancel)
    {
        var gains = journals.Where(journal => journal.Kind is not JournalKind.ShareRelease).SelectMany(ShareGain.Of).ToList();
        if (gains.Count == 0)
        {
            return;
        }

        var origins = await ShareOrigins.FindAsync(db, gains, cancel);
        var (rules, sold) = (await RulesAsync(db, gains, cancel), await DeductionReserves.FindAsync(db, gains, cancel));
        foreach (var gain in gains)
        {
            var deducted = gain.Amount.Minor < 0 ? sold.GetValueOrDefault((gain.Journal.Document, gain.PublisherId, gain.Amount.Currency)) : null;
            db.AddRange(Shares(gain, origins[gain.Journal], deducted ?? rules(gain)));
        }

        await db.SaveChangesAsync(cancel);
    }

    // By the publisher's own terms, or as usual.
    private async Task<Func<ShareGain, ReserveRule>> RulesAsync(MarketplaceDb db, List<ShareGain> gains, CancellationToken cancel)
    {
        var publishers = gains.Select(gain => gain.PublisherId).Distinct().ToList();
        var terms = await db.CurrentPayoutTerms().AsNoTracking().Where(t => publishers.Contains(t.PublisherId))
            .ToDictionaryAsync(t => (t.PublisherId, t.Currency), cancel);
        return gain =>
        {
            var own = terms.GetValueOrDefault((gain.PublisherId, gain.Amount.Currency));
            return new(own?.ReserveBasisPoints ?? options.Value.ReserveBasisPoints, 10_000, own?.ReserveDays ?? options.Value.ReserveDays);
        };
    }

    private IEnumerable<Share> Shares(ShareGain gain, ShareOrigin origin, ReserveRule kept)
    {
        var (journal, amount) = (gain.Journal, gain.Amount);
        if (gain.IsAvailable)
        {
            // Nothing has to be waited for, such as where a payout came back.
            var share = new Share(journal, gain.PublisherId, amount, origin, SharePart.Available, journal.At);
            share.Release(journal.Id, journal.At);
            yield return share;
            yield break;
        }

        var reserve = kept.Of(amount);
        var due = DueAt(journal, gain, origin);
        if ((amount - reserve).Minor != 0)
        {
            yield return new Share(journal, gain.PublisherId, amount - reserve, origin, SharePart.Held, due);
        }

        if (reserve.Minor != 0)
        {
            yield return new Share(journal, gain.PublisherId, reserve, origin, SharePart.Reserve, kept.DueAt(due));
        }
    }

    // A deduction is released with the sale that it is of, or at once where there is none.
    private DateTime DueAt(Journal journal, ShareGain gain, ShareOrigin origin)
    {
        var due = origin.SoldAt.AddDays(gain.Amount.Minor < 0 && origin.IsFirst ? 0 : options.Value.RefundDays);
        return due > journal.At ? due : journal.At;
    }
}
