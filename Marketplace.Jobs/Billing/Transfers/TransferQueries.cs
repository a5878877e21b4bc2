using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Transfers;

/// <param name="Invoice">The number of the one that it most likely pays, or paid.</param>
/// <param name="Client">For whom a rest is kept, or whose invoice it paid.</param>
/// <param name="CanRelease">It paid a part of an invoice that is not paid in full.</param>
public sealed record BankLineRow(
    long Id, DateOnly BookedOn, string Name, string? Iban, string Reference, string Text, long Minor, long SpentMinor, string Currency, BankLineState State,
    int Score, string? Invoice, string? Client, string? Decision, string? By, DateTime? DecidedAt, string? File, int Version,
    bool CanRelease)
{
    public Money Amount => new(Minor, Currency);
    public Money Rest => new(Minor > 0 ? Minor - SpentMinor : 0, Currency);
}

/// <summary>An invoice that a line may pay, and what speaks for it.</summary>
public sealed record ScoredInvoice(OpenInvoice Invoice, MatchScore Score);

/// <summary>A line as it is decided on.</summary>
/// <param name="Invoices">The likeliest first.</param>
/// <param name="Named">Those that it names.</param>
public sealed record BankLineView(BankLineRow Row, IReadOnlyList<ScoredInvoice> Invoices)
{
    public IEnumerable<ScoredInvoice> Named => Invoices.Where(one => one.Score.IsNamed && one.Invoice.Open.Minor > 0);
}

/// <summary>Reads lines of statements, for operators; everybody else gets nothing.</summary>
public sealed class TransferQueries(IDbContextFactory<MarketplaceDb> databases)
{
    private const int MaxClients = 20;

    public static readonly ListColumns<BankLine> Columns = new ListColumns<BankLine>(l => l.Id, "-booked")
        .Sorted("booked", l => l.BookedOn).Text("name", l => l.Name).Text("reference", l => l.Reference).Text("text", l => l.Text)
        .Sorted("amount", l => l.Minor).Text("currency", l => l.Currency).Number("score", l => (long?)l.Score)
        .Text("client", l => l.Organization!.Name).Choice("state", l => l.State);

    /// <param name="states">Those that are shown.</param>
    public async Task<Page<BankLineRow>> ListAsync(Actor actor, IReadOnlyList<BankLineState> states, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, Columns.Apply(All(db, actor).Where(l => states.Contains(l.State)), query)).PageAsync(query, cancel);
    }

    /// <summary>How many there are of each state; nothing where there are none.</summary>
    public async Task<IReadOnlyDictionary<BankLineState, int>> CountsAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await All(db, actor).GroupBy(l => l.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
    }

    /// <param name="search">Part of an invoice's number or a client's name; those are added.</param>
    public async Task<BankLineView?> ReadAsync(Actor actor, long id, string? search, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Rows(db, All(db, actor).Where(l => l.Id == id)).FirstOrDefaultAsync(cancel) is not { } row)
        {
            return null;
        }

        var said = (await db.BankLines.AsNoTracking().SingleAsync(l => l.Id == id, cancel)).Said;
        var named = await TransferCandidates.NamedAsync(db, said, cancel);
        var found = await TransferCandidates.ReadAsync(db, said with { Amount = row.Minor > 0 ? row.Rest : row.Amount }, named, cancel);
        var searched = search?.Trim() is { Length: > 0 } text ? await TransferCandidates.SearchAsync(db, text, cancel) : [];
        return new(row, [.. found.Concat(searched).DistinctBy(invoice => invoice.Id)
            .Select(invoice => new ScoredInvoice(invoice, TransferMatch.Score(said with { Amount = row.Rest }, named, invoice)))
            .OrderByDescending(one => one.Score.Total).ThenBy(one => one.Invoice.Id)]);
    }

    /// <summary>Clients by a part of their name, for whom a rest can be kept.</summary>
    public async Task<IReadOnlyList<(long Id, string Name)>> ClientsAsync(Actor actor, string text, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (operators, like) = (db.StaffGrants.Allowing(actor, StaffRole.Operator), text.Trim().AsLikePart());
        var found = await db.Organizations.Where(o => o.IsClient && operators.Any() && EF.Functions.Like(o.Name, like, Texts.LikeEscape))
            .OrderBy(o => o.Name).ThenBy(o => o.Id).Take(MaxClients).Select(o => new { o.Id, o.Name }).ToListAsync(cancel);
        return found.ConvertAll(one => (one.Id, one.Name));
    }

    private static IQueryable<BankLine> All(MarketplaceDb db, Actor actor)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.BankLines.Where(_ => operators.Any());
    }

    private static IQueryable<BankLineRow> Rows(MarketplaceDb db, IQueryable<BankLine> lines)
    {
        var (invoices, users, parts) = (db.Set<Invoice>(), db.Users, db.InvoicePayments);
        var waiting = db.ExpectedTransfers.Where(t => t.State == PaymentState.Started && t.PaidMinor > 0);
        return lines.Select(l => new BankLineRow(
            l.Id, l.BookedOn, l.Name, l.Iban, l.Reference, l.Text, l.Minor, l.SpentMinor, l.Currency, l.State, l.Score,
            invoices.Where(i => i.Id == l.InvoiceId).Select(i => i.Number).FirstOrDefault(), l.Organization!.Name, l.Decision,
            users.Where(u => u.Id == l.DecidedById).Select(u => u.DisplayName).FirstOrDefault(), l.DecidedAt, l.File, l.Version,
            l.SpentMinor > 0 && parts.Any(p => p.LineId == l.Id && waiting.Any(t => t.PaymentId == p.PaymentId))));
    }
}
