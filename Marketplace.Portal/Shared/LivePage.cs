using Marketplace.Live;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Portal.Shared;

/// <summary>A component that reads what it shows, and reads again when one of its topics changed.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly Dictionary<LiveTopic, IDisposable> _subscriptions = [];
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyDictionary<string, object?>? _given;

    [Inject] private LiveFeed Live { get; set; } = null!;

    /// <summary>Cancelled when the component goes.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>Reads everything that the component shows.</summary>
    protected abstract Task ReadAsync();

    /// <summary>The frame is drawn with each move and hands everything down again; what is given the same as before neither reads nor draws again.</summary>
    public override Task SetParametersAsync(ParameterView parameters)
    {
        var given = parameters.ToDictionary();
        if (_given is { } before && given.Count == before.Count && given.All(one => before.TryGetValue(one.Key, out var last) && IsSame(one.Value, last)))
        {
            return Task.CompletedTask;
        }

        _given = given;
        return base.SetParametersAsync(parameters);
    }

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

    // Others may be the same and hold something else.
    private static bool IsSame(object? value, object? before) => value switch
    {
        null => before is null,
        string or ValueType or Task or PersonSite => value.Equals(before),
        Array some => before is Array others && some.Cast<object>().SequenceEqual(others.Cast<object>()),
        _ => false,
    };

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
