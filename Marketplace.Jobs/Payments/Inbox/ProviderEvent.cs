using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payments.Inbox;

/// <summary>Something that a provider told. Kept once by the provider's own id of it; what it means is asked of the provider.</summary>
/// <param name="body">As it was sent; empty where it was found by asking.</param>
public sealed class ProviderEvent(string provider, ProviderNews news, string apiVersion, string body, DateTime receivedAt)
{
    /// <summary>After so many attempts it waits for an operator.</summary>
    public const int MaxAttempts = 30;

    public const int MaxEventId = 255, MaxType = 100, MaxEffect = 500, MaxVersion = 40;

    // EF Core finds no constructor whose parameter is no column.
    private ProviderEvent() : this("", new("", "", default, null), "", "", default)
    {
    }

    public long Id { get; private set; }
    public string Provider { get; private set; } = provider;
    public string EventId { get; private set; } = news.Id;
    public string Type { get; private set; } = news.Type.Clip(MaxType);

    /// <summary>The version of the interface that the provider wrote it in; empty if it has none.</summary>
    public string ApiVersion { get; private set; } = apiVersion;

    public DateTime At { get; private set; } = news.At;
    public DateTime ReceivedAt { get; private set; } = receivedAt;

    /// <summary>What it is about, by the provider's ids or by those that it was given.</summary>
    public string? PaymentRef { get; private set; } = news.PaymentId;

    public string? RefundRef { get; private set; } = news.RefundId;
    public string? DisputeRef { get; private set; } = news.DisputeId;
    public string? ConnectRef { get; private set; } = news.ConnectId;
    public string Body { get; private set; } = body;
    public DateTime DueAt { get; private set; } = receivedAt;
    public int Attempts { get; private set; }

    /// <summary>How often it was sent; 0 where it was found by asking alone.</summary>
    public int Arrivals { get; private set; } = body == "" ? 0 : 1;

    public DateTime? ProcessedAt { get; private set; }

    /// <summary>What it changed, or what went wrong.</summary>
    public string Effect { get; private set; } = "";

    public void Claim(DateTime until) => (DueAt, Attempts) = (until, Attempts + 1);

    public void Done(string effect, DateTime now) => (Effect, ProcessedAt) = (effect.Clip(MaxEffect), now);

    public void Fail(string error) => Effect = error.Clip(MaxEffect);

    /// <summary>An operator wants it processed once more.</summary>
    public void Replay(DateTime now) => (ProcessedAt, DueAt, Attempts, Effect) = (null, now, 0, "");
}

public static class InboxData
{
    extension(MarketplaceDb db)
    {
        public DbSet<ProviderEvent> ProviderEvents => db.Set<ProviderEvent>();
        public DbSet<NewsCursor> NewsCursors => db.Set<NewsCursor>();
        public DbSet<EventEffect> EventEffects => db.Set<EventEffect>();
    }
}

internal sealed class ProviderEventMapping : IEntityTypeConfiguration<ProviderEvent>
{
    public void Configure(EntityTypeBuilder<ProviderEvent> one)
    {
        one.ToTable("ProviderEvents");
        one.Property(e => e.Provider).HasMaxLength(PaymentsData.MaxProvider).IsUnicode(false);
        one.Property(e => e.EventId).HasMaxLength(ProviderEvent.MaxEventId).IsUnicode(false);
        one.Property(e => e.Type).HasMaxLength(ProviderEvent.MaxType).IsUnicode(false);
        one.Property(e => e.ApiVersion).HasMaxLength(ProviderEvent.MaxVersion).IsUnicode(false);
        one.Property(e => e.PaymentRef).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        one.Property(e => e.RefundRef).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        one.Property(e => e.DisputeRef).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        one.Property(e => e.ConnectRef).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        one.Property(e => e.Effect).HasMaxLength(ProviderEvent.MaxEffect);
        one.Property(e => e.DueAt).IsConcurrencyToken();
        one.HasIndex(e => new { e.Provider, e.EventId }).IsUnique();
        one.HasIndex(e => e.DueAt).HasFilter("[ProcessedAt] IS NULL");
        one.HasIndex(e => e.ReceivedAt);
    }
}
