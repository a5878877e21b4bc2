using System.Net;
using Ganss.Xss;
using Markdig;
using Markdig.Syntax;

namespace Marketplace.Catalog.Texts;

/// <summary>
/// Makes HTML of what publishers write, within limits of length, nesting and time. They are strangers: only the structure of text and links come through.
/// </summary>
public static class Markdown
{
    /// <summary>Raised with every change to what comes out, so that stored HTML is rendered again.</summary>
    public const int Version = 1;

    // The worst inputs take time by the square of their length; these many characters take a second.
    private const int MaxRendered = 32 * 1024;
    private const int MaxShown = 128 * 1024;
    private const int MaxHtml = 256 * 1024;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseTaskLists().UseEmphasisExtras().DisableHtml().Build();

    private static readonly HtmlSanitizer Sanitizer = MakeSanitizer();

    /// <summary>Never fails: what is too long, nested too deep or takes too much time is shown as plain text.</summary>
    public static async Task<string> RenderAsync(string markdown, CancellationToken cancel)
    {
        var length = RenderedLength(markdown);
        try
        {
            var html = await Task.Run(() => ToSafeHtml(markdown[..length]), cancel).WaitAsync(MaxTime, cancel);
            return html.Length <= MaxHtml ? html + AsPlainText(markdown[length..]) : AsPlainText(markdown);
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            // Whatever the parser makes of a stranger's text: it is shown as it was written.
            return AsPlainText(markdown);
        }
    }

    /// <summary>The text as it was written, shortened where it is very long.</summary>
    public static string AsPlainText(string text) =>
        string.IsNullOrWhiteSpace(text) ? ""
        : text.Length <= MaxShown ? $"<pre class=\"plain\">{WebUtility.HtmlEncode(text)}</pre>"
        : $"<pre class=\"plain\">{WebUtility.HtmlEncode(text[..MaxShown])}</pre><p>The rest is in the package.</p>";

    /// <summary>Its headings stand below the page's own, of which there is one.</summary>
    internal static string ToSafeHtml(string markdown)
    {
        var document = Markdig.Markdown.Parse(markdown, Pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            heading.Level = Math.Min(heading.Level + 1, 6);
        }

        return Sanitizer.Sanitize(document.ToHtml(Pipeline));
    }

    // A long text is rendered up to the end of a paragraph.
    private static int RenderedLength(string markdown)
    {
        if (markdown.Length <= MaxRendered)
        {
            return markdown.Length;
        }

        var start = markdown.AsSpan(0, MaxRendered);
        return Math.Max(start.LastIndexOf("\n\n"), start.LastIndexOf("\n\r\n")) is > 0 and var end ? end : 0;
    }

    // The sanitizer is the wall; that raw HTML is off in the parser only keeps attempts readable as text.
    private static HtmlSanitizer MakeSanitizer()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(
                ["h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "blockquote", "pre", "code",
                    "em", "strong", "del", "sub", "sup", "mark", "ins",
                    "a", "table", "thead", "tbody", "tr", "th", "td"],
                StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(["href", "start", "rel"], StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["http", "https", "mailto"], StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href"], StringComparer.OrdinalIgnoreCase),
        });
        sanitizer.PostProcessNode += (_, processed) =>
        {
            if (processed.Node is AngleSharp.Html.Dom.IHtmlAnchorElement link)
            {
                link.SetAttribute("rel", "nofollow noopener noreferrer");
            }
        };
        return sanitizer;
    }
}
