using Marketplace.Data;

namespace Marketplace.Pricing.Quotes;

/// <summary>Hears, in its transaction, that a publisher answered a client with a quote; implemented by a slice that tells others of it.</summary>
public interface ICustomQuoteListener
{
    Task OfferedAsync(MarketplaceDb db, KeptQuote quote, CancellationToken cancel);
}
