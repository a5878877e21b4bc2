using Microsoft.Extensions.Logging;

namespace Marketplace.Live;

/// <summary>
/// Tells subscribers in this process that a topic changed. Calls for one subscription never overlap: changes that arrive
/// while its callback runs are told once more, afterwards.
/// </summary>
public sealed partial class LiveFeed(ILogger<LiveFeed> log)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<Subscription>> _topics = [];

    /// <summary>How many topics have a subscriber.</summary>
    internal int Topics
    {
        get
        {
            lock (_lock)
            {
                return _topics.Count;
            }
        }
    }

    public IDisposable Subscribe(LiveTopic topic, Func<Task> changed)
    {
        var subscription = new Subscription(this, topic.Name, changed);
        lock (_lock)
        {
            if (!_topics.TryGetValue(topic.Name, out var subscriptions))
            {
                _topics[topic.Name] = subscriptions = [];
            }

            subscriptions.Add(subscription);
        }

        return subscription;
    }

    public void Publish(string topic)
    {
        Subscription[] subscriptions;
        lock (_lock)
        {
            subscriptions = _topics.TryGetValue(topic, out var found) ? [.. found] : [];
        }

        foreach (var subscription in subscriptions)
        {
            subscription.Notify();
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            if (_topics.TryGetValue(subscription.Topic, out var subscriptions) && subscriptions.Remove(subscription) && subscriptions.Count == 0)
            {
                _topics.Remove(subscription.Topic);
            }
        }
    }

    [LoggerMessage(1101, LogLevel.Warning, "A subscriber of {Topic} failed; the others were told.")]
    private partial void SubscriberFailed(Exception error, string topic);

    private sealed class Subscription(LiveFeed feed, string topic, Func<Task> changed) : IDisposable
    {
        private int _pending;
        private volatile bool _disposed;

        public string Topic { get; } = topic;

        public void Notify()
        {
            if (Interlocked.Increment(ref _pending) == 1)
            {
                _ = Task.Run(RunAsync);
            }
        }

        private async Task RunAsync()
        {
            int seen;
            do
            {
                seen = Volatile.Read(ref _pending);
                try
                {
                    if (!_disposed)
                    {
                        await changed();
                    }
                }
                catch (ObjectDisposedException) when (_disposed)
                {
                    // The page was closed while it redrew.
                }
                catch (Exception error)
                {
                    // One tab that cannot redraw must not silence the others.
                    feed.SubscriberFailed(error, Topic);
                }
            }
            while (Interlocked.Add(ref _pending, -seen) > 0);
        }

        public void Dispose()
        {
            _disposed = true;
            feed.Remove(this);
        }
    }
}
