using Marketplace.Catalog;

namespace Marketplace.Portal.Pricing.Offering;

internal static class ListingText
{
    /// <summary>Null if it is done, otherwise what is wrong.</summary>
    public static string? Problem(ListingOutcome outcome) => outcome switch
    {
        ListingOutcome.Done => null,
        ListingOutcome.Invalid invalid => invalid.Problem,
        _ => "You may not change the offers of this module.",
    };
}
