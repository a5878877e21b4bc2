using Marketplace.Data;
using Marketplace.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Accounts;

/// <summary>A key with which this marketplace signs. The newest that is not revoked signs; the ones before it are still believed.</summary>
public sealed class SigningKey
{
    private SigningKey() => (KeyId, Public, Secret) = ("", "", "");

    internal SigningKey(int ordinal, string keyId, string publicKey, string secret, DateTime now) =>
        (Ordinal, KeyId, Public, Secret, CreatedAt) = (ordinal, keyId, publicKey, secret, now);

    public long Id { get; private set; }

    /// <summary>1, 2, 3 and so on: two processes that make the same one at once are told apart by the database.</summary>
    public int Ordinal { get; private set; }

    public string KeyId { get; private set; }

    /// <summary>The public key, in base 64.</summary>
    public string Public { get; private set; }

    /// <summary>The private key, protected by the data-protection keys of the installation.</summary>
    public string Secret { get; private set; }

    public string? EndorsedBy { get; private set; }
    public string? Endorsement { get; private set; }
    public DateTime CreatedAt { get; private set; }
    public DateTime? RevokedAt { get; private set; }

    /// <summary>The key's own signature over its end.</summary>
    public string? Revocation { get; private set; }

    internal void Follow(SigningKey earlier, string endorsement) => (EndorsedBy, Endorsement) = (earlier.KeyId, endorsement);

    internal void Revoke(string revocation, DateTime now) => (Revocation, RevokedAt) = (revocation, now);

    public PublicKey Publish() => new(KeyId, Public, EndorsedBy, Endorsement, RevokedAt is not null, Revocation);
}

internal sealed class SigningKeyMapping : IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<SigningKey> key)
    {
        key.ToTable("SigningKeys");
        key.Property(k => k.KeyId).HasMaxLength(32).IsUnicode(false);
        key.Property(k => k.Public).HasMaxLength(44).IsUnicode(false);
        key.Property(k => k.Secret).HasMaxLength(1000).IsUnicode(false);
        key.Property(k => k.EndorsedBy).HasMaxLength(32).IsUnicode(false);
        key.Property(k => k.Endorsement).HasMaxLength(88).IsUnicode(false);
        key.Property(k => k.Revocation).HasMaxLength(88).IsUnicode(false);
        key.HasIndex(k => k.Ordinal).IsUnique();
        key.HasIndex(k => k.KeyId).IsUnique();
    }
}

public static class SigningData
{
    extension(MarketplaceDb db)
    {
        public DbSet<SigningKey> SigningKeys => db.Set<SigningKey>();
    }
}
