using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Updates;

/// <summary>Where an organization has posted what happens to what it buys.</summary>
public sealed class OrganizationHook(long organizationId)
{
    public const int MaxUrl = 500;

    public long Id { get; private set; }
    public long OrganizationId { get; private set; } = organizationId;
    public Organization Organization { get; private set; } = null!;
    public string Url { get; private set; } = "";

    /// <summary>Signs what is posted; remade with each address.</summary>
    public string Secret { get; private set; } = "";

    /// <returns>The new secret if the address is another than before.</returns>
    public string? Lead(string url)
    {
        if (url == Url)
        {
            return null;
        }

        (Url, Secret) = (url, WebhookSignature.NewSecret());
        return Secret;
    }
}

internal sealed class OrganizationHookMapping : IEntityTypeConfiguration<OrganizationHook>
{
    public void Configure(EntityTypeBuilder<OrganizationHook> hook)
    {
        hook.ToTable("OrganizationHooks");
        hook.Property(h => h.Url).HasMaxLength(OrganizationHook.MaxUrl);
        hook.Property(h => h.Secret).HasMaxLength(100);
        hook.HasIndex(h => h.OrganizationId).IsUnique();
        hook.HasOne(h => h.Organization).WithMany().HasForeignKey(h => h.OrganizationId).OnDelete(DeleteBehavior.Cascade);
    }
}
