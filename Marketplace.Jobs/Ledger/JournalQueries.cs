using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

/// <param name="Minor">What it moves in its first currency.</param>
public sealed record JournalRow(
    long Id, DateTime At, int Month, JournalKind Kind, string Source, string Document, string Description, long Minor, string Currency)
{
    public Money Amount => new(Minor, Currency);
}

/// <summary>Of which journals a list is.</summary>
/// <param name="Month">Null for all.</param>
/// <param name="Account">Those that post to an account of the kind; null for all.</param>
public sealed record JournalScope(int? Month = null, AccountKind? Account = null);

/// <summary>An account's side of a journal.</summary>
public sealed record JournalLeg(AccountName Account, string Currency, long Debit, long Credit);

/// <param name="IsWhole">It has as many entries as it was written with.</param>
public sealed record JournalDetails(JournalRow Journal, bool IsWhole, IReadOnlyList<JournalLeg> Legs);

/// <summary>Reads journals, for operators; everybody else gets nothing.</summary>
public sealed class JournalQueries(IDbContextFactory<MarketplaceDb> databases)
{
    private const int MaxOfDocument = 100;

    public static readonly ListColumns<Journal> Columns = new ListColumns<Journal>(j => j.Id, "-at")
        .Time("at", j => j.At).Choice("kind", j => j.Kind).Text("description", j => j.Description).Text("source", j => j.Source)
        .Text("document", j => j.Document);

    public async Task<Page<JournalRow>> ListAsync(Actor actor, JournalScope scope, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, Columns.Apply(Scoped(db, actor, scope), query)).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<JournalRow> StreamAsync(Actor actor, JournalScope scope, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, Columns.Apply(Scoped(db, actor, scope), query)), cancel);

    /// <summary>The journals of a document, the earliest first.</summary>
    /// <param name="document">As <c>kind/id</c>.</param>
    public async Task<IReadOnlyList<JournalRow>> OfDocumentAsync(Actor actor, string document, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, Scoped(db, actor, new()).Where(j => j.Document == document).OrderBy(j => j.At).ThenBy(j => j.Id))
            .Take(MaxOfDocument).ToListAsync(cancel);
    }

    /// <summary>Null if there is none, or the actor is no operator.</summary>
    public async Task<JournalDetails?> ReadAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Rows(db, Scoped(db, actor, new()).Where(j => j.Id == id)).FirstOrDefaultAsync(cancel) is not { } journal)
        {
            return null;
        }

        var count = await db.Journals.Where(j => j.Id == id).Select(j => j.Count).SingleAsync(cancel);
        var entries = await db.Entries.AsNoTracking().Where(e => e.JournalId == id).OrderBy(e => e.Line).Take(Posting.MaxLines)
            .Include(e => e.Debit.Publisher).Include(e => e.Credit.Publisher).ToListAsync(cancel);
        return new(journal, entries.Count == count, [.. entries
            .SelectMany(e => new[] { (Of: e.Debit, e.Currency, Debit: e.Minor, Credit: 0L), (Of: e.Credit, e.Currency, Debit: 0L, Credit: e.Minor) })
            .GroupBy(leg => (leg.Of.Id, leg.Currency))
            .Select(legs => new JournalLeg(Name(legs.First().Of), legs.Key.Currency, legs.Sum(leg => leg.Debit), legs.Sum(leg => leg.Credit)))
            .OrderBy(leg => leg.Currency, StringComparer.Ordinal).ThenBy(leg => leg.Account.Number).ThenBy(leg => leg.Account.Id)]);
    }

    internal static AccountName Name(Account a) => AccountName.From(a.Id, a.Kind, a.Publisher?.Name, a.Country, a.RateMillionths, a.Provider);

    private static IQueryable<Journal> Scoped(MarketplaceDb db, Actor actor, JournalScope scope)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        var journals = db.Journals.Where(_ => operators.Any());
        if (scope.Month is { } month)
        {
            journals = journals.Where(j => j.Month == month);
        }

        return scope.Account is { } kind ? journals.Where(j => j.Entries.Any(e => e.Debit.Kind == kind || e.Credit.Kind == kind)) : journals;
    }

    private static IQueryable<JournalRow> Rows(MarketplaceDb db, IQueryable<Journal> journals)
    {
        var entries = db.Entries;
        return journals.Select(j => new JournalRow(
            j.Id, j.At, j.Month, j.Kind, j.Source, j.Document, j.Description,
            entries.Where(e => e.JournalId == j.Id && e.Currency == entries.Where(f => f.JournalId == j.Id && f.Line == 0).Select(f => f.Currency).First())
                .Sum(e => e.Minor),
            entries.Where(e => e.JournalId == j.Id && e.Line == 0).Select(e => e.Currency).FirstOrDefault() ?? ""));
    }
}
