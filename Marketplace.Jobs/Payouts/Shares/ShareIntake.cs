using Marketplace.Data;
using Marketplace.Ledger;
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
        foreach (var gain in gains)
        {
            db.AddRange(Shares(gain, origins[gain.Journal]));
        }

        await db.SaveChangesAsync(cancel);
    }

    private IEnumerable<Share> Shares(ShareGain gain, ShareOrigin origin)
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

        var reserve = amount.Share(options.Value.ReserveBasisPoints / 100m);
        var due = DueAt(journal, gain, origin);
        if ((amount - reserve).Minor != 0)
        {
            yield return new Share(journal, gain.PublisherId, amount - reserve, origin, SharePart.Held, due);
        }

        if (reserve.Minor != 0)
        {
            yield return new Share(journal, gain.PublisherId, reserve, origin, SharePart.Reserve, due.AddDays(options.Value.ReserveDays));
        }
    }

    // A deduction is released with the sale that it is of, or at once where there is none.
    private DateTime DueAt(Journal journal, ShareGain gain, ShareOrigin origin)
    {
        var due = origin.SoldAt.AddDays(gain.Amount.Minor < 0 && origin.IsFirst ? 0 : options.Value.RefundDays);
        return due > journal.At ? due : journal.At;
    }
}
