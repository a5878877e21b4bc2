using Marketplace.Data;

namespace Marketplace.Payments;

/// <summary>A payment that its payer contests. It is what the provider said when it was last asked.</summary>
public sealed class Dispute
{
    public const int MaxReason = 80, MaxText = 20_000, MaxFile = 4_500_000, MaxFileName = 200;

    private Dispute() => (Provider, ProviderId, Reason, Currency) = ("", "", "", "");

    public Dispute(Payment payment, ProviderDispute first, DateTime now)
    {
        (Id, PaymentId, Payment, Provider, ProviderId) = (Guid.NewGuid(), payment.Id, payment, payment.Provider, first.Id);
        (Minor, Currency, Reason, At, FoundAt) = (first.Amount.Minor, first.Amount.Currency, first.Reason.Clip(MaxReason), first.At, now);
    }

    public Guid Id { get; private set; }
    public Guid PaymentId { get; private set; }
    public Payment Payment { get; private set; } = null!;
    public string Provider { get; private set; }
    public string ProviderId { get; private set; }
    public long Minor { get; private set; }
    public string Currency { get; private set; }
    public Money Amount => new(Minor, Currency);

    /// <summary>The provider's code of it.</summary>
    public string Reason { get; private set; }

    public DisputeState State { get; private set; }

    /// <summary>The payer's bank only asks: the money was not taken.</summary>
    public bool IsInquiry { get; private set; }

    public DateTime At { get; private set; }
    public DateTime FoundAt { get; private set; }

    /// <summary>Until when evidence is taken.</summary>
    public DateTime? DueBy { get; private set; }

    public DateTime? WithdrawnAt { get; private set; }
    public DateTime? ReinstatedAt { get; private set; }
    public DateTime? EndedAt { get; private set; }

    /// <summary>What was answered; null while nothing was. It is kept for whoever asks later.</summary>
    public string? EvidenceText { get; private set; }

    public string? EvidenceName { get; private set; }
    public string? EvidenceType { get; private set; }
    public byte[]? EvidenceContent { get; private set; }

    /// <summary>What the marketplace had recorded of the payment, as it went along; null where it did not.</summary>
    public byte[]? RecordsContent { get; private set; }

    public DateTime? EvidenceAt { get; private set; }
    public long? EvidenceById { get; private set; }
    public int Version { get; private set; }

    public bool TakesEvidence => State is DisputeState.NeedsResponse && EvidenceAt is null;

    public ProviderEvidence Evidence => new(
        EvidenceText ?? "", EvidenceContent is null ? null : new(EvidenceName!, EvidenceType!, EvidenceContent),
        RecordsContent is null ? null : RecordsOf(RecordsContent));

    /// <summary>The records as a file, by a name that people recognize it by.</summary>
    public EvidenceFile RecordsOf(byte[] content) => new($"records-{Id:N}.pdf", "application/pdf", content);

    public void Answer(ProviderEvidence evidence, long byId, DateTime now)
    {
        (EvidenceText, EvidenceAt, EvidenceById) = (evidence.Text, now, byId);
        (EvidenceName, EvidenceType, EvidenceContent) = (evidence.File?.Name, evidence.File?.MediaType, evidence.File?.Content);
        RecordsContent = evidence.Records?.Content;
        Version++;
    }

    /// <returns>Whether anything is other than before.</returns>
    public bool Take(ProviderDispute now, DateTime at)
    {
        var before = (State, IsInquiry, DueBy, WithdrawnAt, ReinstatedAt);
        (State, IsInquiry, DueBy) = (now.State, now.IsInquiry, now.DueBy);
        WithdrawnAt ??= now.IsWithdrawn ? at : null;
        ReinstatedAt ??= now.IsReinstated ? at : null;
        EndedAt = State is DisputeState.NeedsResponse or DisputeState.UnderReview ? null : EndedAt ?? at;
        if (Version > 0 && before == (State, IsInquiry, DueBy, WithdrawnAt, ReinstatedAt))
        {
            return false;
        }

        Version++;
        return true;
    }
}
