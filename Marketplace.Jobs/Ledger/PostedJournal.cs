using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

/// <summary>A journal that is there already, to compare with one that has the same source.</summary>
internal sealed record PostedJournal(long Id, JournalKind Kind, IReadOnlyList<PostedEntry> Entries)
{
    public static async Task<Dictionary<string, PostedJournal>> ReadAsync(MarketplaceDb db, IEnumerable<string> sources, CancellationToken cancel)
    {
        var asked = sources.Distinct(StringComparer.Ordinal).ToArray();
        // Nearly always none is there, and then their entries need not be looked for.
        var found = await db.Journals.Where(j => asked.Contains(j.Source)).Select(j => j.Id).ToListAsync(cancel);
        return found.Count == 0 ? [] : await db.Journals.AsNoTracking().Where(j => found.Contains(j.Id))
            .Select(j => new
            {
                j.Source,
                Journal = new PostedJournal(
                    j.Id, j.Kind,
                    j.Entries.OrderBy(e => e.Line).Select(e => new PostedEntry(e.Debit.Key, e.Credit.Key, e.Minor, e.Currency)).ToList()),
            })
            .ToDictionaryAsync(j => j.Source, j => j.Journal, StringComparer.Ordinal, cancel);
    }

    /// <summary>Refuses to take other entries for the same fact.</summary>
    public void Check(Posting posting)
    {
        if (Kind != posting.Kind || !Entries.SequenceEqual(posting.Lines.Select(PostedEntry.Of)))
        {
            throw new JournalConflictException(
                posting.Source,
                $"{posting.Source} is posted already, as journal {Id} ({Kind}: {Words(Entries)}), and is not posted again as other than that "
                + $"({posting.Kind}: {Words(posting.Lines.Select(PostedEntry.Of))}). What was wrong is put right by a journal with a source of its own.");
        }
    }

    private static string Words(IEnumerable<PostedEntry> entries) => string.Join("; ", entries).Clip(1000);
}

/// <summary>A fact is to be posted other than it was. Nothing of it is: a person has to look.</summary>
/// <param name="posted">The journal that there is, by its source.</param>
public sealed class JournalConflictException(string posted, string message) : InvalidOperationException(message)
{
    public string Posted { get; } = posted;
}

internal sealed record PostedEntry(string Debit, string Credit, long Minor, string Currency)
{
    public static PostedEntry Of(PostingLine line) => new(line.Debit.Text, line.Credit.Text, line.Amount.Minor, line.Amount.Currency);

    public override string ToString() => $"{new Money(Minor, Currency)} from {Credit} to {Debit}";
}
