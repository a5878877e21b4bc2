using System.Text.Json;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Pricing.Quotes;

namespace Marketplace.Billing.Changes;

/// <summary>Something that is credited or charged with a change.</summary>
/// <param name="Net">Less than nothing for a credit.</param>
public sealed record ChangeLine(string Text, string Detail, Money Net, Money Gross);

/// <summary>What a change comes to, exactly: what is confirmed is this, or nothing.</summary>
/// <param name="Version">Of the subscription that was looked at.</param>
/// <param name="At">For when it was computed; the same goes for what is confirmed.</param>
/// <param name="Becomes">Tier, model and sites, in words; null where it ends.</param>
/// <param name="Effective">From when it counts.</param>
/// <param name="Lines">What is left of the period, given back; and what is charged instead.</param>
/// <param name="Credit">What is given back, with tax.</param>
/// <param name="Charge">What is charged, with tax.</param>
/// <param name="Balance">The credit that there was before.</param>
/// <param name="Due">What is left to be paid now.</param>
/// <param name="Kept">The credit that there is afterwards.</param>
/// <param name="Upcoming">The next charges after it, with tax as of today and without what is used.</param>
public sealed record ChangePreview(
    Guid SubscriptionId, int Version, DateTime At, string? Becomes, DateTime Effective, IReadOnlyList<ChangeLine> Lines, Money Credit, Money Charge,
    Money Balance, Money Due, Money Kept, IReadOnlyList<UpcomingCharge> Upcoming)
{
    /// <summary>Binds a confirmation to what was shown.</summary>
    public string Hash() => QuoteDocument.Hash(JsonSerializer.Serialize(this, JsonSerializerOptions.Web));
}

public abstract record ChangeOutcome
{
    public sealed record Shown(ChangePreview Preview) : ChangeOutcome;

    public sealed record Done : ChangeOutcome;

    /// <param name="Problem">What is wrong and what mends it.</param>
    public record Invalid(string Problem) : ChangeOutcome;

    /// <summary>What was shown is not what it would come to now.</summary>
    public sealed record Stale(string Problem) : Invalid(Problem);

    public sealed record NotFound : ChangeOutcome;
}
