using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Payments.Bank;
using Marketplace.Payouts.Accounts;
using Marketplace.Payouts.Shares;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payouts;

/// <summary>Payouts for operators and, of their own publishers, for members; their runs for operators alone.</summary>
public sealed class PayoutQueries(IDbContextFactory<MarketplaceDb> databases)
{
    private const int MaxBills = 200;

    public static readonly ListColumns<PayoutRun> RunColumns = new ListColumns<PayoutRun>(r => r.Id, "-prepared")
        .Time("prepared", r => r.PreparedAt).Text("by", r => r.PreparedBy!.DisplayName).Choice("method", r => r.Method).Text("currency", r => r.Currency)
        .Choice("state", r => r.CanceledAt != null ? PayoutRunState.Canceled : r.SentAt != null ? PayoutRunState.Sent
            : r.Approvals.Count(a => a.Hash == r.Hash) >= r.Needed ? PayoutRunState.Approved : PayoutRunState.Prepared)
        .Sorted("count", r => r.Count).Sorted("total", r => r.Minor);

    public static readonly ListColumns<Payout> Columns = new ListColumns<Payout>(p => p.Id, "-prepared")
        .Time("prepared", p => p.Run.PreparedAt).Text("publisher", p => p.Publisher.Name).Choice("method", p => p.Run.Method)
        .Text("currency", p => p.Currency)
        .Choice("state", p => p.RemovedAt != null ? PayoutState.Removed : p.ReturnedAt != null ? PayoutState.Returned
            : p.PaidAt != null ? PayoutState.Paid : p.Run.SentAt != null ? PayoutState.Sent
            : p.Run.CanceledAt != null ? PayoutState.Canceled : PayoutState.Prepared)
        .Sorted("amount", p => p.Minor).Sorted("count", p => p.Count);

    public static readonly ListColumns<Share> LineColumns = new ListColumns<Share>(s => s.Id, "at")
        .Time("at", s => s.At).Choice("kind", s => s.Kind).Text("text", s => s.Item!.Text ?? s.Journal.Description).Text("source", s => s.Journal.Source)
        .Text("document", s => s.Journal.Document).Sorted("amount", s => s.Minor);

    public async Task<Page<RunRow>> RunsAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Runs(RunColumns.Apply(OfOperator(db, actor), query)).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<RunRow> StreamRunsAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Runs(RunColumns.Apply(OfOperator(db, actor), query)), cancel);

    /// <summary>Null if there is none, or the actor is no operator.</summary>
    public async Task<RunView?> RunAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var run = OfOperator(db, actor).Where(r => r.Id == id);
        if (await Runs(run).FirstOrDefaultAsync(cancel) is not { } row)
        {
            return null;
        }

        var rest = await run.Select(r => new
        {
            r.Hash, SentBy = r.SentBy!.DisplayName, CanceledBy = r.CanceledBy!.DisplayName, r.CanceledAt, HasFile = r.File != null,
            IsApproved = r.Approvals.Any(a => a.ById == actor.UserId && a.Hash == r.Hash),
            Waits = r.SentAt != null && r.Payouts.Any(p => p.RemovedAt == null && p.PaidAt == null && p.ReturnedAt == null),
        }).SingleAsync(cancel);
        var approvals = await db.PayoutApprovals.Where(a => a.RunId == id && a.Hash == a.Run.Hash).OrderBy(a => a.At)
            .Select(a => new ApprovalRow(a.By.DisplayName, a.At))
            .Take(10).ToListAsync(cancel);
        return new(row, rest.Hash, approvals, rest.IsApproved, rest.SentBy, rest.CanceledBy, rest.CanceledAt, rest.HasFile, rest.Waits);
    }

    /// <param name="runId">Of one run; null for all. Operators alone.</param>
    public async Task<Page<PayoutRow>> ListAsync(Actor actor, long? runId, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await OfRun(db, actor, runId, query).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<PayoutRow> StreamAsync(Actor actor, long? runId, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => OfRun(db, actor, runId, query), cancel);

    /// <summary>Of one's own publishers: what was sent, and became of it.</summary>
    public async Task<Page<PayoutRow>> OwnAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(Columns.Apply(Own(db, actor), query)).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<PayoutRow> StreamOwnAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(Columns.Apply(Own(db, actor), query)), cancel);

    /// <summary>Null if it is neither of a publisher of the actor's, and sent, nor the actor an operator.</summary>
    public async Task<PayoutView?> ReadAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var seen = Seen(db, actor).Where(p => p.Id == id);
        if (await Rows(seen).FirstOrDefaultAsync(cancel) is not { } row)
        {
            return null;
        }

        var isOperator = await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel);
        var rest = await seen.Include(p => p.Account).Include(p => p.RemovedBy).Include(p => p.Transfer).AsNoTracking().SingleAsync(cancel);
        // Members see where it went; only operators, who send it, see the whole number.
        var account = isOperator ? rest.Account.Number : rest.Account.Masked;
        var bills = await db.SelfBills.AsNoTracking().Where(b => b.PayoutId == id).OrderBy(b => b.Id).Take(MaxBills).ToListAsync(cancel);
        var bill = bills.Find(one => one.CorrectsId is null);
        return new(
            row, rest.PublisherId, rest.Account.Holder, account, rest.Reference, rest.Hash, rest.PaidAt, rest.ReturnedAt, rest.ReturnReason, bill?.Number,
            bill is not null && UblInvoice.Can(bill.Document), isOperator,
            rest.RemovedAt is { } at ? new(at, rest.RemovedBy!.DisplayName, rest.RemoveReason!) : null,
            [.. bills.Where(one => one.CorrectsId is not null).Select(one => Of(one))],
            rest.Transfer is { } sent ? new(sent.ProviderId, sent.MayStop ? sent.Problem : null, sent.IsOpen, new(sent.ReversedMinor, rest.Currency)) : null);
    }

    /// <summary>Of the publishers that the actor owns, those that are not paid until their account is entered again: a payout to it came back.</summary>
    public async Task<IReadOnlyList<long>> ReturnedAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (own, payouts) = (db.PublishersOwnedBy(actor), db.Payouts);
        return await db.CurrentPayoutAccounts().Where(a => own.Any(o => o.Id == a.PublisherId)
            && payouts.Any(p => p.AccountId == a.Id && p.ReturnedAt != null)).OrderBy(a => a.PublisherId)
            .Select(a => a.PublisherId).Take(100).ToListAsync(cancel);
    }

    /// <summary>The lines of a payout that the actor sees.</summary>
    public async Task<Page<LineRow>> LinesAsync(Actor actor, long id, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Lines(db, actor, id, query).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<LineRow> StreamLinesAsync(Actor actor, long id, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Lines(db, actor, id, query), cancel);

    internal static IQueryable<Payout> Seen(MarketplaceDb db, Actor actor)
    {
        var (own, operators) = (db.Organizations.Of(actor), db.StaffGrants.Allowing(actor, StaffRole.Operator));
        return db.Payouts.Where(p => operators.Any() || (p.Run.SentAt != null && p.RemovedAt == null && own.Any(o => o.Id == p.PublisherId && o.Publishes)));
    }

    internal static IQueryable<Payout> Own(MarketplaceDb db, Actor actor)
    {
        var own = db.Organizations.Of(actor);
        return db.Payouts.AsNoTracking().Where(p => p.Run.SentAt != null && p.RemovedAt == null && own.Any(o => o.Id == p.PublisherId && o.Publishes));
    }

    private static IQueryable<PayoutRun> OfOperator(MarketplaceDb db, Actor actor)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.PayoutRuns.AsNoTracking().Where(_ => operators.Any());
    }

    private static IQueryable<RunRow> Runs(IQueryable<PayoutRun> runs) => runs.Select(r => new RunRow(
        r.Id, r.Method, r.Currency, r.IsTest, r.PreparedAt, r.PreparedBy!.DisplayName, r.Count, r.Minor, r.Needed, r.Approvals.Count(a => a.Hash == r.Hash),
        r.CanceledAt != null ? PayoutRunState.Canceled : r.SentAt != null ? PayoutRunState.Sent
            : r.Approvals.Count(a => a.Hash == r.Hash) >= r.Needed ? PayoutRunState.Approved : PayoutRunState.Prepared,
        r.SentAt));

    private static IQueryable<PayoutRow> OfRun(MarketplaceDb db, Actor actor, long? runId, ListQuery query)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        var payouts = db.Payouts.AsNoTracking().Where(_ => operators.Any());
        return Rows(Columns.Apply(runId is { } id ? payouts.Where(p => p.RunId == id) : payouts, query));
    }

    private static IQueryable<PayoutRow> Rows(IQueryable<Payout> payouts) => payouts.Select(p => new PayoutRow(
        p.Id, p.RunId, p.Run.PreparedAt, p.Publisher.Name, p.Run.Method, PayoutAccount.MaskedOf(p.Account.ConnectId ?? p.Account.Iban), p.Minor,
        p.Currency, p.Count,
        p.RemovedAt != null ? PayoutState.Removed : p.ReturnedAt != null ? PayoutState.Returned
            : p.PaidAt != null ? PayoutState.Paid : p.Run.SentAt != null ? PayoutState.Sent
            : p.Run.CanceledAt != null ? PayoutState.Canceled : PayoutState.Prepared,
        p.Run.SentAt, p.Run.IsTest));

    private static CreditNoteRow Of(SelfBill note) =>
        new(note.Id, note.Number, note.Document.Corrects ?? "", note.Document.Total, UblInvoice.Can(note.Document));

    private static IQueryable<LineRow> Lines(MarketplaceDb db, Actor actor, long id, ListQuery query)
    {
        var seen = Seen(db, actor);
        return LineColumns.Apply(db.Shares.AsNoTracking().Where(s => s.PayoutId == id && seen.Any(p => p.Id == id)), query).Select(s => new LineRow(
            s.Id, s.At, s.Kind, s.Item!.Text ?? s.Journal.Description, s.Item!.Module.PackageId, s.Item!.Detail, s.Journal.Source, s.Journal.Document, s.Minor,
            s.Currency, s.ReleasedAt));
    }
}
