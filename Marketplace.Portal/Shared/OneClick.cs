namespace Marketplace.Portal.Shared;

/// <summary>
/// Lets a form's act run once for a double click or a held key: what comes while it runs, or within a moment of its end, was meant for it. Pages ask for
/// one (it is transient) and run by it whatever makes something new.
/// </summary>
public sealed class OneClick(TimeProvider clock)
{
    private static readonly TimeSpan DoubleClick = TimeSpan.FromMilliseconds(700);
    private long? _ended;
    private bool _runs;

    public async Task RunAsync(Func<Task> act)
    {
        if (_runs || (_ended is { } ended && clock.GetElapsedTime(ended) < DoubleClick))
        {
            return;
        }

        _runs = true;
        try
        {
            await act();
        }
        finally
        {
            (_runs, _ended) = (false, clock.GetTimestamp());
        }
    }
}
