using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Modules;

/// <summary>The complete, numbered state of a site's modules: its lock file.</summary>
/// <param name="Number">Grows strictly on a site; 0 is the empty site that never had a module.</param>
/// <param name="OperationId">The operation that wrote the revision.</param>
/// <param name="HostVersion">The version of the host that the modules were chosen for.</param>
/// <param name="CreatedAt">When it was written, in UTC.</param>
/// <param name="Modules">Every module of the site, each id once.</param>
/// <param name="RestoredFrom">The revision whose modules this one takes up again, if it is a rollback.</param>
/// <param name="Data">Where modules begin afresh: by lower-case id, the data folder that took the place of one that was given up.</param>
public sealed record SiteRevision(
    int Number,
    string OperationId,
    string HostVersion,
    DateTime CreatedAt,
    IReadOnlyList<InstalledModule> Modules,
    int? RestoredFrom = null,
    IReadOnlyDictionary<string, string>? Data = null)
{
    /// <summary>The name of a module's data folder, whether it is installed or not.</summary>
    internal string DataOf(string id) => Data?.GetValueOrDefault(id.ToLowerInvariant()) ?? id.ToLowerInvariant();

    /// <summary>What a site is before its first operation.</summary>
    public static SiteRevision Empty { get; } = new(0, "", "", DateTime.UnixEpoch, []);

    /// <summary>A revision from its file; <see langword="null"/> if there is none.</summary>
    internal static SiteRevision? Read(string path) => Disk.Read<SiteRevision>(path) switch
    {
        { OperationId: not null, Modules: { } modules } revision
            when modules.All(module => module is { Id: not null, Version: not null, Sha256: not null, Needs: not null }) => revision,
        null => null,
        _ => throw new InvalidDataException($"{path} is damaged: it is no complete revision. Restore the file from a backup."),
    };

    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };
}

/// <summary>One module of a revision, with all that a host must know to load it.</summary>
/// <param name="Id">The package id as its publisher writes it; ids compare ignoring case.</param>
/// <param name="Version">The normalized version.</param>
/// <param name="Sha256">SHA-256 of the package file, 64 lower-case hex digits.</param>
/// <param name="Name">The name shown to people.</param>
/// <param name="Entry">The class that implements <see cref="IModule"/>: <c>Namespace.Type, Assembly</c>.</param>
/// <param name="Host">The range of host versions it runs on.</param>
/// <param name="Health">A path that answers 2xx while the module is well, if it names one.</param>
/// <param name="Capabilities">What it may do, one <c>name</c> or <c>name:value</c> each.</param>
/// <param name="Needs">The ids of the modules that it needs.</param>
public sealed record InstalledModule(
    string Id,
    string Version,
    string Sha256,
    string Name,
    string Entry,
    string Host,
    string? Health,
    IReadOnlyList<string> Capabilities,
    IReadOnlyList<string> Needs);
