using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Usage;

/// <summary>Says that the downloads of one flush were written, so that they are not written again.</summary>
public sealed class UsageFlush(Guid id, DateTime at)
{
    /// <summary>A process tries again within seconds.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public Guid Id { get; private set; } = id;
    public DateTime At { get; private set; } = at;
}

internal sealed class UsageFlushMapping : IEntityTypeConfiguration<UsageFlush>
{
    public void Configure(EntityTypeBuilder<UsageFlush> flush)
    {
        flush.ToTable("UsageFlushes");
        flush.Property(f => f.Id).ValueGeneratedNever();
        flush.HasIndex(f => f.At);
    }
}
