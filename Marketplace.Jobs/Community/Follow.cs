using Marketplace.Accounts;
using Marketplace.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Community;

/// <summary>A person wants to hear of each new release of a module.</summary>
public sealed class Follow(long userId, long moduleId, DateTime at) : IPersonal
{
    public long UserId { get; private set; } = userId;
    public User User { get; private set; } = null!;
    public long ModuleId { get; private set; } = moduleId;
    public Module Module { get; private set; } = null!;
    public DateTime At { get; private set; } = at;
}

internal sealed class FollowMapping : IEntityTypeConfiguration<Follow>
{
    public void Configure(EntityTypeBuilder<Follow> follow)
    {
        follow.ToTable("Follows");
        follow.HasKey(f => new { f.UserId, f.ModuleId });
        follow.HasIndex(f => f.ModuleId);
        follow.HasOne(f => f.User).WithMany().HasForeignKey(f => f.UserId).OnDelete(DeleteBehavior.Cascade);
        follow.HasOne(f => f.Module).WithMany().HasForeignKey(f => f.ModuleId).OnDelete(DeleteBehavior.Cascade);
    }
}
