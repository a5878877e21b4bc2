using Acme.Shared;
using Marketplace.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Acme.SiteSearch;

/// <summary>Finds pages of all modules of the site. Version 1.0 finds one phrase; version 1.1 finds words in any order and puts the best first.</summary>
public sealed class SiteSearchModule : IModule
{
    private ModuleContext _context = null!;

    public Task StartAsync(ModuleContext context, CancellationToken cancel)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/search", SearchAsync);

    public IEnumerable<ModulePage> Pages() => [new("Search", "/search")];

    private Task SearchAsync(HttpContext http)
    {
        var request = http.Request.Query["q"].ToString().Trim();
        request = request.Length > 100 ? request[..100] : request;
        var form = "<form role=\"search\"><label>Search this site "
            + $"<input name=\"q\" type=\"search\" value=\"{Html.Encode(request)}\" maxlength=\"100\"></label><button>Search</button></form>";
        return Html.PageAsync(http, _context, "Search", form + (request.Length is 0 ? "" : Results(request)));
    }

    private string Results(string request)
    {
        var found = Found(request).Take(20).ToList();
        return found.Count is 0
            ? $"<p>No page has “{Html.Encode(request)}”.</p>"
            : string.Concat(found.Select(page =>
                $"<article><h2><a href=\"{Html.Encode(page.Path)}\">{Html.Encode(page.Title)}</a></h2>"
                    + $"<p>{Html.Encode(Excerpt(page.Text))}</p></article>"));
    }

#if V1_1_OR_LATER
    private IEnumerable<ModulePage> Found(string request)
    {
        var words = request.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return from page in _context.SitePages()
               where page.Path != "/search" && words.All(word => Has(page.Title, word) || Has(page.Text, word))
               orderby words.Count(word => Has(page.Title, word)) descending, page.Title
               select page;
    }
#else
    private IEnumerable<ModulePage> Found(string request) =>
        _context.SitePages().Where(page => page.Path != "/search" && (Has(page.Title, request) || Has(page.Text, request)));
#endif

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static string Excerpt(string text) => text.Length > 200 ? text[..200] + "…" : text;
}
