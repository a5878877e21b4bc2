using Acme.Shared;
using Marketplace.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Acme.Announcements;

/// <summary>
/// Shows what the site has to tell: each text file in the module's folder is one announcement, its first line the title.
/// A file is seen as soon as it is there. Version 1.1 adds a feed, version 2.0 a page for each announcement.
/// </summary>
public sealed class AnnouncementsModule : IModule
{
    private ModuleContext _context = null!;

    public async Task StartAsync(ModuleContext context, CancellationToken cancel)
    {
        _context = context;
        if (!Directory.EnumerateFiles(context.DataFolder, "*.txt").Any())
        {
            await File.WriteAllTextAsync(
                Path.Combine(context.DataFolder, "2026-01-01-welcome.txt"), "Welcome\nThis site has announcements now.", cancel);
        }
    }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/announcements", ListAsync);
#if V1_1_OR_LATER
        endpoints.MapGet("/announcements/feed.xml", FeedAsync);
#endif
#if V2_0_OR_LATER
        endpoints.MapGet("/announcements/{name}", OneAsync);
#endif
    }

    public IEnumerable<ModulePage> Pages()
    {
        yield return new("Announcements", "/announcements", string.Join(' ', All().Select(item => $"{item.Title} {item.Text}")));
#if V2_0_OR_LATER
        foreach (var item in All())
        {
            yield return new(item.Title, $"/announcements/{item.Name}", item.Text);
        }
#endif
    }

    private Task ListAsync(HttpContext http)
    {
        var items = string.Concat(All().Select(item => $"<article><h2>{Heading(item)}</h2><p>{Html.Encode(item.Text)}</p></article>"));
#if V1_1_OR_LATER
        items += "<p><a href=\"/announcements/feed.xml\">Follow by feed</a></p>";
#endif
        return Html.PageAsync(http, _context, "Announcements", items);
    }

#if V1_1_OR_LATER
    private Task FeedAsync(HttpContext http)
    {
        var root = $"{http.Request.Scheme}://{http.Request.Host}/announcements";
        var entries = All().Select(item =>
            $"<entry><id>{root}#{Html.Encode(item.Name)}</id><title>{Html.Encode(item.Title)}</title>"
                + $"<updated>{item.At:yyyy-MM-ddTHH:mm:ssZ}</updated><content>{Html.Encode(item.Text)}</content></entry>");
        http.Response.ContentType = "application/atom+xml; charset=utf-8";
        return http.Response.WriteAsync(
            $"<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>{root}</id><title>Announcements</title><author><name>{http.Request.Host}</name></author>" +
            $"<updated>{All().Select(item => item.At).FirstOrDefault():yyyy-MM-ddTHH:mm:ssZ}</updated>{string.Concat(entries)}</feed>", http.RequestAborted);
    }
#endif

#if V2_0_OR_LATER
    private static string Heading(Announcement item) => $"<a href=\"/announcements/{Html.Encode(item.Name)}\">{Html.Encode(item.Title)}</a>";

    private Task OneAsync(HttpContext http)
    {
        if (All().FirstOrDefault(item => item.Name == (string?)http.Request.RouteValues["name"]) is { } item)
        {
            return Html.PageAsync(http, _context, item.Title, $"<p class=\"quiet\">{item.At:d MMMM yyyy}</p><p>{Html.Encode(item.Text)}</p>");
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
#else
    private static string Heading(Announcement item) => Html.Encode(item.Title);
#endif

    private List<Announcement> All() =>
    [
        .. from file in Directory.EnumerateFiles(_context.DataFolder, "*.txt").OrderDescending(StringComparer.Ordinal).Take(50)
           let lines = File.ReadAllLines(file)
           where lines.Length > 0
           select new Announcement(Path.GetFileNameWithoutExtension(file), lines[0], string.Join(' ', lines.Skip(1)), File.GetLastWriteTimeUtc(file))
    ];

    private sealed record Announcement(string Name, string Title, string Text, DateTime At);
}
