using Acme.Shared;
using Marketplace.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Acme.VisitCounter;

/// <summary>
/// Counts visits by a tiny picture that pages show, without cookies or addresses. Version 1.0 shows the sum, version 1.1 each page;
/// both tell modules that need it. Version 1.1 exports them where the license says <c>export</c>.
/// </summary>
public sealed class VisitCounterModule : IModule, IDisposable
{
    private static readonly byte[] Dot = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");
    private ModuleContext _context = null!;
    private Visits _visits = null!;

    public Task StartAsync(ModuleContext context, CancellationToken cancel)
    {
        (_context, _visits) = (context, new Visits(Path.Combine(context.DataFolder, "visits.txt")));
        context.Offer<IVisits>(_visits);
        return Task.CompletedTask;
    }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/visits", ShowAsync);
        endpoints.MapGet("/visits/dot", CountAsync);
#if V1_1_OR_LATER
        endpoints.MapGet("/visits/export.csv", ExportAsync);
#endif
    }

    public IEnumerable<ModulePage> Pages() => [new("Visits", "/visits", "How often the pages of this site were seen.")];

    public void Dispose() => _visits.Save();

    private Task ShowAsync(HttpContext http)
    {
        var all = _visits.All();
        var body = $"<p>{all.Sum(page => page.Count):N0} visits.</p>";
#if V1_1_OR_LATER
        var rows = all.OrderByDescending(page => page.Count).Select(page => $"<tr><td>{Html.Encode(page.Path)}</td><td>{page.Count:N0}</td></tr>");
        body += $"<table><thead><tr><th>Page</th><th>Visits</th></tr></thead><tbody>{string.Concat(rows)}</tbody></table>";
        body += _context.License.Has("export") ? "<p><a href=\"/visits/export.csv\">Export as CSV</a></p>" : "";
#endif
        return Html.PageAsync(http, _context, "Visits", body);
    }

#if V1_1_OR_LATER
    private Task ExportAsync(HttpContext http)
    {
        if (!_context.License.Has("export"))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return http.Response.WriteAsync("The license of this site does not include the export.", http.RequestAborted);
        }

        // The paths are those of pages of the site, which have neither quotes nor commas.
        http.Response.ContentType = "text/csv; charset=utf-8";
        return http.Response.WriteAsync(
            "Page,Visits\r\n" + string.Concat(_visits.All().Select(page => $"{page.Path},{page.Count}\r\n")), http.RequestAborted);
    }
#endif

    private Task CountAsync(HttpContext http)
    {
        var path = http.Request.Query["page"].ToString();
        if (_context.SitePages().Any(page => page.Path.Equals(path, StringComparison.OrdinalIgnoreCase)) || path == "/")
        {
            _visits.Count(path);
        }

        http.Response.ContentType = "image/gif";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.Body.WriteAsync(Dot, http.RequestAborted).AsTask();
    }
}
