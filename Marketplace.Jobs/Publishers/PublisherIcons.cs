using System.Security.Cryptography;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Publishers;

/// <summary>The picture that a publisher shows beside its name.</summary>
public sealed class PublisherIcon(long organizationId, string hash, byte[] content)
{
    public long OrganizationId { get; private set; } = organizationId;
    public string Hash { get; private set; } = hash;

    /// <summary>A PNG, as <see cref="PngIcon"/> left it.</summary>
    public byte[] Content { get; private set; } = content;

    public void Change(string hash, byte[] content) => (Hash, Content) = (hash, content);
}

public enum IconOutcome
{
    Done,

    /// <summary>Not a picture that is taken.</summary>
    Invalid,

    /// <summary>Only owners of a publisher may.</summary>
    NotAllowed,
}

/// <summary>Lets publishers show an icon of their own, and reads it for everybody.</summary>
public sealed class PublisherIcons(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <param name="file">A picture; null takes the icon away.</param>
    public async Task<IconOutcome> SetAsync(Actor actor, long organizationId, byte[]? file, CancellationToken cancel)
    {
        var picture = file is null ? null : PngIcon.Clean(file);
        if (file is not null && picture is null)
        {
            return IconOutcome.Invalid;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.PublishersOwnedBy(actor).FirstOrDefaultAsync(o => o.Id == organizationId, cancel) is not { } publisher)
        {
            return IconOutcome.NotAllowed;
        }

        var icon = await db.Set<PublisherIcon>().FirstOrDefaultAsync(i => i.OrganizationId == organizationId, cancel);
        var hash = picture is null ? null : Convert.ToHexStringLower(SHA256.HashData(picture));
        if (icon is not null && picture is null)
        {
            db.Remove(icon);
        }
        else if (picture is not null && icon is null)
        {
            db.Add(new PublisherIcon(organizationId, hash!, picture));
        }
        else if (picture is not null)
        {
            icon!.Change(hash!, picture);
        }

        publisher.ShowIcon(hash);
        db.Audit(actor, picture is null ? "icon.remove" : "icon.show", $"organization/{organizationId}", hash ?? "", clock.UtcNow);
        db.Changed(LiveTopic.Catalog, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return IconOutcome.Done;
    }

    /// <summary>Null if no publisher shows it.</summary>
    public async Task<byte[]?> ReadAsync(string hash, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<PublisherIcon>().Where(i => i.Hash == hash).OrderBy(i => i.OrganizationId).Select(i => i.Content).FirstOrDefaultAsync(cancel);
    }
}

internal sealed class PublisherIconMapping : IEntityTypeConfiguration<PublisherIcon>
{
    public void Configure(EntityTypeBuilder<PublisherIcon> icon)
    {
        icon.ToTable("PublisherIcons");
        icon.HasKey(i => i.OrganizationId);
        icon.Property(i => i.OrganizationId).ValueGeneratedNever();
        icon.Property(i => i.Hash).HasMaxLength(64).IsUnicode(false);
        icon.HasIndex(i => i.Hash);
        icon.HasOne<Organization>().WithOne().HasForeignKey<PublisherIcon>(i => i.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}
