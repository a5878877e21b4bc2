using Marketplace.Data;

namespace Marketplace.Usage;

/// <param name="Stars">1 to 5.</param>
/// <param name="Count">How many organizations gave as many.</param>
public sealed record RatingCount(int Stars, int Count);

/// <summary>How modules are rated now; implemented where ratings are kept.</summary>
public interface IRatingCounts
{
    /// <summary>By module.</summary>
    Task<ILookup<long, RatingCount>> ReadAsync(MarketplaceDb db, IReadOnlyCollection<long> moduleIds, CancellationToken cancel);
}
