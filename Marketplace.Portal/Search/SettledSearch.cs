using Marketplace.Search;

namespace Marketplace.Portal.Search;

/// <summary>
/// One search as someone typed it so far. It counts once they opened a result or did not type on for a moment; what was only
/// passed through does not.
/// </summary>
internal sealed class SettledSearch(SearchRecorder recorder, TimeProvider clock, string text, SearchResult? result) : IDisposable
{
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);
    public static readonly SettledSearch None = new(null!, TimeProvider.System, "", null);
    private readonly long _start = clock.GetTimestamp();
    private bool _isOpened;

    public string Text => text;

    public void Opened()
    {
        if (!_isOpened && text != "")
        {
            recorder.Opened(text);
        }

        _isOpened = true;
    }

    public void Dispose()
    {
        if (text != "" && (_isOpened || clock.GetElapsedTime(_start) >= Rest))
        {
            recorder.Searched(text, result!.Page.Total, result.Took);
        }
    }
}
