using System.Text.RegularExpressions;
using Marketplace.Community;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>The whole way of a module, as four people go it, each at a browser of their own and none with a mouse.</summary>
[Collection(nameof(InABrowser))]
public class JourneyTests(BrowserFixture browser)
{
    private const string Id = "Acme.Journey", Package = "[data-upload] input[type=file]";

    [Fact]
    public async Task A_module_is_submitted_checked_approved_found_installed_watched_and_rolled_back()
    {
        await using var publisher = await browser.PersonAsync();
        await using var moderator = await browser.PersonAsync("dark");
        await using var client = await browser.PersonAsync();
        await using var operators = await browser.PersonAsync();
        await moderator.SignInAsync(DemoPeople.Moderator.Name, PortalUrls.Queue);
        await moderator.GoAsync(PortalUrls.QueueAt("review", Id));
        await Expect(moderator.Page.GetByText("Nothing matches the filters.")).ToBeVisibleAsync();

        await SubmitAsync(publisher);
        await ApproveAsync(moderator);

        // The publisher's page is updated automatically.
        await Expect(publisher.Page.GetByText($"Approved by {DemoPeople.Moderator.Name}")).ToBeVisibleAsync();

        await InstallAsync(client);
        await RollBackAsync(client);

        await OperateAsync(operators);
        Assert.Empty(publisher.Problems);
        Assert.Empty(moderator.Problems);
        Assert.Empty(client.Problems);
    }

    private static async Task SubmitAsync(Person publisher)
    {
        await publisher.SignInAsync(DemoPeople.Publisher.Name, PortalUrls.Submit);
        await publisher.GoAsync(PortalUrls.Submit);
        Assert.Empty(await Axe.ProblemsAsync(publisher.Page));

        await publisher.Page.SetInputFilesAsync(Package, new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = [1] });
        await Expect(publisher.Page.GetByText("notes.txt is not a package.")).ToBeVisibleAsync();

        var chooser = await publisher.Page.RunAndWaitForFileChooserAsync(
            () => publisher.EnterAsync(publisher.Page.GetByRole(AriaRole.Button, new() { Name = "Choose a package" })));
        await chooser.SetFilesAsync(new FilePayload
        {
            Name = "acme.journey.nupkg",
            MimeType = "application/octet-stream",
            Buffer = Packages.Package(Id, needs: "Contoso.PdfExport [2.0,3.0)"),
        });
        await Expect(publisher.Page).ToHaveURLAsync(new Regex("/submissions/[0-9]+$"));
        await Expect(publisher.Page.GetByText("In review")).ToBeVisibleAsync();
        await Expect(publisher.Page.GetByText("Passed")).ToHaveCountAsync(6);
        Assert.Empty(await Axe.ProblemsAsync(publisher.Page));
    }

    private static async Task ApproveAsync(Person moderator)
    {
        // Nobody reloads the queue: the row comes to the open page.
        await Expect(moderator.Page.GetByRole(AriaRole.Link, new() { Name = Id })).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(moderator.Page));
        await moderator.KeyAsync("c");
        await Expect(moderator.Page.GetByRole(AriaRole.Cell, new() { Name = "You" })).ToBeVisibleAsync();
        await moderator.Page.Keyboard.PressAsync("Enter");
        await Expect(moderator.Page.GetByRole(AriaRole.Heading, new() { Name = Id })).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(moderator.Page));
        await moderator.KeyAsync("a");
        await moderator.EnterAsync(moderator.Page.GetByRole(AriaRole.Button, new() { Name = $"Approve {Id} 1.0.0" }));
        await Expect(moderator.Page.GetByText($"{Id} 1.0.0: approved.")).ToBeVisibleAsync();
    }

    private static async Task InstallAsync(Person client)
    {
        await client.SignInAsync(DemoPeople.Client.Name, PortalUrls.Browse("journey"));
        await client.GoAsync(PortalUrls.Browse("journey"));
        await client.EnterAsync(client.Page.GetByRole(AriaRole.Link, new() { Name = "Acme Journey" }).First);
        await client.EnterAsync(client.Page.GetByRole(AriaRole.Link, new() { Name = "Install on Production" }));

        // Letterheads holds PdfExport below 2.0, so the plan tells how it is solved.
        await Expect(client.Page.GetByRole(AriaRole.Heading, new() { Name = $"Install {Id} on Production" })).ToBeVisibleAsync();
        await Expect(client.Page.GetByText("In this plan", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(client.Page));
        var allow = client.Page.GetByRole(AriaRole.Checkbox);
        if (await allow.CountAsync() > 0)
        {
            await client.TabToAsync(allow);
            await client.Page.Keyboard.PressAsync("Space");
        }

        await client.EnterAsync(client.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm and install" }));
        await Expect(client.Page).ToHaveURLAsync(new Regex("/operations/"));
        await Expect(client.Page.Locator(".page-head").GetByText("Done", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 180_000 });
        Assert.Empty(await Axe.ProblemsAsync(client.Page));
    }

    private async Task RollBackAsync(Person client)
    {
        var site = Path.Combine(browser.DataFolder, "sites", "wide-world-importers-production");
        Assert.Contains(Current(site), module => module.StartsWith($"{Id} ", StringComparison.Ordinal));

        var install = new Uri(client.Page.Url).PathAndQuery;
        await client.EnterAsync(client.Page.GetByRole(AriaRole.Link, new() { Name = "Undo" }));
        await client.EnterAsync(client.Page.GetByRole(AriaRole.Button, new() { Name = "Roll back to revision" }));
        await Expect(client.Page).ToHaveURLAsync(new Regex("/operations/"));
        await Expect(client.Page.Locator(".page-head").GetByText("Done", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 180_000 });

        // What was undone does not offer it again.
        await client.GoAsync(install);
        await Expect(client.Page.GetByText("Done: Production is in revision")).ToBeVisibleAsync();
        await Expect(client.Page.GetByRole(AriaRole.Link, new() { Name = "Undo" })).ToHaveCountAsync(0);
        Assert.DoesNotContain(Current(site), module => module.StartsWith($"{Id} ", StringComparison.Ordinal));
        await client.EnterAsync(client.Page.GetByRole(AriaRole.Link, new() { Name = "Modules of Production" }));
        await Expect(client.Page.GetByRole(AriaRole.Heading, new() { Name = "Production" })).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(client.Page));
    }

    // What runs, and a category that packages name.
    private static async Task OperateAsync(Person operators)
    {
        var page = operators.Page;
        await operators.SignInAsync(DemoPeople.Operator.Name);
        await operators.GoAsync(PortalUrls.Overview);
        await operators.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Jobs", Exact = true }).First);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Jobs", Level = 1 })).ToBeVisibleAsync();
        await operators.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Open the dashboard" }));
        await Expect(page.GetByText("sweep-operations").Or(page.GetByText("Recurring Jobs")).First).ToBeVisibleAsync();

        await operators.GoAsync(PortalUrls.Overview);
        await operators.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Categories", Exact = true }).First);
        await operators.TabToAsync(page.GetByLabel("Slug"));
        await page.Keyboard.TypeAsync("journeys");
        await operators.TabToAsync(page.GetByLabel("Title"));
        await page.Keyboard.TypeAsync("Journeys");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Journeys", Exact = true })).ToBeVisibleAsync();
        await operators.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Delete Journeys" }));
        await operators.EnterAsync(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete Journeys" }));
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Journeys", Exact = true })).ToHaveCountAsync(0);
        Assert.Empty(operators.Problems);
    }

    private static IEnumerable<string> Current(string folder) =>
        new Marketplace.Modules.ModuleStore(folder).Current().Modules.Select(module => $"{module.Id} {module.Version}");
}
