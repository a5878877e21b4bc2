using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Data;
using Marketplace.Payments.Bank;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Tax;

namespace Marketplace.Billing.Invoices;

[JsonConverter(typeof(JsonStringEnumConverter<InvoiceKind>))]
public enum InvoiceKind
{
    Invoice,
    CreditNote,
}

/// <summary>Why a document has the tax that it has, or none.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaxTreatment>))]
public enum TaxTreatment
{
    /// <summary>By its rates.</summary>
    Taxed,

    /// <summary>The buyer owes it.</summary>
    ReverseCharge,

    /// <summary>The buyer is exempt.</summary>
    Exempt,

    /// <summary>The seller is not registered where it would be owed.</summary>
    OutsideScope,
}

/// <summary>An invoice or credit note as it was issued: all that stands on it, whatever becomes of who and what it names.</summary>
/// <param name="Due">Null where it was paid at once, or gives back.</param>
/// <param name="Notes">What tax law asks for, such as the sentence of the reverse charge.</param>
/// <param name="Corrects">The number of the invoice that a credit note is for.</param>
/// <param name="Reference">What the payer of a transfer names.</param>
/// <param name="IsTest">Made in the sandbox: no money moved.</param>
public sealed record InvoiceDocument(
    InvoiceKind Kind, string Number, DateOnly Date, DateOnly? Due, InvoiceParty Seller, InvoiceParty Buyer, IReadOnlyList<InvoiceLine> Lines,
    IReadOnlyList<TaxSum> Taxes, Money Net, Money Tax, IReadOnlyList<string> Notes, string? Corrects, string Reference, InvoiceBank? Bank,
    string? PaidBy, DateOnly? RateDay, bool IsTest)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Where it is not <see cref="TaxTreatment.Taxed"/>, the first of the notes says why.</summary>
    public TaxTreatment Treatment { get; init; }

    /// <summary>The buyer issues it in the name of the seller.</summary>
    public bool IsSelfBilled { get; init; }

    /// <summary>Why it is credited; null on invoices.</summary>
    public string? Reason { get; init; }

    /// <summary>The number of the invoice that was paid late; null where it is no interest.</summary>
    public string? InterestOn { get; init; }

    /// <summary>What was paid by the client's credit; null where nothing was.</summary>
    public Money? CreditUsed { get; init; }

    public Money Total => Net + Tax;

    /// <summary>What was left to be paid when it was issued.</summary>
    [JsonIgnore]
    public Money Payable => Total - (CreditUsed ?? Money.Zero(Net.Currency));

    /// <summary>What a banking app reads of the transfer that is still to be made; null where there is no such code.</summary>
    public string? CodeFor(Money open) =>
        Bank is { } bank ? EpcCode.Of(new(Seller.Address.Name, bank.Iban, bank.Bic, open, Reference)) : null;

    public string ToJson() => JsonSerializer.Serialize(this, Format);

    public static InvoiceDocument Parse(string json) => JsonSerializer.Deserialize<InvoiceDocument>(json, Format)!;

    public static string Hash(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}

/// <param name="TaxNumber">Its VAT ID or registration; null if it has none.</param>
public sealed record InvoiceParty(PostalAddress Address, string? TaxNumber);

public sealed record InvoiceBank(string Iban, string? Bic);

/// <summary>One thing that is sold, or given back.</summary>
/// <param name="Detail">Tier, model and sites, in words.</param>
/// <param name="List">Before discounts, without tax.</param>
/// <param name="From">The first day that it is for; null where it is sold for good.</param>
/// <param name="To">The day after the last.</param>
/// <param name="TaxByRate">In the order of the document's rates.</param>
public sealed record InvoiceLine(
    string Text, string Detail, long ModuleId, long PublisherId, OfferTier Tier, Money List, IReadOnlyList<InvoiceDiscount> Discounts, Money Net, Money Tax,
    IReadOnlyList<Money> TaxByRate, DateOnly? From, DateOnly? To)
{
    /// <summary>Which line of the invoice a credit note's line is for, from 0.</summary>
    public int? Of { get; init; }

    public SaleKind Stream { get; init; }
    public OfferModel Model { get; init; }

    /// <summary>The first promotion that lowers it; null where none does.</summary>
    public long? PromotionId { get; init; }

    public Money Gross => Net + Tax;
}

public sealed record InvoiceDiscount(string Name, Money Amount);
