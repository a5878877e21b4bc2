namespace Marketplace.Payments.Inbox;

/// <summary>Implemented by the slice that pays publishers by a provider: Payouts.</summary>
public interface IConnectListener
{
    /// <summary>Something happened to a connected account, or to a transfer to one: what it is now is asked of the provider.</summary>
    /// <param name="reference">By the provider's id.</param>
    /// <param name="keep">Takes what changed because of it.</param>
    /// <returns>What came of it; null if it is about nothing that is kept here.</returns>
    Task<string?> ToldAsync(string provider, string reference, EffectSink keep, CancellationToken cancel);
}
