using System.Globalization;
using Marketplace.Data;

namespace Marketplace.Live;

/// <summary>What may wait for a job. The name stands in the change table, in lower case: <c>work/submissions/17</c>.</summary>
public enum Work
{
    /// <summary>A submission waits for its checks.</summary>
    Submissions,

    /// <summary>An operation waits on a site, or its agent said something.</summary>
    Sites,

    /// <summary>An operation of a batch ended.</summary>
    Batches,

    /// <summary>Operations ended: what they showed is counted, and answers to suspensions go on.</summary>
    Endings,

    /// <summary>A release became available, or is no longer.</summary>
    Releases,

    /// <summary>A site's update policy was saved, and is due at once.</summary>
    Policies,

    /// <summary>Installs or ratings wait to be added up.</summary>
    Usage,

    Webhooks,
    Mail,

    /// <summary>A payment provider is to be asked for something.</summary>
    Payments,

    /// <summary>A payment provider told something.</summary>
    ProviderEvents,

    /// <summary>An operator wants providers and books compared.</summary>
    Reconciliation,

    /// <summary>An order was paid, and something waits for that.</summary>
    Orders,

    /// <summary>An organization's license changed; its sites get other files.</summary>
    Licenses,

    /// <summary>Something can be charged that could not before.</summary>
    Renewals,

    /// <summary>Payouts are to be transferred.</summary>
    Transfers,
}

/// <summary>A piece of work: which kind, and of which row where one is meant.</summary>
public readonly record struct WaitingWork(Work Kind, long? Id)
{
    private const string Prefix = "work/";

    internal string Topic => Prefix + Kind.ToString().ToLowerInvariant() + (Id is { } id ? FormattableString.Invariant($"/{id}") : "");

    internal static bool IsTopic(string topic) => topic.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Null for work of a kind that this process does not know: a newer one wrote it, and wakes its job.</summary>
    internal static WaitingWork? Of(string topic) =>
        IsTopic(topic) && topic[Prefix.Length..].Split('/') is [var kind, .. var rest] && Enum.TryParse<Work>(kind, ignoreCase: true, out var known)
            ? new(known, rest is [var id] && long.TryParse(id, CultureInfo.InvariantCulture, out var row) ? row : null)
            : null;
}

/// <summary>Hears which work waits. Registered where jobs run.</summary>
public interface IWorkListener
{
    /// <param name="changes">Ids of the changes that announce it. Must return at once.</param>
    void Hear(IReadOnlyCollection<long> changes);
}

public static class Waking
{
    extension(MarketplaceDb db)
    {
        /// <summary>Announces work with the save that causes it; one process wakes its job.</summary>
        public void Wake(Work kind, DateTime now, long? id = null) => db.Set<Change>().Add(new Change(new WaitingWork(kind, id).Topic, now));
    }
}
