using Marketplace.Live;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Portal.Shared;

/// <summary>A component that reads what it shows, and reads again when one of its topics changed.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly Dictionary<LiveTopic, IDisposable> _subscriptions = [];
    private readonly CancellationTokenSource _gone = new();

    [Inject] private LiveFeed Live { get; set; } = null!;

    /// <summary>Cancelled when the component goes.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>Reads everything that the component shows.</summary>
    protected abstract Task ReadAsync();

    /// <summary>Reads again whenever the topic changes; told twice, it listens once. Prerendering does not listen.</summary>
    protected void Follow(LiveTopic topic)
    {
        if (RendererInfo.IsInteractive && !_subscriptions.ContainsKey(topic))
        {
            _subscriptions[topic] = Live.Subscribe(topic, () => InvokeAsync(ReadAgainAsync));
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        foreach (var subscription in _subscriptions.Values)
        {
            subscription.Dispose();
        }

        _gone.Cancel();
        _gone.Dispose();
    }

    private async Task ReadAgainAsync()
    {
        if (_gone.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await ReadAsync();
            StateHasChanged();
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            // Whoever told of the change must not fail because one page could not be drawn again.
            await DispatchExceptionAsync(error);
        }
    }
}
