using Marketplace.Catalog;
using Marketplace.Modules.Packages;
using Marketplace.Portal.Http;
using Marketplace.Storage;
using Marketplace.Usage;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Portal.Feed;

/// <summary>
/// Sends a package or its nuspec, and counts packages sent whole: not their parts, and not those that a client still has. Both never change, but may be
/// withdrawn, so copies are asked for again; ranges and conditional requests work.
/// </summary>
internal static class PackageDownload
{
    public static async Task GetAsync(
        string id, string version, string file, DownloadCache cache, IPackageStore packages,
        DownloadCounter counter, VisitorCountry country, HttpContext context)
    {
        var cancel = context.RequestAborted;
        var response = context.Response;
        // Where the feed is open, nothing else stands before the answer.
        SecurityHeaders.Confine(response);
        if (await cache.FindAsync(id, version, cancel) is not { } download)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (file.Equals($"{id}.nuspec", StringComparison.OrdinalIgnoreCase))
        {
            await NuspecAsync(download, packages, response, cancel);
        }
        else if (!file.Equals($"{id}.{version}.nupkg", StringComparison.OrdinalIgnoreCase))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (!await SoldPackage.MayBeSentAsync(download.Package, context))
        {
            return;
        }
        else if (download.Bytes is { } bytes && IsForWhole(context.Request))
        {
            Describe(response, download);
            response.ContentType = "application/octet-stream";
            response.ContentLength = bytes.Length;
            await response.Body.WriteAsync(bytes, cancel);
            counter.Count(download.Package.ModuleId, download.Package.ReleaseId, country.Of(context.Request));
        }
        else
        {
            Describe(response, download);
            var stream = await packages.OpenAsync(download.Hash, cancel) ?? throw new FileNotFoundException($"The package {download.Hash} is not kept.");
            await TypedResults
                .File(stream, "application/octet-stream", enableRangeProcessing: true, entityTag: new($"\"{download.Hash}\""))
                .ExecuteAsync(context);
            if (response.StatusCode == StatusCodes.Status200OK && HttpMethods.IsGet(context.Request.Method))
            {
                counter.Count(download.Package.ModuleId, download.Package.ReleaseId, country.Of(context.Request));
            }
        }
    }

    private static bool IsForWhole(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Headers.ContainsKey(HeaderNames.Range) && !request.Headers.ContainsKey(HeaderNames.IfNoneMatch);

    private static async Task NuspecAsync(Download download, IPackageStore packages, HttpResponse response, CancellationToken cancel)
    {
        await using var file = await packages.OpenAsync(download.Hash, cancel) ?? throw new FileNotFoundException($"The package {download.Hash} is not kept.");
        var package = ((PackageOutcome.Opened)await PackageArchive.OpenAsync(file, cancel)).Archive;
        Describe(response, download);
        // What a publisher wrote is never shown as a document of ours.
        response.ContentType = "application/xml";
        response.Headers.ContentDisposition = "attachment";
        await using var nuspec = package.OpenEntry(package.Entries.First(e =>
            !e.Path.Contains('/', StringComparison.Ordinal) && e.Path.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase)).Path);
        await nuspec.CopyToAsync(response.Body, cancel);
    }

    private static void Describe(HttpResponse response, Download download)
    {
        var isOpen = response.HttpContext.RequestServices.GetRequiredService<IOptions<CatalogOptions>>().Value.PublicReading;
        response.Headers.CacheControl = Caching.Withdrawable(isOpen && !download.Package.IsSold);
        response.Headers.ETag = $"\"{download.Hash}\"";
    }
}
