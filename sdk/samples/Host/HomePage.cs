using System.Net;
using Marketplace.Modules;
using Microsoft.Extensions.Options;

namespace Marketplace.SampleHost;

/// <summary>The site's first page: what its modules offer, and in which revision it is.</summary>
internal static class HomePage
{
    public static Task WriteAsync(HttpContext http, ModuleHost modules, IOptions<ModuleHostOptions> options, IConfiguration settings)
    {
        var pages = modules.Pages();
        var name = Encode(settings["Site:Name"] ?? "A site");
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{name}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/host.css">{Theme(pages)}</head>
            <body><header><h1>{name}</h1>
            <p>Host {Encode(options.Value.HostVersion)} · <span id="revision">Revision {modules.Revision.Number}</span></p></header>
            {Banners(modules)}<main>{Offers(pages)}{Modules(modules)}</main>{Dot(pages)}</body></html>
            """, http.RequestAborted);
    }

    private static string Banners(ModuleHost modules) =>
        string.Concat(modules.Banners.Select(banner => $"<p class=\"banner\" role=\"status\">{Encode(banner)}</p>"));

    private static string Offers(IReadOnlyList<ModulePage> pages) => pages.Count is 0
        ? "<p class=\"empty\">Nothing is installed yet. Install a module on this site in the marketplace, and its page appears here without a restart.</p>"
        : "<ul class=\"pages\">"
            + string.Concat(pages.Select(page =>
                $"<li><a href=\"{Encode(page.Path)}\"><strong>{Encode(page.Title)}</strong><span>{Encode(Short(page.Text))}</span></a></li>"))
            + "</ul>";

    private static string Modules(ModuleHost modules) => modules.Modules.Count is 0 ? "" : $"""
        <h2>Modules</h2><table><thead><tr><th>Module</th><th>Version</th><th>State</th></tr></thead>
        <tbody>{string.Concat(modules.Modules.Select(Row))}</tbody></table>
        """;

    private static string Row(ModuleStatus module) => $"""
        <tr><td>{Encode(module.Id)}</td><td>{Encode(module.Version)}</td>
        <td class="{(module.IsHealthy ? "well" : "unwell")}">{Encode(State(module))}</td></tr>
        """;

    private static string State(ModuleStatus module) => module.IsHealthy ? "Running" : module.Error ?? module.Health?.Error ?? "Unwell";

    private static string Theme(IEnumerable<ModulePage> pages) => Has(pages, "/theme") ? "<link rel=\"stylesheet\" href=\"/theme/site.css\">" : "";

    private static string Dot(IEnumerable<ModulePage> pages) =>
        Has(pages, "/visits") ? "<img src=\"/visits/dot?page=%2F\" alt=\"\" width=\"1\" height=\"1\">" : "";

    private static bool Has(IEnumerable<ModulePage> pages, string path) => pages.Any(page => page.Path == path);

    private static string Short(string text) => text.Length > 90 ? text[..90] + "…" : text;

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
