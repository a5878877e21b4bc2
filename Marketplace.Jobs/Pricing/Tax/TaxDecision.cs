using System.Text.Json.Serialization;

namespace Marketplace.Pricing.Tax;

/// <summary>A rate as it stands on documents.</summary>
/// <param name="Name">Such as VAT.</param>
/// <param name="Country">To which it is owed, ISO 3166-1.</param>
/// <param name="Region">ISO 3166-2, or empty.</param>
public sealed record AppliedRate(string Name, string Country, string Region, decimal Percent);

/// <summary>How a sale is taxed, and why.</summary>
[JsonDerivedType(typeof(Taxed), "taxed")]
[JsonDerivedType(typeof(ReverseCharge), "reverseCharge")]
[JsonDerivedType(typeof(Exempt), "exempt")]
[JsonDerivedType(typeof(OutsideScope), "outsideScope")]
[JsonDerivedType(typeof(NeedsAttention), "needsAttention")]
public abstract record TaxDecision
{
    /// <summary>What is charged; none unless it is <see cref="Taxed"/>.</summary>
    public virtual IReadOnlyList<AppliedRate> Rates => [];

    public sealed record Taxed(AppliedRate Rate) : TaxDecision
    {
        public override IReadOnlyList<AppliedRate> Rates => [Rate];
    }

    /// <summary>The buyer owes the tax.</summary>
    /// <param name="Sentence">Stands on the invoice.</param>
    /// <param name="LegalBasis">Stands beside it.</param>
    public sealed record ReverseCharge(string Sentence, string LegalBasis) : TaxDecision;

    public sealed record Exempt(string Reason) : TaxDecision;

    /// <summary>No tax of a country in which the seller is registered.</summary>
    public sealed record OutsideScope(string Reason) : TaxDecision;

    /// <summary>It cannot be decided; nothing is sold until it can.</summary>
    /// <param name="Problem">What is wrong and what mends it.</param>
    public sealed record NeedsAttention(string Problem) : TaxDecision;

    /// <summary>The problem where the tax service does not answer; it is a passing one.</summary>
    public const string NoAnswer = "Tax cannot be computed now, as Stripe Tax does not answer. Try again in a minute.";
}
