using System.Text.Json.Serialization;
using Marketplace.Data;

namespace Marketplace.Payments;

/// <summary>What became of a dispute. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DisputeState>))]
public enum DisputeState
{
    /// <summary>Evidence may be sent until <see cref="Dispute.DueBy"/>.</summary>
    NeedsResponse,

    /// <summary>The payer's bank decides.</summary>
    UnderReview,

    Won,
    Lost,

    /// <summary>The bank only asked, and leaves it at that.</summary>
    Closed,
}

/// <summary>A payment that the payer contests at the bank, as the provider has it.</summary>
/// <param name="PaymentId">By the provider's id or by the marketplace's own; null if it is none of its payments.</param>
/// <param name="Reason">The provider's own code of it.</param>
/// <param name="IsInquiry">The bank only asks: no money was taken.</param>
/// <param name="IsWithdrawn">The amount was taken off the balance.</param>
/// <param name="IsReinstated">It came back.</param>
/// <param name="Fee">What the dispute costs, in the currency of the balance; less than nothing where it was given back.</param>
public sealed record ProviderDispute(
    string Id, string? PaymentId, DisputeState State, Money Amount, string Reason, DateTime At, DateTime? DueBy, bool IsInquiry, bool IsWithdrawn,
    bool IsReinstated, Money? Fee = null, Money? FeeBack = null);

/// <summary>What an operator says against a dispute: a text, and a file of their own.</summary>
/// <param name="AttachesRecords">With it goes what the marketplace has recorded of the payment.</param>
public sealed record DisputeAnswer(string Text, EvidenceFile? File, bool AttachesRecords = true);

/// <summary>What is said against a dispute, as it goes to the provider.</summary>
/// <param name="Records">What the marketplace has recorded of the payment; null where it is not attached.</param>
public sealed record ProviderEvidence(string Text, EvidenceFile? File, EvidenceFile? Records = null);

/// <param name="MediaType">PDF, JPEG or PNG.</param>
public sealed record EvidenceFile(string Name, string MediaType, byte[] Content);
