namespace Marketplace.Pricing.Parties;

/// <summary>What became of a change of a buyer's or seller's particulars.</summary>
public abstract record PartyOutcome
{
    /// <param name="Note">What is well to know though it was saved.</param>
    public sealed record Saved(string? Note = null) : PartyOutcome;

    /// <param name="Problems">By the name of the field.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Problems) : PartyOutcome;

    /// <summary>Someone else changed it meanwhile.</summary>
    public sealed record Changed : PartyOutcome;

    public sealed record NotAllowed : PartyOutcome;
}
