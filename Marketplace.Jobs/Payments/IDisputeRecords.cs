using Marketplace.Data;

namespace Marketplace.Payments;

/// <summary>Implemented by the slice that knows what a payment was for: what it has recorded of it, as a PDF that speaks against a dispute.</summary>
public interface IDisputeRecords
{
    Task<EvidenceFile> WriteAsync(MarketplaceDb db, Dispute dispute, CancellationToken cancel);
}
