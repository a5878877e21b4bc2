using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payouts.Terms;

/// <summary>What of a publisher's terms is other than usual; null counts as the settings say.</summary>
/// <param name="ReserveBasisPoints">How much of each share is kept back longer: 1000 are 10%.</param>
/// <param name="ReserveDays">For how many days longer.</param>
/// <param name="Day">On which day of the month its payouts are prepared; on 0 by hand alone.</param>
/// <param name="Minimum">In minor units; less is carried over.</param>
public sealed record TermsValues(int? ReserveBasisPoints, int? ReserveDays, int? Day, long? Minimum)
{
    public static readonly TermsValues Usual = new(null, null, null, null);
}

/// <summary>How a publisher is paid in a currency from an instant on. It is never changed: the last one counts.</summary>
public sealed class PayoutTerms : IAppendOnly
{
    public const int MaxReason = 300, MaxReserveDays = 730, LastDay = 28;
    public const long MaxMinimum = 10_000_000;

    private PayoutTerms() => (Currency, Reason) = ("", "");

    internal PayoutTerms(long publisherId, string currency, TermsValues values, string reason, long byId, DateTime at)
    {
        (PublisherId, Currency, Reason, ById, At) = (publisherId, currency, reason, byId, at);
        (ReserveBasisPoints, ReserveDays, Day, Minimum) = (values.ReserveBasisPoints, values.ReserveDays, values.Day, values.Minimum);
    }

    public long Id { get; private set; }
    public long PublisherId { get; private set; }
    public Organization Publisher { get; private set; } = null!;
    public string Currency { get; private set; }
    public int? ReserveBasisPoints { get; private set; }
    public int? ReserveDays { get; private set; }
    public int? Day { get; private set; }
    public long? Minimum { get; private set; }

    /// <summary>Why; the publisher reads it.</summary>
    public string Reason { get; private set; }

    public long ById { get; private set; }
    public User By { get; private set; } = null!;
    public DateTime At { get; private set; }

    public TermsValues Values => new(ReserveBasisPoints, ReserveDays, Day, Minimum);
}

public static class TermsData
{
    extension(MarketplaceDb db)
    {
        public DbSet<PayoutTerms> PayoutTerms => db.Set<PayoutTerms>();

        /// <summary>Those of each publisher and currency that count.</summary>
        public IQueryable<PayoutTerms> CurrentPayoutTerms()
        {
            var all = db.Set<PayoutTerms>();
            return all.Where(t => !all.Any(later => later.PublisherId == t.PublisherId && later.Currency == t.Currency && later.Id > t.Id));
        }
    }
}

internal sealed class PayoutTermsMapping : IEntityTypeConfiguration<PayoutTerms>
{
    public void Configure(EntityTypeBuilder<PayoutTerms> terms)
    {
        terms.ToTable("PayoutTerms");
        terms.Property(t => t.Currency).HasMaxLength(3).IsUnicode(false);
        terms.Property(t => t.Reason).HasMaxLength(PayoutTerms.MaxReason);
        terms.Ignore(t => t.Values);
        terms.HasIndex(t => new { t.PublisherId, t.Currency, t.Id }).IsUnique();
        terms.HasOne(t => t.Publisher).WithMany().HasForeignKey(t => t.PublisherId).OnDelete(DeleteBehavior.Restrict);
        terms.HasOne(t => t.By).WithMany().HasForeignKey(t => t.ById).OnDelete(DeleteBehavior.Restrict);
    }
}
