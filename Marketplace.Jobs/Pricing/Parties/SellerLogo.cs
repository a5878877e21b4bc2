using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Pricing.Parties;

/// <summary>The picture at the head of the seller's documents.</summary>
public sealed class SellerLogo
{
    private SellerLogo() => (Hash, Content) = ("", []);

    public SellerLogo(byte[] content) => (Hash, Content) = (Convert.ToHexStringLower(SHA256.HashData(content)), content);

    public int SellerId { get; private set; } = SellerEntity.OnlyId;
    public string Hash { get; private set; }

    /// <summary>A PNG or JPEG that holds nothing but the picture.</summary>
    public byte[] Content { get; private set; }

    /// <summary>As HTTP calls it; the first byte tells.</summary>
    public string MediaType => Content[0] == 0x89 ? "image/png" : "image/jpeg";

    public void Change(byte[] content) => (Hash, Content) = (Convert.ToHexStringLower(SHA256.HashData(content)), content);
}

internal sealed class SellerLogoMapping : IEntityTypeConfiguration<SellerLogo>
{
    public void Configure(EntityTypeBuilder<SellerLogo> logo)
    {
        logo.ToTable("SellerLogos");
        logo.HasKey(l => l.SellerId);
        logo.Ignore(l => l.MediaType);
        logo.Property(l => l.SellerId).ValueGeneratedNever();
        logo.Property(l => l.Hash).HasMaxLength(64).IsUnicode(false);
        logo.HasOne<SellerEntity>().WithOne().HasForeignKey<SellerLogo>(l => l.SellerId).OnDelete(DeleteBehavior.Cascade);
    }
}
