using Acme.Shared;
using Marketplace.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Acme.Theme;

/// <summary>
/// Dresses the host and the other modules in one palette, chosen by the setting <c>Palette</c>. Version 1.1 adds the palette Forest,
/// version 2.0 follows the visitor's request for dark colors.
/// </summary>
public sealed class ThemeModule : IModule
{
    private static readonly Dictionary<string, (string Accent, string Ink, string Paper)> Palettes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Harbour"] = ("#0b6e8a", "#12232b", "#f4f9fa"),
        ["Brick"] = ("#a8412b", "#2b1a15", "#fdf7f4"),
#if V1_1_OR_LATER
        ["Forest"] = ("#2d6b3f", "#16241a", "#f5faf5"),
#endif
    };

    private ModuleContext _context = null!;

    private string Chosen => _context.Settings["Palette"] is { } name && Palettes.ContainsKey(name) ? name : "Harbour";

    public Task StartAsync(ModuleContext context, CancellationToken cancel)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/theme", PageAsync);
        endpoints.MapGet("/theme/site.css", CssAsync);
    }

    public IEnumerable<ModulePage> Pages() => [new("Theme", "/theme", $"Colors of this site: {string.Join(", ", Palettes.Keys)}.")];

    private Task PageAsync(HttpContext http) => Html.PageAsync(http, _context, "Theme", string.Concat(Palettes.Select(palette =>
        $"<article style=\"border-left:1rem solid {palette.Value.Accent}\">"
            + $"<h2>{palette.Key}</h2><p>{(palette.Key == Chosen ? "This site wears it." : "At hand.")}</p></article>")));

    private Task CssAsync(HttpContext http)
    {
        var (accent, ink, paper) = Palettes[Chosen];
        http.Response.ContentType = "text/css; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        var css = $"body{{color:{ink};background:{paper}}}a{{color:{accent}}}button{{background:{accent}}}h1{{color:{accent}}}";
#if V2_0_OR_LATER
        css += "@media(prefers-color-scheme:dark){body{color:#e8ecf1;background:#14181f}a,h1{color:#8cc8d8}.quiet,footer{color:#a9b3c1}}";
#endif
        return http.Response.WriteAsync(css, http.RequestAborted);
    }
}
