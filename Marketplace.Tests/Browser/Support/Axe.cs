using System.Text.Json;
using Marketplace.Tests.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser.Support;

/// <summary>Checks a page against WCAG 2.2 A and AA with axe-core (MPL 2.0, its license beside it).</summary>
internal static class Axe
{
    private static readonly Lazy<string> Script = new(
        () => File.ReadAllText(Repository.Folder("Marketplace.Tests", "Browser", "Support", "axe", "axe.min.js")));

    private const string Run = """
        async rules => JSON.stringify((await axe.run(document, {
            runOnly: rules ? { type: "rule", values: rules } : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
            resultTypes: ['violations'],
        })).violations.flatMap(v => v.nodes.map(n => `${v.id} (${v.impact}) at ${n.target.join(' ')}: ${n.failureSummary}\n    ${n.html}`)))
        """;

    /// <summary>The rules that colors and widths decide; all others ask for what the document says.</summary>
    private static readonly string[] OfLooks = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"];

    /// <summary>What a person who cannot see, or cannot use a mouse, would stumble over; empty when nothing is found.</summary>
    /// <param name="page">The open page.</param>
    /// <param name="onlyLooks">Where the same document was checked in another theme and width.</param>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(IPage page, bool onlyLooks = false)
    {
        // Evaluated by the browser's debugger, so the portal's content security policy stays as it is.
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
        {
            await page.EvaluateAsync(Script.Value);
        }

        return JsonSerializer.Deserialize<string[]>(await page.EvaluateAsync<string>(Run, onlyLooks ? OfLooks : null))!;
    }
}
