#pragma warning disable BL0006 // The type of the renderer may change with the framework; the test of this class would say so.
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.RenderTree;

namespace Marketplace.Portal.Shell;

/// <summary>
/// Gives back what the components of a page hold beyond what they show. The framework keeps that as room for the next drawing, which on a page that
/// nobody touches does not come. A component that is drawn again takes its room again.
/// </summary>
/// <remarks>The framework offers no way to this, so its own fields are asked; a version that names them otherwise fails the test of this class.</remarks>
public sealed class SpareTrees(TimeProvider clock) : IComponent, IDisposable
{
    internal static readonly TimeSpan Pace = TimeSpan.FromSeconds(15);
    private RenderHandle _handle;
    private ITimer? _timer;

    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    public Task SetParametersAsync(ParameterView parameters)
    {
        if (_handle.RendererInfo.IsInteractive)
        {
            _timer ??= clock.CreateTimer(_ => _ = GiveBackAsync(), null, Pace, Pace);
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    // On the circuit's own thread no drawing is under way.
    private async Task GiveBackAsync()
    {
        try
        {
            await _handle.Dispatcher.InvokeAsync(() =>
            {
                foreach (var state in StatesOf(RendererOf(ref _handle)).Values)
                {
                    TreeRoom.GiveBack(state);
                }
            });
        }
        catch (ObjectDisposedException)
        {
            // The circuit has gone meanwhile.
        }
    }

    /// <summary>How many pieces of a drawing there is room for beyond what is shown.</summary>
    internal static int Spare(Renderer renderer) => StatesOf(renderer).Values.Sum(TreeRoom.SpareOf);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_renderer")]
    private static extern ref Renderer RendererOf(ref RenderHandle handle);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_componentStateById")]
    private static extern ref Dictionary<int, ComponentState> StatesOf(Renderer renderer);
}
