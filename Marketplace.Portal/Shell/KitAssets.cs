using MudBlazor;

namespace Marketplace.Portal.Shell;

/// <summary>
/// MudBlazor's style and script. The build compresses them under their plain names alone, a tenth and a quarter of their size, so pages ask for those,
/// with the version behind; what is asked for so never changes.
/// </summary>
internal static class KitAssets
{
    private const string Folder = "/_content/MudBlazor/";
    private static readonly string Version = typeof(MudButton).Assembly.GetName().Version!.ToString(3);

    public static readonly string Style = $"{Folder}MudBlazor.min.css?v={Version}";
    public static readonly string Script = $"{Folder}MudBlazor.min.js?v={Version}";

    public static Task KeepAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments(Folder.TrimEnd('/')) && context.Request.Query["v"] == Version)
        {
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
                {
                    context.Response.Headers.CacheControl = "max-age=31536000, immutable";
                }

                return Task.CompletedTask;
            });
        }

        return next(context);
    }
}
