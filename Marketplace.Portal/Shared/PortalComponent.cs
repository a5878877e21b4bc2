using Microsoft.AspNetCore.Components;

namespace Marketplace.Portal.Shared;

/// <summary>A component whose reads and writes end with it.</summary>
public abstract class PortalComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    protected PortalComponent() => Gone = _gone.Token;

    /// <summary>Cancelled when the component goes. A handler that goes on after that may still ask for it.</summary>
    protected CancellationToken Gone { get; }

    /// <summary>For a write that a click begins and that must not stop because the same click leads to another page.</summary>
    protected static CancellationToken Outlasting => CancellationToken.None;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _gone.Cancel();
        _gone.Dispose();
    }
}
