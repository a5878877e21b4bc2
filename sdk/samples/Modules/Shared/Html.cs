using System.Net;
using Marketplace.Modules;
using Microsoft.AspNetCore.Http;

namespace Acme.Shared;

/// <summary>The frame that all Acme pages share; compiled into each module, so no module needs another for it.</summary>
internal static class Html
{
    private const string Style = """
        body{font:16px/1.55 system-ui,sans-serif;max-width:44rem;margin:2.5rem auto;padding:0 1rem;color:#1d2433;background:#fff}
        a{color:#2f5bd7}nav{margin-bottom:2rem}h1{line-height:1.2}article,.card{border:1px solid #d9dee8;border-radius:8px;padding:1rem 1.25rem;margin:1rem 0}
        label{display:block;margin:.75rem 0}input,textarea,select{display:block;width:100%;box-sizing:border-box;
        padding:.5rem;font:inherit;border:1px solid #8b95a7;border-radius:6px}
        button{font:inherit;padding:.5rem 1rem;border:0;border-radius:6px;background:#2f5bd7;color:#fff}
        table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem .5rem;border-bottom:1px solid #d9dee8}
        .quiet{color:#5a6475}footer{margin-top:3rem;font-size:.875rem;color:#5a6475}
        """;

    public static string Encode(string? text) => WebUtility.HtmlEncode(text) ?? "";

    public static Task PageAsync(HttpContext http, ModuleContext context, string title, string body)
    {
        var site = context.SitePages().Select(page => page.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var theme = site.Contains("/theme") ? "<link rel=\"stylesheet\" href=\"/theme/site.css\">" : "";
        var dot = site.Contains("/visits") ? $"<img src=\"/visits/dot?page={Uri.EscapeDataString(http.Request.Path)}\" alt=\"\" width=\"1\" height=\"1\">" : "";
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Encode(title)}</title><style>{Style}</style>{theme}</head>
            <body><nav><a href="/">Home</a></nav><main><h1>{Encode(title)}</h1>{body}</main>
            <footer>{Encode(context.Id)} {Encode(context.Version)}{dot}</footer></body></html>
            """, http.RequestAborted);
    }

    /// <summary>The fields of a posted form, or null where it is none or too large.</summary>
    public static async Task<IFormCollection?> FormAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType || http.Request.ContentLength is null or > 32 * 1024)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return null;
        }

        return await http.Request.ReadFormAsync(http.RequestAborted);
    }
}
