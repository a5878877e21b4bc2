using Marketplace.Data;

namespace Marketplace.Ledger;

/// <summary>Implemented by the slice that talks to a payment provider: what the provider itself says it holds for the marketplace.</summary>
public interface IProviderSums
{
    /// <summary>As in <see cref="AccountKey.ProviderCash"/>.</summary>
    string Provider { get; }

    /// <summary>One amount a currency, as of now; null where it cannot be asked.</summary>
    Task<IReadOnlyList<Money>?> ReadAsync(CancellationToken cancel);
}
