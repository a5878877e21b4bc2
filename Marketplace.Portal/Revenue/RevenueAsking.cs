using Marketplace.Portal.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Marketplace.Portal.Revenue;

/// <summary>A page that shows what its address asks of revenue, and draws again when that asks for something else.</summary>
public abstract class RevenueAsking : PortalComponent
{
    [Inject] protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>After the question mark.</summary>
    protected string Query => new Uri(Navigation.Uri).Query;

    protected override void OnInitialized() => Navigation.LocationChanged += Moved;

    protected override void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= Moved;
        base.Dispose(disposing);
    }

    // On the way to another page nothing of this one is asked for.
    private void Moved(object? sender, LocationChangedEventArgs moved)
    {
        if (new Uri(moved.Location).AbsolutePath is PortalUrls.Revenue or PortalUrls.PublisherRevenue or PortalUrls.Finance
            or PortalUrls.Movements)
        {
            _ = InvokeAsync(StateHasChanged);
        }
    }
}
