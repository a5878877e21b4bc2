using System.Text.Json.Serialization;

namespace Marketplace.Pricing.Tax;

[JsonConverter(typeof(JsonStringEnumConverter<BuyerKind>))]
public enum BuyerKind
{
    Business,
    Consumer,
}

/// <summary>What is known of a VAT id.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VatVerdict>))]
public enum VatVerdict
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Its form and checksum are right; nobody was asked.</summary>
    WellFormed,

    /// <summary>The register of the European Commission (VIES) knows it.</summary>
    Confirmed,

    /// <summary>The register does not know it; it counts as none.</summary>
    Refused,
}

/// <summary>Where the buyer is, by two pieces of evidence that are both kept: Implementing Regulation 282/2011, article 24f.</summary>
/// <param name="BillingCountry">ISO 3166-1, of the billing address.</param>
/// <param name="PaymentCountry">ISO 3166-1, of the payment method; null while none is chosen.</param>
public sealed record TaxEvidence(string BillingCountry, string? PaymentCountry);

/// <summary>That a buyer pays no tax, and by what.</summary>
/// <param name="Evidence">The document that proves it.</param>
/// <param name="ValidUntil">Its last day; null if it has none.</param>
public sealed record TaxExemption(string Evidence, DateOnly? ValidUntil);

/// <summary>Where the seller is registered for tax.</summary>
/// <param name="Country">ISO 3166-1.</param>
/// <param name="Number">The VAT id or number of tax there.</param>
/// <param name="IsOneStopShop">By it the tax of all members of the European Union is declared.</param>
public sealed record TaxRegistration(string Country, string Number, bool IsOneStopShop);

/// <param name="Country">ISO 3166-1.</param>
/// <param name="Region">ISO 3166-2, or empty.</param>
/// <param name="VatId">Normalized, such as EL094259216; null if there is none.</param>
public sealed record TaxBuyer(
    string Country, string Region, BuyerKind Kind, string? VatId = null, VatVerdict Verdict = VatVerdict.None, TaxExemption? Exemption = null)
{
    /// <summary>A business that may account for the tax.</summary>
    internal bool HasVatId => Kind is BuyerKind.Business && VatId is not null && Verdict is (VatVerdict.WellFormed or VatVerdict.Confirmed);
}

/// <summary>Everything that decides the tax of a sale.</summary>
/// <param name="SellerCountry">Where the seller is established, ISO 3166-1.</param>
/// <param name="At">The time of the sale; its day in UTC decides the rate.</param>
public sealed record TaxCase(
    string SellerCountry, IReadOnlyList<TaxRegistration> Registrations, TaxBuyer Buyer, TaxEvidence Evidence, ProductClass ProductClass, DateTime At)
{
    internal DateOnly Day => DateOnly.FromDateTime(At);
}
