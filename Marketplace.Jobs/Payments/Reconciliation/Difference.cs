using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Data;

namespace Marketplace.Payments.Reconciliation;

/// <summary>How books and provider differ. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DifferenceKind>))]
public enum DifferenceKind
{
    /// <summary>The provider has a movement that the books do not.</summary>
    MissingHere,

    /// <summary>The books have one that the provider does not.</summary>
    MissingThere,

    OtherAmount,
}

/// <summary>Something in which books and provider do not agree: what it is, and why it probably is.</summary>
/// <param name="subject">The provider's movement, or the source of the journal where there is none.</param>
public sealed class Difference(string provider, DifferenceKind kind, string subject, DateTime foundAt)
{
    public const int MaxSubject = 100, MaxCause = 500, MaxReason = 500;

    public long Id { get; private set; }
    public string Provider { get; private set; } = provider;
    public DifferenceKind Kind { get; private set; } = kind;
    public string Subject { get; private set; } = subject;

    /// <summary>The journal that is meant, by its source; null where there is none.</summary>
    public string? Source { get; private set; }

    /// <summary>What the books say of the provider's cash; nothing where they say nothing.</summary>
    public long OursMinor { get; private set; }

    public long TheirsMinor { get; private set; }
    public string Currency { get; private set; } = "";
    public Money Ours => new(OursMinor, Currency);
    public Money Theirs => new(TheirsMinor, Currency);
    public string Cause { get; private set; } = "";
    public DateTime FoundAt { get; private set; } = foundAt;

    /// <summary>When they were found to agree after all.</summary>
    public DateTime? ResolvedAt { get; private set; }

    /// <summary>When an operator found that nothing is to be done about it.</summary>
    public DateTime? ClosedAt { get; private set; }

    public long? ClosedById { get; private set; }
    public User? ClosedBy { get; private set; }
    public string? CloseReason { get; private set; }

    /// <summary>Until it is closed or resolved; changed since it was closed, it is open again.</summary>
    public bool IsOpen => ResolvedAt is null && ClosedAt is null;

    public void Say(DifferenceKind kind, string? source, Money ours, Money theirs, string cause)
    {
        var isSame = ResolvedAt is null && (Kind, OursMinor, TheirsMinor, Currency) == (kind, ours.Minor, theirs.Minor, theirs.Currency);
        (Kind, Source, OursMinor, TheirsMinor, Currency, ResolvedAt) = (kind, source, ours.Minor, theirs.Minor, theirs.Currency, null);
        Cause = cause.Clip(MaxCause);
        if (!isSame)
        {
            (ClosedAt, ClosedById, CloseReason) = (null, null, null);
        }
    }

    public void Resolve(DateTime now) => ResolvedAt ??= now;

    public void Close(string reason, long byId, DateTime now) => (CloseReason, ClosedById, ClosedAt) = (reason, byId, now);
}
