using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payments.Inbox;

/// <summary>Something that changed because of an event, written with the change.</summary>
/// <param name="subject">What changed, as <c>kind/id</c>: a payment, refund, dispute, or journal.</param>
/// <param name="was">Null where it was not there.</param>
public sealed class EventEffect(long eventId, string subject, string? was, string now, DateTime at) : IAppendOnly
{
    public const int MaxSubject = 60, MaxText = 200;

    public long Id { get; private set; }
    public long EventId { get; private set; } = eventId;
    public string Subject { get; private set; } = subject;
    public string? Was { get; private set; } = was?.Clip(MaxText);
    public string Now { get; private set; } = now.Clip(MaxText);
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
