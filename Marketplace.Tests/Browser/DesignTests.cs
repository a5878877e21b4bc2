using System.Diagnostics;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

/// <summary>
/// The catalog of parts looks as it did when it was last approved. Where the look was meant to change, run this with UPDATE_LOOKS=1, look at the new
/// pictures and commit them.
/// </summary>
[Collection(nameof(InABrowser))]
public class DesignTests(BrowserFixture browser)
{
    // Letters are drawn a little differently by each version of a browser; a part that moves or changes its color is far more than this.
    private const double Allowed = 0.005;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task The_parts_look_as_in_the_approved_picture(string theme)
    {
        await using var person = await browser.PersonAsync(theme);
        await person.SignInAsync(DemoPeople.Operator.Name);
        await person.GoAsync(PortalUrls.Design);
        await Assertions.Expect(person.Page.Locator(".mud-data-grid tbody tr").First).ToBeVisibleAsync();
        await person.Page.EvaluateAsync("() => document.fonts.ready");
        var file = Path.Combine(Repository.Root, "Marketplace.Tests", "Browser", "Looks", $"design-{theme}.png");
        if (Environment.GetEnvironmentVariable("UPDATE_LOOKS") is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, await SeenAsync(person), TestContext.Current.CancellationToken);
        }

        var approved = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var compares = await person.Page.Context.NewPageAsync();
        // What measures itself, as tabs and charts do, is drawn last.
        var watch = Stopwatch.StartNew();
        byte[] parts;
        double differs;
        do
        {
            parts = await SeenAsync(person);
            differs = await DifferenceAsync(compares, approved, parts);
        }
        while (differs > Allowed && watch.Elapsed < Patience);

        if (differs > Allowed)
        {
            var seen = Path.Combine(Path.GetTempPath(), Path.GetFileName(file));
            await File.WriteAllBytesAsync(seen, parts, TestContext.Current.CancellationToken);
            Assert.Fail($"{differs:P2} of the picture differ from {Path.GetRelativePath(Repository.Root, file)}; what was seen is {seen}.");
        }
    }

    private static async Task<byte[]> SeenAsync(Person person)
    {
        await person.Page.BringToFrontAsync();
        return await person.Page.Locator("main").ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
    }

    /// <summary>The part of the pixels that differ by more than smoothing does; 1 where the sizes differ.</summary>
    private static Task<double> DifferenceAsync(IPage page, byte[] one, byte[] other) =>
        page.EvaluateAsync<double>(
            """
            async pictures => {
                const [a, b] = await Promise.all(pictures.map(async picture => {
                    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
                    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
                    context.drawImage(image, 0, 0);
                    return context.getImageData(0, 0, image.width, image.height);
                }));
                if (a.width !== b.width || a.height !== b.height) return 1;
                let differing = 0;
                for (let at = 0; at < a.data.length; at += 4) {
                    const most = Math.max(...[0, 1, 2].map(part => Math.abs(a.data[at + part] - b.data[at + part])));
                    differing += most > 48 ? 1 : 0;
                }
                return differing / (a.data.length / 4);
            }
            """,
            new[] { Convert.ToBase64String(one), Convert.ToBase64String(other) });
}
