using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payments;

public static class PaymentsData
{
    public const int MaxProvider = 20;

    extension(MarketplaceDb db)
    {
        public DbSet<Payment> Payments => db.Set<Payment>();
        public DbSet<Refund> Refunds => db.Set<Refund>();
        public DbSet<ProviderRequest> ProviderRequests => db.Set<ProviderRequest>();
        public DbSet<SavedMethod> SavedMethods => db.Set<SavedMethod>();
        public DbSet<Dispute> Disputes => db.Set<Dispute>();
    }

    extension(IQueryable<Payment> payments)
    {
        /// <summary>Those of organizations in which the actor is a member now.</summary>
        public IQueryable<Payment> Of(Actor actor)
        {
            var member = actor.MayActAs(MemberRole.Member);
            return payments.Where(p => p.Organization.Memberships.AsQueryable().Any(member));
        }

        /// <summary>The one that a provider names by its own id, or by that which it was given at the start.</summary>
        public IQueryable<Payment> At(string provider, string reference) => Guid.TryParseExact(reference, "N", out var id)
            ? payments.Where(p => p.Provider == provider && p.Id == id)
            : payments.Where(p => p.Provider == provider && p.ProviderId == reference);
    }

    extension(IQueryable<Refund> refunds)
    {
        public IQueryable<Refund> At(string provider, string reference) => Guid.TryParseExact(reference, "N", out var id)
            ? refunds.Where(r => r.Payment.Provider == provider && r.Id == id)
            : refunds.Where(r => r.Payment.Provider == provider && r.ProviderId == reference);
    }
}

internal sealed class PaymentMapping : IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<Payment> payment)
    {
        payment.ToTable("Payments", table => table.HasCheckConstraint("CK_Payments_Refunded", "[RefundedMinor] >= 0 AND [RefundedMinor] <= [Minor]"));
        payment.Property(p => p.Id).ValueGeneratedNever();
        payment.Property(p => p.Provider).HasMaxLength(PaymentsData.MaxProvider).IsUnicode(false);
        payment.Property(p => p.Document).HasMaxLength(Payment.MaxDocument).IsUnicode(false);
        payment.Property(p => p.Live).HasMaxLength(Payment.MaxDocument).IsUnicode(false);
        payment.Property(p => p.Currency).HasMaxLength(3).IsUnicode(false);
        payment.Property(p => p.Country).HasMaxLength(2).IsUnicode(false);
        payment.Property(p => p.State).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        payment.Property(p => p.ProviderId).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        payment.Property(p => p.Url).HasMaxLength(2000);
        payment.Property(p => p.Method).HasMaxLength(Payment.MaxMethod);
        payment.Property(p => p.MethodCountry).HasMaxLength(2).IsUnicode(false);
        payment.Property(p => p.Failure).HasMaxLength(Payment.MaxFailure);
        payment.Property(p => p.Version).IsConcurrencyToken();
        payment.HasIndex(p => p.Live).IsUnique().HasFilter("[Live] IS NOT NULL");
        payment.HasIndex(p => new { p.Provider, p.ProviderId }).IsUnique().HasFilter("[ProviderId] IS NOT NULL");
        payment.HasIndex(p => p.CheckAt).HasFilter("[CheckAt] IS NOT NULL");
        payment.HasIndex(p => new { p.OrganizationId, p.At });
        payment.HasIndex(p => p.Document);
        payment.HasOne(p => p.Organization).WithMany().HasForeignKey(p => p.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        payment.HasOne<User>().WithMany().HasForeignKey(p => p.ById).OnDelete(DeleteBehavior.Restrict);
        payment.HasOne<SavedMethod>().WithMany().HasForeignKey(p => p.SavedMethodId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SavedMethodMapping : IEntityTypeConfiguration<SavedMethod>
{
    public void Configure(EntityTypeBuilder<SavedMethod> method)
    {
        method.ToTable("SavedMethods");
        method.Property(m => m.Id).ValueGeneratedNever();
        method.Property(m => m.Provider).HasMaxLength(PaymentsData.MaxProvider).IsUnicode(false);
        method.Property(m => m.ProviderId).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        method.Property(m => m.Text).HasMaxLength(Payment.MaxMethod);
        method.Property(m => m.Country).HasMaxLength(2).IsUnicode(false);
        method.Property(m => m.Version).IsConcurrencyToken();
        method.Property(m => m.Fingerprint).HasMaxLength(SavedMethod.MaxFingerprint).IsUnicode(false);
        method.HasIndex(m => m.DefaultFor).IsUnique().HasFilter("[DefaultFor] IS NOT NULL");
        method.HasIndex(m => new { m.Provider, m.ProviderId }).IsUnique();
        method.HasIndex(m => m.OrganizationId);
        method.HasIndex(m => m.ForgetAt).HasFilter("[ForgetAt] IS NOT NULL");
        method.HasOne(m => m.Organization).WithMany().HasForeignKey(m => m.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        method.HasOne<User>().WithMany().HasForeignKey(m => m.ById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RefundMapping : IEntityTypeConfiguration<Refund>
{
    public void Configure(EntityTypeBuilder<Refund> refund)
    {
        refund.ToTable("Refunds", table => table.HasCheckConstraint("CK_Refunds_Amount", "[Minor] > 0"));
        refund.Property(r => r.Id).ValueGeneratedNever();
        refund.Property(r => r.Currency).HasMaxLength(3).IsUnicode(false);
        refund.Property(r => r.Document).HasMaxLength(Payment.MaxDocument).IsUnicode(false);
        refund.Property(r => r.Reason).HasMaxLength(Refund.MaxReason);
        refund.Property(r => r.State).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        refund.Property(r => r.ProviderId).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        refund.Property(r => r.Failure).HasMaxLength(Payment.MaxFailure);
        refund.Property(r => r.Version).IsConcurrencyToken();
        // A document gives back once.
        refund.HasIndex(r => new { r.PaymentId, r.Document }).IsUnique();
        refund.HasIndex(r => r.At);
        refund.HasIndex(r => r.CheckAt).HasFilter("[CheckAt] IS NOT NULL");
        refund.HasOne(r => r.Payment).WithMany().HasForeignKey(r => r.PaymentId).OnDelete(DeleteBehavior.Restrict);
        refund.HasOne(r => r.By).WithMany().HasForeignKey(r => r.ById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ProviderRequestMapping : IEntityTypeConfiguration<ProviderRequest>
{
    public void Configure(EntityTypeBuilder<ProviderRequest> request)
    {
        request.ToTable("ProviderRequests");
        request.Property(r => r.Provider).HasMaxLength(PaymentsData.MaxProvider).IsUnicode(false);
        request.Property(r => r.Act).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        request.Property(r => r.Key).HasMaxLength(80).IsUnicode(false);
        request.Property(r => r.Answer).HasMaxLength(ProviderRequest.MaxAnswer);
        request.Property(r => r.DueAt).IsConcurrencyToken();
        request.Ignore(r => r.Asked).Ignore(r => r.Amount);
        request.HasIndex(r => r.Key).IsUnique();
        request.HasIndex(r => r.DueAt).HasFilter("[AnsweredAt] IS NULL");
        request.HasOne<Payment>().WithMany().HasForeignKey(r => r.PaymentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DisputeMapping : IEntityTypeConfiguration<Dispute>
{
    public void Configure(EntityTypeBuilder<Dispute> dispute)
    {
        dispute.ToTable("Disputes");
        dispute.Property(d => d.Id).ValueGeneratedNever();
        dispute.Property(d => d.Provider).HasMaxLength(PaymentsData.MaxProvider).IsUnicode(false);
        dispute.Property(d => d.ProviderId).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        dispute.Property(d => d.Currency).HasMaxLength(3).IsUnicode(false);
        dispute.Property(d => d.Reason).HasMaxLength(Dispute.MaxReason);
        dispute.Property(d => d.State).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        dispute.Property(d => d.EvidenceText).HasMaxLength(Dispute.MaxText);
        dispute.Property(d => d.EvidenceName).HasMaxLength(Dispute.MaxFileName);
        dispute.Property(d => d.EvidenceType).HasMaxLength(40).IsUnicode(false);
        dispute.Property(d => d.Version).IsConcurrencyToken();
        dispute.Ignore(d => d.Evidence);
        dispute.HasIndex(d => new { d.Provider, d.ProviderId }).IsUnique();
        dispute.HasIndex(d => d.At);
        dispute.HasOne(d => d.Payment).WithMany().HasForeignKey(d => d.PaymentId).OnDelete(DeleteBehavior.Restrict);
        dispute.HasOne<User>().WithMany().HasForeignKey(d => d.EvidenceById).OnDelete(DeleteBehavior.Restrict);
    }
}
