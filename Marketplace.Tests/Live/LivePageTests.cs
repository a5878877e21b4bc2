using Bunit;
using Marketplace.Portal.Shared;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Tests.Live;

public sealed class LivePageTests : PageTest
{
    [Fact]
    public void What_is_given_again_is_not_read_again_and_what_is_new_is()
    {
        var (site, changing) = (new PersonSite(1, "Shop", "Globex"), new List<string>());
        var page = Draw<Counting>(p => p.Add(c => c.Name, "a").Add(c => c.Kinds, ["x", "y"]).AddCascadingValue(site));
        Assert.Equal(1, page.Instance.Reads);

        page.Render(p => p.Add(c => c.Name, "a").Add(c => c.Kinds, ["x", "y"]));
        Assert.Equal(1, page.Instance.Reads);

        page.Render(p => p.Add(c => c.Kinds, ["x", "z"]));
        Assert.Equal(2, page.Instance.Reads);
        page.Render(p => p.Add(c => c.Name, null));
        Assert.Equal(3, page.Instance.Reads);

        // The same list may hold something else.
        page.Render(p => p.Add(c => c.Changing, changing));
        page.Render(p => p.Add(c => c.Changing, changing));
        Assert.Equal(5, page.Instance.Reads);
    }

    public sealed class Counting : LivePage
    {
        public int Reads { get; private set; }

        [Parameter] public string? Name { get; set; }
        [Parameter] public string[]? Kinds { get; set; }
        [Parameter] public List<string>? Changing { get; set; }
        [CascadingParameter] public PersonSite? Site { get; set; }

        protected override Task OnParametersSetAsync() => ReadAsync();

        protected override Task ReadAsync()
        {
            Reads++;
            return Task.CompletedTask;
        }
    }
}
