using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Operations;

internal sealed class BatchMapping : IEntityTypeConfiguration<Batch>
{
    public void Configure(EntityTypeBuilder<Batch> batch)
    {
        batch.ToTable("Batches");
        batch.Property(b => b.Title).HasMaxLength(200);
        batch.Property(b => b.State).HasConversion<string>().HasMaxLength(20);
        batch.Property(b => b.Reason).HasMaxLength(300);
        batch.Property(b => b.Stamp).IsConcurrencyToken();
        batch.HasIndex(b => b.State);
        batch.HasIndex(b => new { b.OrganizationId, b.Id });
        batch.HasOne(b => b.Organization).WithMany().HasForeignKey(b => b.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        batch.HasOne(b => b.CreatedBy).WithMany().HasForeignKey(b => b.CreatedById).OnDelete(DeleteBehavior.Restrict);
        batch.HasMany(b => b.Operations).WithOne(o => o.Batch).HasForeignKey(o => o.BatchId).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class BatchData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Batch> Batches => db.Set<Batch>();
    }

    extension(IQueryable<Batch> batches)
    {
        /// <summary>Batches of the organizations the actor is a member of now.</summary>
        public IQueryable<Batch> Of(Actor actor)
        {
            var member = actor.MayActAs(MemberRole.Member);
            return batches.Where(b => b.Organization.Memberships.AsQueryable().Any(member));
        }
    }
}
