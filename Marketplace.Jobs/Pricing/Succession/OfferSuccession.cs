using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Pricing.Succession;

/// <summary>That those who hold an offer go over to another of the same module on a day. Announced before, and never changed.</summary>
/// <param name="from">The first moment at which the successor counts.</param>
public sealed class OfferSuccession(long offerId, long successorId, DateTime from, long announcedById, DateTime announcedAt)
{
    public long Id { get; private set; }
    public long OfferId { get; private set; } = offerId;
    public Offer Offer { get; private set; } = null!;
    public long SuccessorId { get; private set; } = successorId;
    public Offer Successor { get; private set; } = null!;
    public DateTime From { get; private set; } = from;
    public long AnnouncedById { get; private set; } = announcedById;
    public User AnnouncedBy { get; private set; } = null!;
    public DateTime AnnouncedAt { get; private set; } = announcedAt;

    /// <summary>When those who had not left were moved.</summary>
    public DateTime? CarriedOutAt { get; private set; }

    /// <summary>Those who held the offer when it was announced.</summary>
    public ICollection<SuccessionMove> Moves { get; } = [];

    public void CarryOut(DateTime now) => CarriedOutAt = now;
}

/// <summary>What becomes of one organization.</summary>
/// <param name="before">What it pays a period, in minor units of its currency.</param>
/// <param name="after">What it will pay on the successor.</param>
public sealed class SuccessionMove(long organizationId, int sites, string currency, long before, long after)
{
    public long SuccessionId { get; private set; }
    public OfferSuccession Succession { get; private set; } = null!;
    public long OrganizationId { get; private set; } = organizationId;
    public Organization Organization { get; private set; } = null!;
    public int Sites { get; private set; } = sites;
    public string Currency { get; private set; } = currency;
    public long Before { get; private set; } = before;
    public long After { get; private set; } = after;
    public DateTime? DeclinedAt { get; private set; }
    public long? DeclinedById { get; private set; }
    public DateTime? MovedAt { get; private set; }

    public void Decline(long byId, DateTime now) => (DeclinedById, DeclinedAt) = (byId, now);

    /// <summary>What was to end goes on after all.</summary>
    public void Rejoin() => (DeclinedById, DeclinedAt) = (null, null);

    public void Move(DateTime now) => MovedAt = now;
}

public static class SuccessionData
{
    extension(MarketplaceDb db)
    {
        public DbSet<OfferSuccession> Successions => db.Set<OfferSuccession>();
    }
}

internal sealed class OfferSuccessionMapping : IEntityTypeConfiguration<OfferSuccession>
{
    public void Configure(EntityTypeBuilder<OfferSuccession> succession)
    {
        succession.ToTable("OfferSuccessions");
        // An offer goes over once.
        succession.HasIndex(s => s.OfferId).IsUnique();
        succession.HasIndex(s => s.From).HasFilter("[CarriedOutAt] IS NULL");
        succession.Property(s => s.CarriedOutAt).IsConcurrencyToken();
        succession.HasOne(s => s.Offer).WithMany().HasForeignKey(s => s.OfferId).OnDelete(DeleteBehavior.Restrict);
        succession.HasOne(s => s.Successor).WithMany().HasForeignKey(s => s.SuccessorId).OnDelete(DeleteBehavior.Restrict);
        succession.HasOne(s => s.AnnouncedBy).WithMany().HasForeignKey(s => s.AnnouncedById).OnDelete(DeleteBehavior.Restrict);
        succession.HasMany(s => s.Moves).WithOne(m => m.Succession).HasForeignKey(m => m.SuccessionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SuccessionMoveMapping : IEntityTypeConfiguration<SuccessionMove>
{
    public void Configure(EntityTypeBuilder<SuccessionMove> move)
    {
        move.ToTable("SuccessionMoves");
        move.HasKey(m => new { m.SuccessionId, m.OrganizationId });
        move.Property(m => m.Currency).HasMaxLength(3).IsUnicode(false);
        // Whoever leaves at the last moment and the job that moves: one of them wins.
        move.Property(m => m.DeclinedAt).IsConcurrencyToken();
        move.Property(m => m.MovedAt).IsConcurrencyToken();
        move.HasOne(m => m.Organization).WithMany().HasForeignKey(m => m.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        move.HasOne<User>().WithMany().HasForeignKey(m => m.DeclinedById).OnDelete(DeleteBehavior.Restrict);
    }
}
