using System.Globalization;
using Marketplace.Live;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Portal.Shared;

/// <summary>
/// A component that reads what it shows, and reads again when one of its topics changed. One read runs at a time, and the newest wins: it cancels
/// the one that is under way. What the component follows are the topics of its newest parameters.
/// </summary>
public abstract class LivePage : PortalComponent
{
    private readonly Dictionary<LiveTopic, IDisposable> _subscriptions = [];
    private readonly HashSet<LiveTopic> _followed = [];
    private IReadOnlyDictionary<string, object?>? _given;
    private CancellationTokenSource? _reading;
    private Task _read = Task.CompletedTask;
    private ITimer? _timer;

    [Inject] private LiveFeed Live { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    /// <summary>Reads everything that the component shows.</summary>
    /// <param name="cancel">Cancelled when the component goes, or a newer read begins.</param>
    protected abstract Task ReadAsync(CancellationToken cancel);

    /// <summary>The frame is drawn with each move and hands everything down again; what is given the same as before neither reads nor draws again.</summary>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        var given = parameters.ToDictionary();
        if (_given is { } before && given.Count == before.Count && given.All(one => before.TryGetValue(one.Key, out var last) && IsSame(one.Value, last)))
        {
            return;
        }

        _given = given;
        var earlier = _subscriptions.Keys.ToList();
        _followed.Clear();
        await base.SetParametersAsync(parameters);
        foreach (var topic in earlier.Where(topic => !_followed.Contains(topic)))
        {
            if (_subscriptions.Remove(topic, out var subscription))
            {
                subscription.Dispose();
            }
        }
    }

    /// <summary>Reads now, and returns when what the newest read brought is there to show.</summary>
    protected async Task ReadAsync()
    {
        _reading?.Cancel();
        var read = _read = ReadAsync(_read, _reading = CancellationTokenSource.CreateLinkedTokenSource(Gone));
        await read;
        while (_read != read)
        {
            await (read = _read);
        }
    }

    /// <summary>Reads again whenever the topic changes; asked twice, it listens once. Prerendering does not listen, nor does what has gone.</summary>
    protected void Follow(LiveTopic topic)
    {
        _followed.Add(topic);
        if (RendererInfo.IsInteractive && !Gone.IsCancellationRequested && !_subscriptions.ContainsKey(topic))
        {
            var (culture, zone) = (CultureInfo.CurrentCulture, PersonZone.Current);
            _subscriptions[topic] = Live.Subscribe(topic, async () =>
            {
                // Whoever changed it may read other formats, or be no person at all.
                (CultureInfo.CurrentCulture, PersonZone.Current) = (culture, zone);
                await InvokeAsync(ReadAgainAsync);
            });
        }
    }

    /// <summary>Reads again and again: for what no topic tells of. Asked twice, it keeps the first pace.</summary>
    protected void ReadEvery(TimeSpan pace)
    {
        if (RendererInfo.IsInteractive && !Gone.IsCancellationRequested)
        {
            _timer ??= Time.CreateTimer(_ => InvokeAsync(ReadAgainAsync), null, pace, pace);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _timer?.Dispose();
        foreach (var subscription in _subscriptions.Values)
        {
            subscription.Dispose();
        }

        base.Dispose(disposing);
    }

    // Others may be the same and hold something else.
    private static bool IsSame(object? value, object? before) => value switch
    {
        null => before is null,
        string or ValueType or Task or PersonSite => value.Equals(before),
        Array some => before is Array others && some.Cast<object>().SequenceEqual(others.Cast<object>()),
        _ => false,
    };

    private async Task ReadAsync(Task before, CancellationTokenSource reading)
    {
        using (reading)
        {
            // Whoever asked for it hears of its failure.
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            try
            {
                reading.Token.ThrowIfCancellationRequested();
                await ReadAsync(reading.Token);
            }
            catch (Exception) when (reading.IsCancellationRequested)
            {
                // A newer read shows what is so now, or nobody looks any more. Databases report a cancelled command in several ways.
            }
            finally
            {
                _reading = _reading == reading ? null : _reading;
            }
        }
    }

    private async Task ReadAgainAsync()
    {
        if (Gone.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await ReadAsync();
            StateHasChanged();
        }
        catch (Exception error)
        {
            // Whoever told of the change must not fail because one page could not be drawn again.
            await DispatchExceptionAsync(error);
        }
    }
}
