using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing.Tax;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Pricing.Parties;

/// <summary>The legal entity that sells to clients, of which there is one: docs/decisions/0017-who-sells.md.</summary>
public sealed class SellerEntity
{
    /// <summary>That of the one row.</summary>
    internal const int OnlyId = 1;

    public int Id { get; private set; } = OnlyId;
    public PostalAddress Address { get; private set; } = PostalAddress.Empty;

    /// <summary>Where it is registered for tax, at most once in a country.</summary>
    public ICollection<SellerRegistration> Registrations { get; } = [];

    /// <summary>With what the numbers of its documents begin.</summary>
    public string InvoicePrefix { get; private set; } = "";

    /// <summary>Where bank transfers go; normalized, null if it takes none.</summary>
    public string? Iban { get; private set; }

    public string? Bic { get; private set; }
    public DateTime ChangedAt { get; private set; }
    public long ChangedById { get; private set; }

    public void Change(SellerDetails details, long byId, DateTime now)
    {
        (Address, InvoicePrefix) = (details.Address, details.InvoicePrefix);
        (Iban, Bic) = (details.Iban is "" ? null : details.Iban, details.Bic is "" ? null : details.Bic);
        (ChangedAt, ChangedById) = (now, byId);
        Registrations.Clear();
        foreach (var (country, number, isOneStopShop) in details.Registrations)
        {
            Registrations.Add(new SellerRegistration(country, number, isOneStopShop));
        }
    }

    /// <summary>The case that decides the tax of a sale to the buyer.</summary>
    /// <param name="paymentCountry">ISO 3166-1, of the payment method; null while none is chosen.</param>
    public TaxCase CaseFor(BillingProfile buyer, ProductClass productClass, string? paymentCountry, DateTime at) =>
        CaseFor(buyer.Buyer, buyer.Address.Country, productClass, paymentCountry, at);

    /// <summary>The same for a buyer of whom no billing details are kept.</summary>
    public TaxCase CaseFor(TaxBuyer buyer, string billingCountry, ProductClass productClass, string? paymentCountry, DateTime at) => new(
        Address.Country, [.. Registrations.Select(one => new TaxRegistration(one.Country, one.Number, one.IsOneStopShop))], buyer,
        new TaxEvidence(billingCountry, paymentCountry), productClass, at);
}

/// <summary>A registration for tax of the seller.</summary>
public sealed class SellerRegistration(string country, string number, bool isOneStopShop)
{
    public const int MaxNumber = 30;

    public int SellerId { get; private set; }
    public string Country { get; private set; } = country;
    public string Number { get; private set; } = number;
    public bool IsOneStopShop { get; private set; } = isOneStopShop;
}

internal sealed class SellerEntityMapping : IEntityTypeConfiguration<SellerEntity>
{
    public void Configure(EntityTypeBuilder<SellerEntity> seller)
    {
        seller.ToTable("SellerEntities", table => table.HasCheckConstraint("CK_SellerEntities_One", $"[Id] = {SellerEntity.OnlyId}"));
        seller.Property(s => s.Id).ValueGeneratedNever();
        seller.ComplexProperty(s => s.Address, PartiesData.Map);
        seller.Property(s => s.InvoicePrefix).HasMaxLength(SellerDetails.MaxPrefix).IsUnicode(false);
        seller.Property(s => s.Iban).HasMaxLength(Parties.Iban.MaxLength).IsUnicode(false);
        seller.Property(s => s.Bic).HasMaxLength(11).IsUnicode(false);
        seller.Property(s => s.ChangedAt).IsConcurrencyToken();
        seller.HasOne<User>().WithMany().HasForeignKey(s => s.ChangedById).OnDelete(DeleteBehavior.Restrict);
        seller.HasMany(s => s.Registrations).WithOne().HasForeignKey(r => r.SellerId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SellerRegistrationMapping : IEntityTypeConfiguration<SellerRegistration>
{
    public void Configure(EntityTypeBuilder<SellerRegistration> registration)
    {
        registration.ToTable("SellerRegistrations");
        registration.HasKey(r => new { r.SellerId, r.Country });
        registration.Property(r => r.Country).HasMaxLength(2).IsUnicode(false);
        registration.Property(r => r.Number).HasMaxLength(SellerRegistration.MaxNumber).IsUnicode(false);
    }
}
