using Marketplace.Data;

namespace Marketplace.Licensing;

/// <summary>Hears, in its transaction, what became of a license; implemented by a slice that tells others of it.</summary>
public interface ILicenseListener
{
    /// <param name="db">Of the transaction.</param>
    /// <param name="license">With its module.</param>
    /// <param name="change">Such as <c>license.issued</c>; it is saved then.</param>
    /// <param name="cancel">Stops it.</param>
    Task ChangedAsync(MarketplaceDb db, License license, string change, CancellationToken cancel);
}
