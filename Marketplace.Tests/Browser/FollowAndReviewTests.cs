using Marketplace.Community;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Tests.Browser.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

[Collection(nameof(InABrowser))]
public class FollowAndReviewTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 390)]
    public async Task A_client_follows_a_module_and_stops_again(string theme, int width)
    {
        await using var person = await browser.PersonAsync(theme, width);
        var page = person.Page;
        await person.SignInAsync(DemoPeople.Client.Name);
        await person.GoAsync(PortalUrls.Module("Contoso.Workflow"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Follow", Exact = true }).ClickAsync();
        var following = page.GetByRole(AriaRole.Button, new() { Name = "Following" });
        await Assertions.Expect(following).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Empty(await Axe.ProblemsAsync(page));

        await person.FollowAsync(() => page.ReloadAsync());
        await Assertions.Expect(following).ToBeVisibleAsync();
        await following.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Follow", Exact = true })).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.Empty(person.Problems);
    }

    [Fact]
    public async Task A_client_reviews_what_it_has_the_publisher_answers_and_everybody_reads_both()
    {
        const string Words = "It shows our notices where people look first.", Answer = "Thank you, that is what it is for.";
        var reviews = PortalUrls.Reviews("Acme.Announcements");
        await using (var client = await browser.PersonAsync(width: 390))
        {
            await client.SignInAsync(DemoPeople.Client.Name);
            await client.GoAsync(reviews);
            await client.Page.GetByRole(AriaRole.Button, new() { Name = "Write a review" }).ClickAsync();
            await client.Page.GetByRole(AriaRole.Radiogroup).FocusAsync();
            for (var star = 1; star <= 4; star++)
            {
                await client.Page.Keyboard.PressAsync("ArrowRight");
                await Assertions.Expect(client.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = $"{star} star" })).ToBeVisibleAsync();
            }

            await client.Page.GetByLabel("What should others know?").FillAsync(Words);
            Assert.Empty(await Axe.ProblemsAsync(client.Page));
            await client.Page.GetByRole(AriaRole.Button, new() { Name = "Publish the review" }).ClickAsync();
            await Assertions.Expect(client.Page.GetByText(Words)).ToBeVisibleAsync();
            await Assertions.Expect(client.Page.GetByRole(AriaRole.Button, new() { Name = "Change the review" })).ToBeVisibleAsync();
            Assert.Empty(client.Problems);
        }

        await using (var publisher = await browser.PersonAsync("dark"))
        {
            await publisher.SignInAsync(DemoPeople.Publisher.Name);
            await publisher.GoAsync(reviews);
            var review = publisher.Page.GetByRole(AriaRole.Article).Filter(new() { HasText = Words });
            await review.GetByRole(AriaRole.Button, new() { Name = "Answer" }).ClickAsync();
            var dialog = publisher.Page.GetByRole(AriaRole.Dialog);
            await dialog.GetByRole(AriaRole.Textbox).FillAsync(Answer);
            Assert.Empty(await Axe.ProblemsAsync(publisher.Page));
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Publish the answer" }).ClickAsync();
            await Assertions.Expect(publisher.Page.GetByText(Answer)).ToBeVisibleAsync();
            Assert.Empty(publisher.Problems);
        }

        await using var stranger = await browser.PersonAsync();
        await stranger.OpenAsync(reviews);
        await Assertions.Expect(stranger.Page.GetByText(Words)).ToBeVisibleAsync();
        await Assertions.Expect(stranger.Page.GetByText(Answer)).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(stranger.Page));
        Assert.Empty(stranger.Problems);
    }
}
