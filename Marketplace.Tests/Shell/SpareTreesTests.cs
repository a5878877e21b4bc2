using Bunit;
using Marketplace.Portal.Shell;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Components;
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
        Assert.NotEqual(0, SpareTrees.Spare(Renderer));

        // Twice: what was cut and drawn again is cut again.
        foreach (var next in new[] { "Save these", "Save those" })
        {
            Database.Clock.Advance(SpareTrees.Pace);

            button.WaitForAssertion(() => Assert.Equal(0, SpareTrees.Spare(Renderer)));
            button.Render(parameters => parameters.AddChildContent(next).AddUnmatched("data-next", next));
            Assert.Equal(next, button.Find("button").TextContent);
            Assert.Equal(next, button.Find("button").GetAttribute("data-next"));
        }
    }

    [Fact]
    public void A_cascading_value_reaches_what_rests_beside_its_own_parameters()
    {
        Draw<SpareTrees>();
        RenderFragment button = builder =>
        {
            builder.OpenComponent<MudButton>(0);
            builder.AddAttribute(1, nameof(MudButton.ChildContent), (RenderFragment)(inner => inner.AddContent(0, "Save")));
            builder.CloseComponent();
        };
        void Disabled(ComponentParameterCollectionBuilder<CascadingValue<bool>> parameters, bool isSo) =>
            parameters.Add(value => value.Name, "ParentDisabled").Add(value => value.Value, isSo).Add(value => value.ChildContent, button);
        var page = Draw<CascadingValue<bool>>(parameters => Disabled(parameters, isSo: false));
        Database.Clock.Advance(SpareTrees.Pace);
        page.WaitForAssertion(() => Assert.Equal(0, SpareTrees.Spare(Renderer)));

        page.Render(parameters => Disabled(parameters, isSo: true));

        Assert.True(page.Find("button").HasAttribute("disabled"));
        Assert.Equal("Save", page.Find("button").TextContent);
    }
}
