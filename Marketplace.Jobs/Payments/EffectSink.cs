using Marketplace.Data;
using Marketplace.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments;

/// <summary>Hears, in its transaction, of each row that changes because a provider was asked how something is.</summary>
/// <param name="subject">What changed, as <c>kind/id</c>: a payment, refund, dispute, or journal.</param>
/// <param name="was">In a few words; null where it was not there.</param>
public delegate void EffectSink(MarketplaceDb db, string subject, string? was, string now);

internal static class Effects
{
    public static string Of(Payment payment) => string.Join(", ", new[]
    {
        $"{payment.State}", payment.Failure, payment.Method, payment.FeeMinor is { } fee ? $"fee {new Money(fee, payment.Currency)}" : null,
    }.OfType<string>());

    public static string Of(Dispute dispute) => dispute switch
    {
        { IsInquiry: true } => $"{dispute.State}, inquiry",
        { ReinstatedAt: not null } => $"{dispute.State}, amount returned",
        { WithdrawnAt: not null } => $"{dispute.State}, amount withdrawn",
        _ => $"{dispute.State}",
    };

    /// <summary>Posts, and tells of the journals that were not there.</summary>
    public static async Task PostAsync(this Journals journals, MarketplaceDb db, IReadOnlyList<Posting> postings, EffectSink? told, CancellationToken cancel)
    {
        var sources = postings.Select(posting => posting.Source).ToList();
        var known = told is null ? [] : await db.Journals.Where(j => sources.Contains(j.Source)).Select(j => j.Source).ToListAsync(cancel);
        var ids = await journals.PostAsync(db, postings, cancel);
        foreach (var (posting, id) in postings.Zip(ids).Where(one => told is not null && !known.Contains(one.First.Source)))
        {
            told!(db, $"journal/{id}", null, $"{posting.Kind}: {posting.Source}");
        }
    }
}
