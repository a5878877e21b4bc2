using System.Buffers.Text;
using System.Security.Cryptography;
using Marketplace.Accounts;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Delivery;

/// <summary>With it the agent of one site signs in. Only its hash is kept. It works while its creator is a member, as API keys do.</summary>
public sealed class SiteToken
{
    public const string Prefix = "mst_";

    private SiteToken() => (Hash, Hint) = ("", "");

    private SiteToken(long siteId, long createdById, string text, DateTime now) =>
        (SiteId, CreatedById, Hash, Hint, CreatedAt) = (siteId, createdById, ApiKey.HashOf(text), text[..8], now);

    public long Id { get; private set; }
    public long SiteId { get; private set; }
    public Site Site { get; private set; } = null!;
    public long CreatedById { get; private set; }

    /// <summary>SHA-256 of the text, which has 256 random bits, so that no salt and no slow hash are needed.</summary>
    public string Hash { get; private set; }

    /// <summary>How it begins, to tell it from others.</summary>
    public string Hint { get; private set; }
    public DateTime CreatedAt { get; private set; }
    public DateTime? LastUsedAt { get; private set; }

    /// <summary>When it stops working: set by a rotation or by revoking it.</summary>
    public DateTime? EndsAt { get; private set; }

    /// <summary>A new token and its text, which nobody can read again.</summary>
    public static (SiteToken Token, string Text) Create(long siteId, long createdById, DateTime now)
    {
        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (new SiteToken(siteId, createdById, text, now), text);
    }

    public void End(DateTime at) => EndsAt = EndsAt < at ? EndsAt : at;
}

internal sealed class SiteTokenMapping : IEntityTypeConfiguration<SiteToken>
{
    public void Configure(EntityTypeBuilder<SiteToken> token)
    {
        token.ToTable("SiteTokens");
        token.Property(t => t.Hash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
        token.Property(t => t.Hint).HasMaxLength(8);
        token.HasIndex(t => t.Hash).IsUnique();
        token.HasIndex(t => t.SiteId);
        token.HasOne(t => t.Site).WithMany().HasForeignKey(t => t.SiteId).OnDelete(DeleteBehavior.Cascade);
        token.HasOne<User>().WithMany().HasForeignKey(t => t.CreatedById).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class SiteTokenScopes
{
    extension(IQueryable<SiteToken> tokens)
    {
        /// <summary>Those that open their site now: who left the organization takes no way in along.</summary>
        public IQueryable<SiteToken> Working(DateTime now) => tokens.Where(t =>
            (t.EndsAt == null || t.EndsAt > now) && t.Site.Organization.Memberships.Any(m => m.UserId == t.CreatedById));
    }
}
