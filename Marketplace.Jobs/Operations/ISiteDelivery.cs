using Marketplace.Modules;
using Marketplace.Sites;

namespace Marketplace.Operations;

/// <summary>One way of bringing modules to a site: by our worker into a folder, or by the agent of its host.</summary>
public interface ISiteDelivery
{
    SiteDelivery Kind { get; }

    /// <summary>Carries the operation out as far as it can be now: to its end, to a pause before another attempt, or until the site answers.</summary>
    /// <param name="lease">The right to do so.</param>
    /// <param name="rebase">Plans the same changes again where the site has moved; false if the operation has ended by that.</param>
    /// <param name="cancel">Stops the work.</param>
    Task CarryOutAsync(OperationLease lease, Func<Task<bool>> rebase, CancellationToken cancel);

    /// <summary>Lets a worker take what waited for an answer of the site, if there is one by now.</summary>
    Task UnparkAsync(long siteId, CancellationToken cancel);

    /// <summary>The revision that the operation has committed on the site, as far as the site can say.</summary>
    SiteRevision? Committed(Operation operation);
}
