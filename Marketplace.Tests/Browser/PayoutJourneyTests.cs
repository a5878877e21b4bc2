using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Marketplace.Payouts;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Tests.Browser.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>An operator prepares what is due, two people approve it, and it is sent.</summary>
[Collection(nameof(InABrowser))]
public sealed class PayoutJourneyTests(BrowserFixture browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_payout_is_approved_by_two()
    {
        await using var first = await browser.PersonAsync();
        await using var second = await browser.PersonAsync();
        await first.SignInAsync(DemoPeople.Operator.Name);
        await second.SignInAsync(DemoPeople.SecondOperator.Name);
        await first.GoAsync(PortalUrls.PayoutsIn("due"));
        await ConfirmAsync(first, "Prepare €", "Prepare payouts");
        await Expect(first.Page).ToHaveURLAsync(new Regex("/sales/payouts/runs/"));
        await Expect(first.Page.GetByText("2 people have to approve it.")).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(first.Page));

        await ConfirmAsync(first, "Approve", "Approve");
        await Expect(first.Page.GetByText("Another person has to approve it.")).ToBeVisibleAsync();
        await Expect(first.Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true })).Not.ToBeVisibleAsync();
        await second.GoAsync(first.Page.Url);
        await ConfirmAsync(second, "Approve", "Approve");

        // Nobody reloads the page of the first.
        await Expect(first.Page.GetByText("It can be sent.")).ToBeVisibleAsync();
        await ConfirmAsync(first, "Send", "Send");
        var link = first.Page.GetByRole(AriaRole.Link, new() { Name = "Download file" });
        await Expect(link).ToBeVisibleAsync();
        var download = await first.Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.Null(SepaFile.Problem(XDocument.Parse(await File.ReadAllTextAsync(await download.PathAsync(), Encoding.UTF8, Cancel))));
        await Expect(second.Page.GetByText("Upload the file at the bank")).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(second.Page));
        Assert.Empty(first.Problems);
        Assert.Empty(second.Problems);
    }

    private static async Task ConfirmAsync(Person person, string button, string word)
    {
        await person.Page.GetByRole(AriaRole.Button, new() { Name = button }).First.ClickAsync();
        await person.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = word, Exact = true }).ClickAsync();
    }
}
