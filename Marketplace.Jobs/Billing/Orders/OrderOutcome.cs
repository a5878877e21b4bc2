namespace Marketplace.Billing.Orders;

public abstract record OrderOutcome
{
    /// <summary>The order is there; its page says what is next.</summary>
    public sealed record Placed(Guid OrderId) : OrderOutcome;

    /// <summary>A price, tax or promotion is no longer what the quote says: look at the new one.</summary>
    public sealed record Changed(Guid QuoteId, string What) : OrderOutcome;

    /// <summary>The organization has an open order of the same: pay or cancel that.</summary>
    public sealed record AlreadyOpen(Guid OrderId, string By) : OrderOutcome;

    /// <summary>The same was bought a moment ago; buying it once more needs to be said.</summary>
    public sealed record JustBought(Guid OrderId, string By, DateTime At) : OrderOutcome;

    /// <param name="Problem">What is wrong and what mends it.</param>
    public sealed record Invalid(string Problem) : OrderOutcome;

    /// <summary>There is no such order or quote that the actor may act on.</summary>
    public sealed record NotFound : OrderOutcome;
}
