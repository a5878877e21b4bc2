using Marketplace.Community;
using Marketplace.Resolution;
using Marketplace.Tests.Browser.Support;

namespace Marketplace.Tests.Browser;

[Collection(nameof(InABrowser))]
public class AxeTests(BrowserFixture browser)
{
    [Fact]
    public async Task The_accessibility_check_sees_a_picture_without_words_and_grey_on_grey()
    {
        await using var person = await browser.PersonAsync();
        await person.Page.SetContentAsync("<html lang=en><title>t</title><main><img src=data:,><p style='color:#999;background:#aaa'>gray</p></main>");

        var problems = await Axe.ProblemsAsync(person.Page);

        Assert.Contains(problems, problem => problem.StartsWith("image-alt", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("color-contrast", StringComparison.Ordinal));
    }
}
