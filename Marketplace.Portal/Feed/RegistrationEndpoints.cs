using System.Text.Json;
using Marketplace.Portal.Http;
using NuGet.Versioning;

namespace Marketplace.Portal.Feed;

/// <summary>NuGet's package metadata: what is known of each version, for <c>dotnet list package</c> and the package managers of editors.</summary>
internal static class RegistrationEndpoints
{
    public static RouteGroupBuilder MapRegistrations(this IEndpointRouteBuilder app)
    {
        var all = app.MapGroup("");
        foreach (var (root, isSemVer2) in new[] { (FeedAddresses.Registrations, true), (FeedAddresses.OldRegistrations, false) })
        {
            var registrations = all.MapGroup(root + "/{id}");
            registrations.MapGet("/index.json", (string id, RegistrationQueries queries, HttpContext context) =>
                AnswerAsync(id, isSemVer2, queries, context, IndexAsync));
            registrations.MapGet("/page/{lower}/{upper}.json", (string id, string lower, string upper, RegistrationQueries queries, HttpContext context) =>
                AnswerAsync(id, isSemVer2, queries, context, (versions, read, write) => PageAsync(versions, lower, upper, read, write)));
            registrations.MapGet("/{version}.json", (string id, string version, RegistrationQueries queries, HttpContext context) =>
                AnswerAsync(id, isSemVer2, queries, context, (versions, read, write) => LeafAsync(versions, version, read, write)));
        }

        return all;
    }

    private delegate Task<IReadOnlyList<FeedRelease>> Read(IEnumerable<FeedVersion> versions);

    private static async Task<object?> IndexAsync(IReadOnlyList<FeedVersion> versions, Read read, RegistrationWriter write) =>
        write.Whole(versions, versions.Count <= RegistrationWriter.PageSize ? await read(versions) : null);

    // Its bounds stand in the address, so that it stays right when releases come and go in between.
    private static async Task<object?> PageAsync(IReadOnlyList<FeedVersion> versions, string lower, string upper, Read read, RegistrationWriter write) =>
        NuGetVersion.TryParse(lower, out var from) && NuGetVersion.TryParse(upper, out var to)
        && versions.Where(v => v.Version >= from && v.Version <= to).Take(RegistrationWriter.PageSize).ToList() is { Count: > 0 } part
            ? write.Page(part, await read(part))
            : null;

    private static async Task<object?> LeafAsync(IReadOnlyList<FeedVersion> versions, string version, Read read, RegistrationWriter write) =>
        NuGetVersion.TryParse(version, out var exact) && versions.FirstOrDefault(v => v.Version == exact) is { } one && await read([one]) is [var release]
            ? write.Leaf(release)
            : null;

    private static async Task<IResult> AnswerAsync(
        string id, bool isSemVer2, RegistrationQueries queries, HttpContext context,
        Func<IReadOnlyList<FeedVersion>, Read, RegistrationWriter, Task<object?>> describe)
    {
        var cancel = context.RequestAborted;
        var module = await queries.ModuleAsync(id, cancel);
        IReadOnlyList<FeedVersion> versions = [.. module?.Versions.Where(v => isSemVer2 || !v.Version.IsSemVer2) ?? []];
        if (module is null || versions.Count == 0)
        {
            return TypedResults.NotFound();
        }

        var write = new RegistrationWriter(module, new FeedAddresses(context.Request, isSemVer2), path => PublicAddress.Of(context, path));
        return await describe(versions, some => queries.ReleasesAsync(some, cancel), write) is { } found
            ? TaggedResult.Of(context, JsonSerializer.SerializeToUtf8Bytes(found, RegistrationWriter.Json), "application/json; charset=utf-8", Caching.Seconds)
            : TypedResults.NotFound();
    }
}
