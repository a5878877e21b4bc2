using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Catalog.Texts;

/// <summary>What the publisher of one exact file wrote, as sanitized HTML.</summary>
public sealed class PackageText(string packageHash)
{
    public string PackageHash { get; private set; } = packageHash;
    public string ReadmeHtml { get; private set; } = "";
    public string NotesHtml { get; private set; } = "";

    /// <summary>The <see cref="Markdown.Version"/> that made the HTML.</summary>
    public int Renderer { get; private set; }

    public async Task RenderAsync(string readme, string notes, CancellationToken cancel) => (ReadmeHtml, NotesHtml, Renderer) =
        (await Markdown.RenderAsync(readme, cancel), await Markdown.RenderAsync(notes, cancel), Markdown.Version);
}

public static class TextsData
{
    extension(MarketplaceDb db)
    {
        /// <summary>Rendered by this version. What another one made is not shown, since it may have let through what this one does not.</summary>
        public IQueryable<PackageText> RenderedTexts => db.Set<PackageText>().Where(t => t.Renderer == Markdown.Version);
    }
}

internal sealed class PackageTextMapping : IEntityTypeConfiguration<PackageText>
{
    public void Configure(EntityTypeBuilder<PackageText> text)
    {
        text.ToTable("PackageTexts");
        text.HasKey(t => t.PackageHash);
        text.Property(t => t.PackageHash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
    }
}
