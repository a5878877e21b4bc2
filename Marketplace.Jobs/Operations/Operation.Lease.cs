namespace Marketplace.Operations;

// Which worker carries it out, and how often one began.
public sealed partial class Operation
{
    public DateTime? LeaseUntil { get; private set; }
    public int LeaseNumber { get; private set; }

    /// <summary>How often the work was begun; more than once when a worker died or an attempt failed.</summary>
    public int Attempts { get; private set; }

    /// <summary>How many attempts failed and were retried.</summary>
    public int Retries { get; private set; }

    /// <summary>When the next attempt is made; null unless it waits for one.</summary>
    public DateTime? RetryAt { get; private set; }

    /// <summary>Its site's agent is about to begin.</summary>
    public void Attempt() => Attempts++;

    /// <summary>It could not begin, because another is at work in the site's folder: that was no attempt.</summary>
    public void Defer() => Attempts--;

    public void Renew(DateTime until) => LeaseUntil = until;
}
