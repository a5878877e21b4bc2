using MudBlazor;

namespace Marketplace.Portal.Shell;

/// <summary>
/// The drawer of the menu. MudBlazor's asks each page that opens for its height and its width, and hears of every change of it; here the style alone
/// decides, so the page is not asked.
/// </summary>
public sealed class FrameDrawer : MudDrawer
{
    protected override Task OnAfterRenderAsync(bool firstRender) => Task.CompletedTask;
}
