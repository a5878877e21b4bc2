using Bunit;
using Marketplace.Portal.Shell;
using Marketplace.Tests.Support;
using MudBlazor;

namespace Marketplace.Tests.Shell;

public class SpareTreesTests : PageTest
{
    [Fact]
    public void A_page_that_rests_holds_its_last_drawing_alone_and_is_drawn_again_as_before()
    {
        Draw<SpareTrees>();
        var button = Draw<MudButton>(parameters => parameters.AddChildContent("Save"));
        button.Render(parameters => parameters.AddChildContent("Save it"));
        button.Render(parameters => parameters.AddChildContent("Save all"));
        Assert.NotEmpty(SpareTrees.Spare(Renderer));

        Database.Clock.Advance(SpareTrees.Pace);

        button.WaitForAssertion(() => Assert.Empty(SpareTrees.Spare(Renderer)));
        Assert.Equal("Save all", button.Find("button").TextContent);
        button.Render(parameters => parameters.AddChildContent("Save these"));
        Assert.Equal("Save these", button.Find("button").TextContent);
    }
}
