#pragma warning disable BL0006 // The type of the renderer may change with the framework; the test of this class would say so.
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.RenderTree;

namespace Marketplace.Portal.Shell;

/// <summary>
/// Gives back what each component of a page holds of the drawing before its last. The framework keeps that as room for the next drawing, which on a page
/// that nobody touches does not come. A component that is drawn again takes the room from the pool again.
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
            await _handle.Dispatcher.InvokeAsync(() => Spare(RendererOf(ref _handle)).ForEach(tree => tree.Clear()));
        }
        catch (ObjectDisposedException)
        {
            // The circuit has gone meanwhile.
        }
    }

    /// <summary>The trees that hold something and are not shown.</summary>
    internal static List<RenderTreeBuilder> Spare(Renderer renderer) =>
        [.. StatesOf(renderer).Values.Select(state => SpareOf(state)).Where(tree => tree.GetFrames().Array.Length > 0)];

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_renderer")]
    private static extern ref Renderer RendererOf(ref RenderHandle handle);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_componentStateById")]
    private static extern ref Dictionary<int, ComponentState> StatesOf(Renderer renderer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_nextRenderTree")]
    private static extern ref RenderTreeBuilder SpareOf(ComponentState state);
}
