namespace Marketplace.Billing.Orders;

public abstract record PayOutcome
{
    /// <param name="Url">Where the payer goes; null where nothing is to be done there.</param>
    public sealed record Underway(Guid PaymentId, string? Url) : PayOutcome;

    /// <summary>Nothing was due, and the order is complete.</summary>
    public sealed record Complete : PayOutcome;

    /// <param name="Problem">What is wrong and what mends it.</param>
    public sealed record Refused(string Problem) : PayOutcome;

    public sealed record NotFound : PayOutcome;
}

/// <summary>What a member chose to pay by.</summary>
/// <param name="Provider">Its name; null for the preferred one.</param>
/// <param name="MethodId">A method that the organization saved.</param>
/// <param name="Keeps">What is entered at the provider is saved.</param>
public sealed record PayBy(string? Provider = null, Guid? MethodId = null, bool Keeps = false);
