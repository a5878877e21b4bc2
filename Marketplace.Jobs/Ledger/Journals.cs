using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

/// <summary>Implemented by the slices that keep rows of journals beside them: Payouts.</summary>
public interface IJournalListener
{
    /// <summary>Hears, in the transaction that posts them, of journals that were not there before. They are saved and have their ids.</summary>
    Task PostedAsync(MarketplaceDb db, IReadOnlyList<Journal> journals, CancellationToken cancel);
}

/// <summary>
/// Writes journals, within the transaction of whoever posts, so that a fact and its journal are there together or not at all. A source is posted once:
/// the same again changes nothing.
/// </summary>
public sealed class Journals(TimeProvider clock, IEnumerable<IJournalListener>? listeners = null)
{
    private const int Batch = 500;

    private readonly IReadOnlyList<IJournalListener> _listeners = [.. listeners ?? []];

    /// <returns>The journal's id.</returns>
    public async Task<long> PostAsync(MarketplaceDb db, Posting posting, CancellationToken cancel) => (await PostAsync(db, [posting], cancel))[0];

    /// <summary>
    /// Saves what the context holds, too. Two that post the same source at once: on SQL Server one of them fails with a lost race
    /// (<see cref="DatabaseFaults"/>), and finds the journal when it tries its whole transaction again.
    /// </summary>
    /// <returns>The journals' ids, in the order of the postings.</returns>
    public async Task<IReadOnlyList<long>> PostAsync(MarketplaceDb db, IReadOnlyList<Posting> postings, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("A journal is posted within a transaction, beside the fact that it writes down.");
        }

        var closed = await db.ClosedMonths.MaxAsync(c => (int?)c.Month, cancel) ?? 0;
        var ids = new List<long>(postings.Count);
        foreach (var some in postings.Chunk(Batch))
        {
            ids.AddRange(await PostSomeAsync(db, some, closed, cancel));
        }

        return ids;
    }

    private async Task<IEnumerable<long>> PostSomeAsync(MarketplaceDb db, Posting[] postings, int closed, CancellationToken cancel)
    {
        var known = await PostedJournal.ReadAsync(db, postings.Select(p => p.Source), cancel);
        var accounts = await AccountsAsync(db, postings.Where(p => !known.ContainsKey(p.Source)), cancel);
        var made = new Dictionary<string, (Posting Posting, Journal Journal)>(StringComparer.Ordinal);
        foreach (var posting in postings)
        {
            if (known.TryGetValue(posting.Source, out var earlier))
            {
                earlier.Check(posting);
            }
            else if (!made.TryGetValue(posting.Source, out var twice))
            {
                made.Add(posting.Source, (posting, Add(db, posting, closed, accounts)));
            }
            else if (!twice.Posting.Lines.SequenceEqual(posting.Lines) || twice.Posting.Kind != posting.Kind)
            {
                throw new InvalidOperationException($"{posting.Source} is posted twice at once, with other entries.");
            }
        }

        if (made.Count > 0)
        {
            db.Changed(LiveTopic.Ledger, clock.UtcNow);
            await db.SaveChangesAsync(cancel);
            IReadOnlyList<Journal> journals = [.. made.Values.Select(one => one.Journal)];
            foreach (var listener in _listeners)
            {
                await listener.PostedAsync(db, journals, cancel);
            }
        }

        return postings.Select(p => known.TryGetValue(p.Source, out var earlier) ? earlier.Id : made[p.Source].Journal.Id);
    }

    private static Journal Add(MarketplaceDb db, Posting posting, int closed, Dictionary<string, Account> accounts)
    {
        var month = LedgerMonth.Of(posting.At);
        var journal = new Journal(posting, month > closed ? month : LedgerMonth.Next(closed));
        foreach (var (line, entry) in posting.Lines.Index())
        {
            journal.Entries.Add(new Entry(line, accounts[entry.Debit.Text], accounts[entry.Credit.Text], entry.Amount));
        }

        db.Add(journal);
        return journal;
    }

    private static async Task<Dictionary<string, Account>> AccountsAsync(MarketplaceDb db, IEnumerable<Posting> postings, CancellationToken cancel)
    {
        var wanted = postings.SelectMany(p => p.Lines).SelectMany(line => (AccountKey[])[line.Debit, line.Credit])
            .DistinctBy(key => key.Text).ToDictionary(key => key.Text, StringComparer.Ordinal);
        var found = new Dictionary<string, Account>(StringComparer.Ordinal);
        foreach (var some in wanted.Keys.Chunk(Batch))
        {
            foreach (var account in await db.LedgerAccounts.Where(a => some.Contains(a.Key)).ToListAsync(cancel))
            {
                found.Add(account.Key, account);
            }
        }

        foreach (var key in wanted.Values.Where(key => !found.ContainsKey(key.Text)))
        {
            found.Add(key.Text, db.Add(new Account(key)).Entity);
        }

        return found;
    }
}
