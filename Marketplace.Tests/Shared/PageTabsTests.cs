using Bunit;
using Marketplace.Portal.Shared;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Shared;

public class PageTabsTests : PageTest
{
    [Fact]
    public async Task Tabs_that_go_with_their_page_lead_nowhere()
    {
        Navigation.NavigateTo("/things?tab=third");
        var before = Address;
        var tabs = Draw<PageTabs>(parameters => parameters
            .Add(tabs => tabs.Label, "Things").Add(tabs => tabs.Active, "third")
            .Add(tabs => tabs.Tabs,
                [new("first", "First", "/things"), new("second", "Second", "/things?tab=second"), new("third", "Third", before)]));
        Assert.Equal(3, tabs.FindAll("[role=tab]").Count);

        await DisposeComponentsAsync();

        Assert.Equal(before, Address);
    }
}
