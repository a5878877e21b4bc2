using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Marketplace.Community;
using Marketplace.Moderation;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>
/// A conflict, a way out, a plan, an operation in which one module fails its health check, the others kept, and all of it undone: on a running
/// site.
/// </summary>
[Collection(nameof(InABrowser))]
public partial class PinpointJourneyTests(BrowserFixture browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_gets_round_a_conflict_keeps_what_is_well_and_takes_all_of_it_back()
    {
        await using var client = await browser.PersonAsync();
        await PublishAsync(
            Packages.Package("Acme.Duo"),
            Packages.Package("Acme.Duo", "2.0.0", needs: ["Contoso.PdfExport [2.0,3.0)", "Litware.Letterheads [3.0.5]"]),
            Unwell(Packages.Package("Acme.Sick")));
        await client.SignInAsync("Theo Lang", PortalUrls.Sites);
        await using var site = await RunningProgram.SampleHostAsync(Path.Combine(browser.DataFolder, "sites", "trey-research-intranet"), Cancel);
        using var visitor = new HttpClient { BaseAddress = site.Address };
        await client.Page.GetByRole(AriaRole.Link, new() { Name = "Intranet" }).First.ClickAsync();
        await Expect(client.Page).ToHaveURLAsync(SiteAddress());
        var id = long.Parse(SiteAddress().Match(client.Page.Url).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

        // Duo 2.0.0 cannot be, and says why; the way out is the release before.
        await client.GoAsync(PortalUrls.Plan(id, ChangeRequest.Install("Acme.Duo", new("2.0.0")).And(ChangeRequest.Install("Acme.Sick"))));
        await Expect(client.Page.GetByText("Litware.Letterheads").First).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(client.Page));
        await client.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("Acme.Duo 1.0.0 instead") }).ClickAsync();

        await client.Page.GetByLabel("Keep the other modules").CheckAsync();
        if (await client.Page.GetByRole(AriaRole.Checkbox).CountAsync() > 0)
        {
            await client.Page.GetByRole(AriaRole.Checkbox).CheckAsync();
        }

        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm and install" }).ClickAsync();
        await Expect(client.Page).ToHaveURLAsync(new Regex("/operations/"));
        await Expect(client.Page.GetByText("A module failed its health check")).ToBeVisibleAsync(new() { Timeout = 180_000 });
        await Expect(client.Page.GetByText("Acme.Sick fails its health check").First).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(client.Page));

        await client.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("without Acme.Sick") }).ClickAsync();
        await Expect(client.Page.Locator(".page-head").GetByText("Done", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 180_000 });
        Assert.Equal(HttpStatusCode.OK, await AskAsync(visitor, "/duo"));

        await client.Page.GetByRole(AriaRole.Link, new() { Name = "Undo" }).ClickAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Roll back to revision" }).ClickAsync();
        await Expect(client.Page).ToHaveURLAsync(new Regex("/operations/"));
        await Expect(client.Page.Locator(".page-head").GetByText("Done", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 180_000 });
        await Eventually.TrueAsync(async () => await AskAsync(visitor, "/duo") == HttpStatusCode.NotFound, "the page is gone from the site", Cancel);
        Assert.Empty(client.Problems);
    }

    private async Task PublishAsync(params byte[][] packages)
    {
        await using var publisher = await browser.PersonAsync();
        await publisher.SignInAsync(DemoPeople.Publisher.Name, PortalUrls.Submit);
        await using var moderator = await browser.PersonAsync();
        await moderator.SignInAsync(DemoPeople.Moderator.Name, PortalUrls.Queue);
        foreach (var package in packages)
        {
            await publisher.GoAsync(PortalUrls.Submit);
            await publisher.Page.SetInputFilesAsync(
                "[data-upload] input[type=file]", new FilePayload { Name = "module.nupkg", MimeType = "application/octet-stream", Buffer = package });
            await Expect(publisher.Page).ToHaveURLAsync(new Regex("/submissions/[0-9]+$"));
            await Expect(publisher.Page.GetByText("In review")).ToBeVisibleAsync(new() { Timeout = 90_000 });
            var id = await publisher.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync();
            await moderator.GoAsync(PortalUrls.QueueAt("review", id.Split(' ')[0]));
            await moderator.Page.GetByRole(AriaRole.Link, new() { Name = id.Split(' ')[0] }).First.ClickAsync();
            await Expect(moderator.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(id.Split(' ')[0]);
            await moderator.KeyAsync("a");
            await moderator.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Approve Acme") }).ClickAsync();
            await Expect(publisher.Page.GetByText($"Approved by {DemoPeople.Moderator.Name}")).ToBeVisibleAsync();
        }
    }

    // Its manifest names a health path at which nothing answers.
    private static byte[] Unwell(byte[] package)
    {
        using var file = new MemoryStream();
        file.Write(package);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry("module.json")!;
            JsonNode manifest;
            using (var reader = entry.Open())
            {
                manifest = JsonNode.Parse(reader)!;
            }

            manifest["health"] = $"{manifest["health"]}/pulse";
            entry.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("module.json").Open());
            writer.Write(manifest.ToJsonString());
        }

        return file.ToArray();
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient visitor, string path)
    {
        using var answer = await visitor.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        return answer.StatusCode;
    }

    [GeneratedRegex("/sites/([0-9]+)$")]
    private static partial Regex SiteAddress();
}
