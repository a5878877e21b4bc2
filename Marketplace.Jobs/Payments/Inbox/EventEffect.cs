using Marketplace.Data;
using Marketplace.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payments.Inbox;

/// <summary>
/// Something that was other after an event was processed than before. Of several events about one payment that are processed at the same moment, each has it.
/// </summary>
/// <param name="subject">What changed, as <c>kind/id</c>: a payment, refund, dispute, or journal.</param>
/// <param name="was">Null where it was not there.</param>
public sealed class EventEffect(long eventId, string subject, string? was, string now, DateTime at) : IAppendOnly
{
    public const int MaxSubject = 60, MaxText = 200;

    public long Id { get; private set; }
    public long EventId { get; private set; } = eventId;
    public string Subject { get; private set; } = subject;
    public string? Was { get; private set; } = was;
    public string Now { get; private set; } = now;
    public DateTime At { get; private set; } = at;
}

internal sealed class EventEffectMapping : IEntityTypeConfiguration<EventEffect>
{
    public void Configure(EntityTypeBuilder<EventEffect> effect)
    {
        effect.ToTable("ProviderEventEffects");
        effect.Property(e => e.Subject).HasMaxLength(EventEffect.MaxSubject).IsUnicode(false);
        effect.Property(e => e.Was).HasMaxLength(EventEffect.MaxText);
        effect.Property(e => e.Now).HasMaxLength(EventEffect.MaxText);
        effect.HasOne<ProviderEvent>().WithMany().HasForeignKey(e => e.EventId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>What an event is about as it is at one moment: each row by its subject, in a few words.</summary>
internal sealed class EventSubjects
{
    private readonly Dictionary<string, string> _rows = new(StringComparer.Ordinal);

    // A dispute that is new here names its payment only once it was asked for.
    private bool _hasPayment;

    public static async Task<EventSubjects> ReadAsync(MarketplaceDb db, ProviderEvent one, CancellationToken cancel)
    {
        var found = new EventSubjects();
        if (await PaymentAsync(db, one, cancel) is not { } payment)
        {
            return found;
        }

        var id = payment.Id;
        found._hasPayment = true;
        var fee = payment.FeeMinor is { } minor ? $", fee {new Money(minor, payment.Currency)}" : "";
        found.Add($"payment/{id:N}", $"{payment.State}{(payment.Failure is { } failure ? $" ({failure})" : "")}{fee}");
        foreach (var refund in await db.Refunds.Where(r => r.PaymentId == id).Select(r => new { r.Id, r.State }).ToListAsync(cancel))
        {
            found.Add($"refund/{refund.Id:N}", $"{refund.State}");
        }

        foreach (var dispute in await db.Disputes.Where(d => d.PaymentId == id)
            .Select(d => new { d.Id, d.State, d.IsInquiry, IsWithdrawn = d.WithdrawnAt != null, IsReinstated = d.ReinstatedAt != null }).ToListAsync(cancel))
        {
            var amount = dispute.IsInquiry ? ", inquiry" : dispute.IsReinstated ? ", amount returned" : dispute.IsWithdrawn ? ", amount withdrawn" : "";
            found.Add($"dispute/{dispute.Id:N}", $"{dispute.State}{amount}");
        }

        foreach (var journal in await db.Journals.Where(j => j.Document == payment.Document)
            .Select(j => new { j.Id, j.Kind, j.Source }).ToListAsync(cancel))
        {
            found.Add($"journal/{journal.Id}", $"{journal.Kind}: {journal.Source}");
        }

        return found;
    }

    /// <param name="before">The same before the event was processed.</param>
    public IEnumerable<EventEffect> Since(EventSubjects before, long eventId, DateTime at) => _rows
        .Where(row => before._rows.GetValueOrDefault(row.Key) != row.Value && (before._hasPayment || IsOfDispute(row)))
        .Select(row => new EventEffect(eventId, row.Key, before._rows.GetValueOrDefault(row.Key), row.Value, at));

    private static bool IsOfDispute(KeyValuePair<string, string> row) =>
        row.Key.StartsWith("dispute/", StringComparison.Ordinal) || row.Value.Contains(": dispute", StringComparison.Ordinal);

    private void Add(string subject, string text) => _rows[subject] = text.Clip(EventEffect.MaxText);

    /// <summary>The payment that it is about; null where that is none that is known here.</summary>
    public static async Task<Payment?> PaymentAsync(MarketplaceDb db, ProviderEvent one, CancellationToken cancel) => one switch
    {
        { PaymentRef: { } payment } => await db.Payments.AsNoTracking().At(one.Provider, payment).FirstOrDefaultAsync(cancel),
        { RefundRef: { } refund } => await db.Refunds.AsNoTracking().At(one.Provider, refund).Select(r => r.Payment).FirstOrDefaultAsync(cancel),
        { DisputeRef: { } dispute } => await db.Disputes.AsNoTracking().Where(d => d.Provider == one.Provider && d.ProviderId == dispute)
            .Select(d => d.Payment).FirstOrDefaultAsync(cancel),
        _ => null,
    };
}
