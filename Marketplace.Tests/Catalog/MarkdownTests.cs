using Marketplace.Catalog.Texts;
using Marketplace.Resolution;

namespace Marketplace.Tests.Catalog;

public class MarkdownTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java\tscript:alert(1))")]
    [InlineData("[x](&#106;avascript:alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](vbscript:msgbox(1))")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("![x](https://tracker.example/pixel.png)")]
    [InlineData("[x](https://a.example \"\" onmouseover=alert(1))")]
    [InlineData("<svg onload=alert(1)><style>@import 'x'</style></svg>")]
    [InlineData("<iframe srcdoc='<script>alert(1)</script>'></iframe>")]
    [InlineData("<form action=/account/sign-out><button id=content name=body>x</button></form>")]
    [InlineData("```\"onclick=alert(1)\n</code><script>alert(1)</script>\n```")]
    [InlineData("<div style=\"position:fixed;inset:0\">x</div>")]
    [InlineData("<base href=https://evil.example><meta http-equiv=refresh content=0>")]
    [InlineData("| a |\n|---|\n| <math><mi xlink:href=javascript:alert(1)>x |")]
    public void Nothing_that_runs_loads_or_styles_comes_through(string markdown)
    {
        var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Markdown.ToSafeHtml(markdown));

        Assert.Empty(document.Body!.QuerySelectorAll("script,style,img,svg,math,iframe,object,embed,form,input,button,link,meta,base,div"));
        Assert.All(document.Body!.QuerySelectorAll("*"), element =>
        {
            Assert.All(element.Attributes, attribute => Assert.Contains(attribute.Name, (string[])["href", "rel", "start"]));
            Assert.True(element.GetAttribute("href") is null or ['h', 't', 't', 'p', ..] or ['m', 'a', 'i', 'l', 't', 'o', ':', ..], element.OuterHtml);
        });
    }

    [Fact]
    public void Headings_lists_tables_code_and_links_come_through()
    {
        var html = Markdown.ToSafeHtml("# Title\n\n- one\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n`code` and [link](https://a.example/x)");

        Assert.Contains("<h2>Title</h2>", html, StringComparison.Ordinal);
        Assert.Contains("<li>one</li>", html, StringComparison.Ordinal);
        Assert.Contains("<td>1</td>", html, StringComparison.Ordinal);
        Assert.Contains("<code>code</code>", html, StringComparison.Ordinal);
        Assert.Contains("""<a href="https://a.example/x" rel="nofollow noopener noreferrer">link</a>""", html, StringComparison.Ordinal);
    }

    public static TheoryData<string> Runaways() =>
    [
        string.Concat(Enumerable.Repeat("> ", 128)) + "x",
        string.Concat(Enumerable.Range(0, 400).Select(depth => $"{new string(' ', depth * 2)}- a\n")),
        string.Concat(Enumerable.Range(0, 150).Select(depth => $"{new string(' ', depth * 2)}- a\n")),
        new string('[', 5_000),
        new string('[', 50_000),
        string.Concat(Enumerable.Repeat("![", 5_000)),
        string.Concat(Enumerable.Repeat("*a_", 5_000)),
        string.Concat(Enumerable.Repeat("*a_", 100_000)),
        string.Concat(Enumerable.Repeat("[a](", 2_000)),
    ];

    [Theory, MemberData(nameof(Runaways), DisableDiscoveryEnumeration = true)]
    public async Task What_cannot_be_rendered_is_shown_as_it_was_written(string markdown)
    {
        var html = await Markdown.RenderAsync(markdown, TestContext.Current.CancellationToken);

        var shown = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html).Body!.TextContent;
        Assert.StartsWith(markdown[..Math.Min(1000, markdown.Length)].Trim(), shown.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_a_megabyte_is_cut_to_what_a_page_can_carry()
    {
        var table = "| a | b |\n|---|---|\n" + string.Concat(Enumerable.Repeat("| x | y |\n", 100_000));

        var html = await Markdown.RenderAsync(table, TestContext.Current.CancellationToken);

        Assert.InRange(html.Length, 100_000, 400_000);
        Assert.EndsWith("<p>The rest is in the package.</p>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_text_is_rendered_up_to_a_paragraph_and_goes_on_as_plain_text()
    {
        var html = await Markdown.RenderAsync(
            "# Title\n\n" + string.Concat(Enumerable.Repeat("One *paragraph* & more.\n\n", 2_000)),
            TestContext.Current.CancellationToken);

        Assert.StartsWith("<h2>Title</h2>", html, StringComparison.Ordinal);
        Assert.Contains("<p>One <em>paragraph</em> &amp; more.</p>\n<pre class=\"plain\">\n\nOne *paragraph* &amp; more.", html, StringComparison.Ordinal);
    }
}
