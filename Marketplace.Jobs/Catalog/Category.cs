using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Catalog;

/// <summary>A category as operators keep it: its title, and the category above it if it is of the second level. Packages name categories by slug.</summary>
public sealed class Category(string slug, string title, string? parentSlug)
{
    public long Id { get; private set; }
    public string Slug { get; private set; } = slug;
    public string Title { get; private set; } = title;
    public string? ParentSlug { get; private set; } = parentSlug;

    public void Change(string title, string? parentSlug) => (Title, ParentSlug) = (title, parentSlug);
}

internal sealed class CategoryNodeMapping : IEntityTypeConfiguration<Category>
{
    public void Configure(EntityTypeBuilder<Category> category)
    {
        category.ToTable("Categories");
        category.Property(c => c.Slug).HasMaxLength(50);
        category.Property(c => c.Title).HasMaxLength(60);
        category.Property(c => c.ParentSlug).HasMaxLength(50);
        category.HasIndex(c => c.Slug).IsUnique();
        category.HasIndex(c => c.ParentSlug);
    }
}
