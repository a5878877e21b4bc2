using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Live;

/// <summary>Says that something about a topic changed. Written in the transaction that changed it.</summary>
public sealed class Change(string topic, DateTime at)
{
    public long Id { get; private set; }
    public string Topic { get; private set; } = topic;
    public DateTime At { get; private set; } = at;

    /// <summary>The process that woke the job for the work this announces; null before, and for what is no work.</summary>
    public Guid? TakenBy { get; private set; }
}

internal sealed class ChangeMapping : IEntityTypeConfiguration<Change>
{
    public void Configure(EntityTypeBuilder<Change> change)
    {
        change.ToTable("Changes");
        change.Property(c => c.Topic).HasMaxLength(200);
        change.HasIndex(c => c.At);
    }
}

public static class LiveData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Change> Changes => db.Set<Change>();

        /// <summary>Adds the change row; it is told when the caller's transaction commits.</summary>
        public void Changed(LiveTopic topic, DateTime now) => db.Set<Change>().Add(new Change(topic.Name, now));
    }
}
