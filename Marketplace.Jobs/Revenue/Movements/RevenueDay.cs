using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Revenue.Movements;

/// <summary>
/// What the movements of a day sum to, of a currency and kind: of all, or of one tier, model or country. They are copied from movements and can be
/// made again at any time.
/// </summary>
/// <param name="part">See <see cref="RevenueFilter.Part"/>.</param>
public sealed class RevenueDay(string part, DateOnly day, string currency, MovementKind kind, long minor, int count)
{
    public const int MaxPart = 30;

    public string Part { get; private set; } = part;
    public DateOnly Day { get; private set; } = day;
    public string Currency { get; private set; } = currency;
    public MovementKind Kind { get; private set; } = kind;
    public long Minor { get; private set; } = minor;

    /// <summary>Of how many movements.</summary>
    public int Count { get; private set; } = count;

    public void Add(long minor, int count) => (Minor, Count) = (Minor + minor, Count + count);
}

/// <summary>Which movements are in the sums; there is one.</summary>
public sealed class RevenueMark
{
    public int Id { get; private set; } = 1;

    /// <summary>All up to this are in the sums, and none after it.</summary>
    public long SummedTo { get; private set; }

    /// <summary>
    /// The newest at the last run. The next sums up to it: ids are given before a transaction ends, so the newest of them may have gaps that fill up yet.
    /// </summary>
    public long Seen { get; private set; }

    public void Move(long summedTo, long seen) => (SummedTo, Seen) = (summedTo, seen);
}

internal sealed class RevenueDayMapping : IEntityTypeConfiguration<RevenueDay>
{
    public void Configure(EntityTypeBuilder<RevenueDay> day)
    {
        day.ToTable("RevenueDays");
        day.HasKey(d => new { d.Part, d.Day, d.Currency, d.Kind });
        day.Property(d => d.Part).HasMaxLength(RevenueDay.MaxPart).IsUnicode(false);
        day.Property(d => d.Currency).HasMaxLength(3).IsUnicode(false);
        day.Property(d => d.Kind).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
    }
}

internal sealed class RevenueMarkMapping : IEntityTypeConfiguration<RevenueMark>
{
    public void Configure(EntityTypeBuilder<RevenueMark> mark)
    {
        mark.ToTable("RevenueMarks");
        mark.Property(m => m.Id).ValueGeneratedNever();
        // Of two that sum up at once, one is refused.
        mark.Property(m => m.SummedTo).IsConcurrencyToken();
        mark.Property(m => m.Seen).IsConcurrencyToken();
    }
}
