using Marketplace.Portal.Catalog;

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
}
