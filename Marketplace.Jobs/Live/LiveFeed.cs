using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Marketplace.Live;

/// <summary>
/// Tells subscribers in this process that a topic changed. Calls for one subscription never overlap: changes that arrive
/// while its callback runs are told once more, afterwards.
/// </summary>
public sealed partial class LiveFeed(ILogger<LiveFeed> log)
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Subscription, byte>> _topics = new();

    public IDisposable Subscribe(LiveTopic topic, Func<Task> changed)
    {
        var subscription = new Subscription(this, topic.Name, changed);
        _topics.GetOrAdd(topic.Name, _ => new())[subscription] = 0;
        return subscription;
    }

    public void Publish(string topic)
    {
        if (_topics.TryGetValue(topic, out var subscriptions))
        {
            foreach (var subscription in subscriptions.Keys)
            {
                subscription.Tell();
            }
        }
    }

    private void Remove(Subscription subscription)
    {
        if (_topics.TryGetValue(subscription.Topic, out var subscriptions))
        {
            subscriptions.TryRemove(subscription, out _);
        }
    }

    [LoggerMessage(1101, LogLevel.Warning, "A subscriber of {Topic} failed; the others were told.")]
    private partial void SubscriberFailed(Exception error, string topic);

    private sealed class Subscription(LiveFeed feed, string topic, Func<Task> changed) : IDisposable
    {
        private int _pending;
        private volatile bool _disposed;

        public string Topic { get; } = topic;

        public void Tell()
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
                catch (ObjectDisposedException)
                {
                    Dispose();
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
