using Marketplace.Data;

namespace Marketplace.Operations;

/// <summary>Implemented by slices that act when an operation ends. What it adds is saved with the end.</summary>
public interface IOperationListener
{
    Task EndedAsync(MarketplaceDb db, Operation operation, DateTime now, CancellationToken cancel);
}
