using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing.Tax;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Pricing.Parties;

/// <summary>That a buyer says to pay no tax.</summary>
/// <param name="Evidence">The document that proves it.</param>
/// <param name="ValidUntil">Its last day; null if it has none.</param>
/// <param name="AcceptedAt">When an operator accepted it; until then it does not count.</param>
public sealed record ExemptionClaim(string Evidence, DateOnly? ValidUntil, DateTime? AcceptedAt, long? AcceptedById)
{
    public const int MaxEvidence = 400;
}

/// <summary>To whom documents of an organization are made out, and what decides its tax and currency.</summary>
public sealed class BillingProfile
{
    public BillingProfile(long organizationId) => OrganizationId = organizationId;

    public long OrganizationId { get; private set; }
    public Organization Organization { get; private set; } = null!;
    public PostalAddress Address { get; private set; } = PostalAddress.Empty;
    public BuyerKind Kind { get; private set; }

    /// <summary>Normalized; null if there is none.</summary>
    public string? VatId { get; private set; }

    public VatVerdict Verdict { get; private set; }

    /// <summary>When the register of VAT ids was asked; null if it was not, or did not answer.</summary>
    public DateTime? VatCheckedAt { get; private set; }

    public string? ExemptionEvidence { get; private set; }
    public DateOnly? ExemptUntil { get; private set; }
    public DateTime? ExemptionAcceptedAt { get; private set; }
    public long? ExemptionAcceptedById { get; private set; }

    /// <summary>In which it wants to pay, ISO 4217.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>Where invoices are mailed to; null for the owners.</summary>
    public string? InvoiceEmail { get; private set; }

    /// <summary>Subscriptions that renew on the same day are billed on one invoice.</summary>
    public bool JoinsInvoices { get; private set; }

    public DateTime ChangedAt { get; private set; }
    public long ChangedById { get; private set; }

    public ExemptionClaim? Exemption => ExemptionEvidence is { } evidence
        ? new(evidence, ExemptUntil, ExemptionAcceptedAt, ExemptionAcceptedById)
        : null;

    /// <summary>As the rules of tax see it; an exemption that nobody accepted does not count.</summary>
    public TaxBuyer Buyer => new(
        Address.Country, Address.Region, Kind, VatId, Verdict,
        ExemptionAcceptedAt is not null ? new TaxExemption(ExemptionEvidence!, ExemptUntil) : null);

    public void Change(BillingDetails details, string? vatId, VatStanding standing, long byId, DateTime now)
    {
        (Address, Kind, Currency) = (details.Address, details.Kind, details.Currency);
        InvoiceEmail = details.InvoiceEmail is "" ? null : details.InvoiceEmail;
        JoinsInvoices = details.JoinsInvoices;
        (VatId, Verdict, VatCheckedAt) = (vatId, standing.Verdict, standing.At);
        (ChangedAt, ChangedById) = (now, byId);
        var evidence = details.ExemptionEvidence is "" ? null : details.ExemptionEvidence;
        if (evidence != ExemptionEvidence || details.ExemptUntil != ExemptUntil)
        {
            // What was accepted was another document.
            (ExemptionEvidence, ExemptUntil, ExemptionAcceptedAt, ExemptionAcceptedById) = (evidence, details.ExemptUntil, null, null);
        }
    }

    public void AcceptExemption(long byId, DateTime now) => (ExemptionAcceptedAt, ExemptionAcceptedById, ChangedAt) = (now, byId, now);

    public void DeclineExemption(DateTime now) =>
        (ExemptionEvidence, ExemptUntil, ExemptionAcceptedAt, ExemptionAcceptedById, ChangedAt) = (null, null, null, null, now);
}

public static class PartiesData
{
    extension(MarketplaceDb db)
    {
        public DbSet<BillingProfile> BillingProfiles => db.Set<BillingProfile>();
        public DbSet<SellerEntity> SellerEntities => db.Set<SellerEntity>();
        public DbSet<SellerLogo> SellerLogos => db.Set<SellerLogo>();
    }

    internal static void Map(this ComplexPropertyBuilder<PostalAddress> address)
    {
        address.Property(a => a.Name).HasMaxLength(PostalAddress.MaxName);
        address.Property(a => a.Line1).HasMaxLength(PostalAddress.MaxLine);
        address.Property(a => a.Line2).HasMaxLength(PostalAddress.MaxLine);
        address.Property(a => a.PostalCode).HasMaxLength(PostalAddress.MaxPostalCode);
        address.Property(a => a.City).HasMaxLength(PostalAddress.MaxCity);
        address.Property(a => a.Region).HasMaxLength(PostalAddress.MaxRegion).IsUnicode(false);
        address.Property(a => a.Country).HasMaxLength(2).IsUnicode(false);
    }
}

internal sealed class BillingProfileMapping : IEntityTypeConfiguration<BillingProfile>
{
    public void Configure(EntityTypeBuilder<BillingProfile> profile)
    {
        profile.ToTable("BillingProfiles");
        profile.HasKey(p => p.OrganizationId);
        profile.Property(p => p.OrganizationId).ValueGeneratedNever();
        profile.HasOne(p => p.Organization).WithOne().HasForeignKey<BillingProfile>(p => p.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        profile.ComplexProperty(p => p.Address, PartiesData.Map);
        profile.Ignore(p => p.Exemption).Ignore(p => p.Buyer);
        profile.Property(p => p.Kind).HasConversion<string>().HasMaxLength(20);
        profile.Property(p => p.Verdict).HasConversion<string>().HasMaxLength(20);
        profile.Property(p => p.VatId).HasMaxLength(VatAnswer.MaxVatId).IsUnicode(false);
        profile.Property(p => p.ExemptionEvidence).HasMaxLength(ExemptionClaim.MaxEvidence);
        profile.Property(p => p.Currency).HasMaxLength(3).IsUnicode(false);
        profile.Property(p => p.InvoiceEmail).HasMaxLength(BillingDetails.MaxEmail);
        profile.Property(p => p.ChangedAt).IsConcurrencyToken();
        profile.HasOne<User>().WithMany().HasForeignKey(p => p.ChangedById).OnDelete(DeleteBehavior.Restrict);
        profile.HasOne<User>().WithMany().HasForeignKey(p => p.ExemptionAcceptedById).OnDelete(DeleteBehavior.Restrict);
    }
}
