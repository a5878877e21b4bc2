#pragma warning disable BL0006 // A renderer of ones own sees these types, which may change with the framework; only this measure would notice.
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.RenderTree;
using Microsoft.JSInterop;

namespace Marketplace.Bench;

/// <summary>Draws components as a circuit does, with no browser behind it: what the server does for a change, and nothing else.</summary>
internal sealed class BareRenderer(IServiceProvider services, ILoggerFactory log) : Renderer(services, log)
{
    private Exception? _failed;

    /// <summary>How many pieces of the tree the last drawings changed.</summary>
    public int Edits { get; set; }

    public override Dispatcher Dispatcher { get; } = Dispatcher.CreateDefault();

    protected override RendererInfo RendererInfo => new("Server", isInteractive: true);

    public Task DrawAsync(RenderFragment content) => Dispatcher.InvokeAsync(async () =>
    {
        var root = new Root(content);
        await RenderRootComponentAsync(AssignRootComponentId(root), ParameterView.Empty);
        if (_failed is not null)
        {
            throw new InvalidOperationException("It could not be drawn.", _failed);
        }
    });

    protected override void HandleException(Exception exception) => _failed = exception;

    protected override Task UpdateDisplayAsync(in RenderBatch batch)
    {
        for (var i = 0; i < batch.UpdatedComponents.Count; i++)
        {
            Edits += batch.UpdatedComponents.Array[i].Edits.Count;
        }

        return Task.CompletedTask;
    }

    private sealed class Root(RenderFragment content) : ComponentBase
    {
        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder) => content(builder);
    }
}

/// <summary>A browser that answers nothing.</summary>
internal sealed class SilentScript : IJSRuntime
{
    public ValueTask<T> InvokeAsync<T>(string identifier, object?[]? args) => default;

    public ValueTask<T> InvokeAsync<T>(string identifier, CancellationToken cancellationToken, object?[]? args) => default;
}

internal sealed class StillNavigation : NavigationManager
{
    public StillNavigation() => Initialize("http://localhost/", "http://localhost/list?size=100");

    protected override void NavigateToCore(string uri, NavigationOptions options) => Uri = ToAbsoluteUri(uri).ToString();
}
