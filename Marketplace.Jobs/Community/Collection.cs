using Marketplace.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Community;

/// <summary>Modules that staff recommend together, such as what a shop begins with.</summary>
public sealed class Collection(string slug, string title, string summary, DateTime createdAt)
{
    public long Id { get; private set; }
    public string Slug { get; private set; } = slug;
    public string Title { get; private set; } = title;
    public string Summary { get; private set; } = summary;
    public DateTime CreatedAt { get; private set; } = createdAt;

    /// <summary>Since when it stands above the results; null if it does not.</summary>
    public DateTime? FeaturedAt { get; private set; }

    public ICollection<CollectionModule> Modules { get; } = [];

    public void Change(string title, string summary, bool isFeatured, DateTime now) =>
        (Title, Summary, FeaturedAt) = (title, summary, isFeatured ? FeaturedAt ?? now : null);
}

public sealed class CollectionModule(long moduleId, int ordinal)
{
    public long CollectionId { get; private set; }
    public long ModuleId { get; private set; } = moduleId;
    public Module Module { get; private set; } = null!;
    public int Ordinal { get; private set; } = ordinal;
}

internal sealed class CollectionMapping : IEntityTypeConfiguration<Collection>
{
    public void Configure(EntityTypeBuilder<Collection> collection)
    {
        collection.ToTable("Collections");
        collection.Property(c => c.Slug).HasMaxLength(50);
        collection.Property(c => c.Title).HasMaxLength(100);
        collection.Property(c => c.Summary).HasMaxLength(500);
        collection.HasIndex(c => c.Slug).IsUnique();
        collection.HasIndex(c => c.FeaturedAt);
        collection.HasMany(c => c.Modules).WithOne().HasForeignKey(m => m.CollectionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class CollectionModuleMapping : IEntityTypeConfiguration<CollectionModule>
{
    public void Configure(EntityTypeBuilder<CollectionModule> module)
    {
        module.ToTable("CollectionModules");
        module.HasKey(m => new { m.CollectionId, m.ModuleId });
        module.HasOne(m => m.Module).WithMany().HasForeignKey(m => m.ModuleId).OnDelete(DeleteBehavior.Cascade);
    }
}
