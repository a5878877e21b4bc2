using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Modules;

/// <summary>What a site shall be: one numbered revision of it, every module by its exact file. It is what a marketplace signs.</summary>
/// <param name="Site">The site's number in its marketplace.</param>
/// <param name="Revision">The number that the revision has on the site; no number is used twice.</param>
/// <param name="Previous">The revision that must be active when this one is taken up.</param>
/// <param name="Restores">The earlier revision whose modules this one takes up again, if it is a rollback; 0 is the empty site.</param>
/// <param name="Operation">The operation that asked for it, as the module folder shall name it.</param>
/// <param name="HostVersion">The version of the host that the modules were chosen for.</param>
/// <param name="IssuedAt">When it was written, in UTC.</param>
/// <param name="Modules">Every module, in the order of their ids.</param>
/// <param name="Forgets">The ids of removed modules whose data is given up.</param>
/// <param name="ExpiresAt">From when on no site takes it up, in UTC; without it none does.</param>
public sealed record LockDocument(
    long Site,
    int Revision,
    int Previous,
    int? Restores,
    string Operation,
    string HostVersion,
    DateTime IssuedAt,
    IReadOnlyList<LockedModule> Modules,
    IReadOnlyList<string>? Forgets = null,
    DateTime? ExpiresAt = null)
{
    /// <summary>For how long a signed lock file may be taken up; each time a site asks, it gets a fresh one.</summary>
    public static TimeSpan ValidFor { get; } = TimeSpan.FromDays(30);

    private static readonly JsonSerializerOptions Canonical = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>It takes up earlier modules again on purpose.</summary>
    public bool IsRollback => Restores is not null;

    /// <summary>The one text of this document: same content, same text.</summary>
    public string ToText() => JsonSerializer.Serialize(
        this with { Modules = [.. Modules.OrderBy(module => module.Id.ToLowerInvariant(), StringComparer.Ordinal)] }, Canonical);

    /// <summary><see langword="null"/> if the text is no such document.</summary>
    public static LockDocument? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<LockDocument>(text, Canonical) is { Modules: not null, HostVersion: not null, Operation: not null } document
                && document.Modules.All(module => module is { Id: not null, Version: not null, Sha256.Length: 64 }) ? document : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>One module of a lock file.</summary>
/// <param name="Id">Its package id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha256">SHA-256 of the package, 64 lower-case hex digits.</param>
/// <param name="Size">The length of the package in bytes; 0 where it is not known.</param>
public sealed record LockedModule(string Id, string Version, string Sha256, long Size);
