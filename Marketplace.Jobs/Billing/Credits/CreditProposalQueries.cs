using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Credits;

/// <param name="RefundMinor">What of it goes back by the payment.</param>
/// <param name="Note">The number of the credit note that it became.</param>
public sealed record CreditProposalRow(
    long Id, string Invoice, string Organization, DateTime At, string By, string Reason, long Minor, long RefundMinor, string Currency,
    CreditProposalState State, DateTime? EndedAt, string? EndedBy, string? Note)
{
    public Money Amount => new(Minor, Currency);
    public Money Refund => new(RefundMinor, Currency);
}

/// <summary>A proposal as its page shows it.</summary>
/// <param name="Invoice">That it is of.</param>
/// <param name="IsOwn">The actor proposed it.</param>
/// <param name="Answer">Why it was declined.</param>
/// <param name="Effect">What it would do now; null where it has ended or cannot be carried out any more.</param>
/// <param name="Problem">Why it cannot be carried out any more.</param>
public sealed record CreditProposalView(
    CreditProposalRow Row, CreditWish Asked, InvoiceDocument Invoice, long OrganizationId, string Hash, bool IsOwn, string? Answer, CreditEffect? Effect,
    string? Problem);

/// <summary>Reads proposed credits, for operators; everybody else gets nothing.</summary>
public sealed class CreditProposalQueries(IDbContextFactory<MarketplaceDb> databases, CreditNotes notes)
{
    private const int MaxNamed = 5;

    public static readonly ListColumns<CreditProposal> Columns = new ListColumns<CreditProposal>(p => p.Id, "open", "-at")
        .Sorted("open", p => p.EndedAt == null ? 0 : 1).Text("invoice", p => p.Invoice.Number).Text("client", p => p.Invoice.Organization.Name)
        .Choice("state", p => p.State).Time("at", p => p.At).Text("by", p => p.By.DisplayName).Text("reason", p => p.Reason)
        .Time("ended", p => p.EndedAt).Text("endedby", p => p.EndedBy!.DisplayName).Text("currency", p => p.Currency).Sorted("amount", p => p.Minor);

    public async Task<Page<CreditProposalRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(Columns.Apply(All(db, actor), query)).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<CreditProposalRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(Columns.Apply(All(db, actor), query)), cancel);

    /// <summary>How many wait for approval.</summary>
    public async Task<int> OpenAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await All(db, actor).CountAsync(p => p.EndedAt == null, cancel);
    }

    /// <summary>What waits for approval of an invoice; null if nothing does.</summary>
    public async Task<CreditProposalRow?> OfInvoiceAsync(Actor actor, long invoiceId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(All(db, actor).Where(p => p.InvoiceId == invoiceId && p.EndedAt == null)).FirstOrDefaultAsync(cancel);
    }

    /// <summary>Null if there is none, or the actor is no operator.</summary>
    public async Task<CreditProposalView?> ReadAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = All(db, actor).Where(p => p.Id == id);
        if (await Rows(found).FirstOrDefaultAsync(cancel) is not { } row)
        {
            return null;
        }

        var proposal = await found.Include(p => p.Invoice).Include(p => p.By).SingleAsync(cancel);
        var asked = proposal.Asked;
        var now = row.State is CreditProposalState.Open ? await notes.PreviewAsync(db, actor, asked, cancel) : null;
        var effect = now is CreditOutcome.Shown shown && shown.Effect.Hash == proposal.Hash ? shown.Effect : null;
        var problem = now is not null && effect is null ? await ChangeAsync(db, proposal, cancel) : null;
        return new(
            row, asked, proposal.Invoice.Document, proposal.Invoice.OrganizationId, proposal.Hash, proposal.ById == actor.UserId, proposal.Answer, effect,
            problem);
    }

    /// <summary>Why it is no longer what was proposed.</summary>
    internal static async Task<string> ChangeAsync(MarketplaceDb db, CreditProposal proposal, CancellationToken cancel)
    {
        var (invoice, at) = (proposal.InvoiceId, proposal.At);
        var since = await db.Invoices.Where(i => i.CorrectsId == invoice && i.IssuedAt >= at).OrderBy(i => i.Id).Take(MaxNamed).Select(i => i.Number)
            .ToListAsync(cancel);
        return since.Count > 0
            ? $"Invoice {proposal.Invoice.Number} was credited after this was proposed: {string.Join(", ", since)}. "
                + $"Decline it, or let {proposal.By.DisplayName} withdraw it and propose what is left."
            : "What this would refund or end has changed since it was proposed. "
                + $"Decline it, or let {proposal.By.DisplayName} withdraw it and propose it again.";
    }

    private static IQueryable<CreditProposal> All(MarketplaceDb db, Actor actor)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.CreditProposals.AsNoTracking().Where(_ => operators.Any());
    }

    private static IQueryable<CreditProposalRow> Rows(IQueryable<CreditProposal> proposals) => proposals.Select(p => new CreditProposalRow(
        p.Id, p.Invoice.Number, p.Invoice.Organization.Name, p.At, p.By.DisplayName, p.Reason, p.Minor, p.RefundMinor, p.Currency, p.State, p.EndedAt,
        p.EndedBy!.DisplayName, p.Note!.Number));
}
