using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Catalog.Texts;
using Marketplace.Data;
using Marketplace.Modules.Packages;
using Marketplace.Scanning;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Publishing;

public enum Difference
{
    Same,
    Added,
    Removed,
    Changed,
}

public sealed record Compared(string Name, Difference Difference, string Before = "", string Now = "");

/// <summary>What clients will read, as they will read it.</summary>
/// <param name="Security">What the version says that it fixes; null if it says nothing.</param>
/// <param name="NotesHtml">Sanitized; empty if nothing is said.</param>
/// <param name="ReadmeHtml">Sanitized; empty if there is none.</param>
public sealed record WrittenText(string Description, string? Security, string NotesHtml, string ReadmeHtml);

/// <summary>A package beside the last approved version of its module; all is added where there is none.</summary>
public sealed record PackageComparison(
    string? Against, string Summary, string Host,
    IReadOnlyList<Compared> Capabilities, IReadOnlyList<Compared> Dependencies, IReadOnlyList<Compared> Files, WrittenText Text)
{
    /// <summary>The icon that the package brings, PNG or JPEG; null if there is none to show.</summary>
    public byte[]? Icon { get; init; }
}

/// <summary>Compares packages for moderators.</summary>
public sealed class PackageComparisons(IDbContextFactory<MarketplaceDb> databases, PackageIntegrity integrity)
{
    private const int MaxFiles = 500;

    /// <summary>Null if the actor is no moderator or the package cannot be read.</summary>
    public async Task<PackageComparison?> ReadAsync(Actor actor, string packageHash, string packageId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Moderator).AnyAsync(cancel))
        {
            return null;
        }

        var id = Module.Normalize(packageId);
        var approved = await db.Releases
            .Where(r => r.Module.NormalizedId == id && r.PackageHash != packageHash)
            .Select(r => new { r.Version, r.PackageHash })
            .ToListAsync(cancel);
        var last = approved.MaxBy(r => NuGetVersion.Parse(r.Version));
        var now = await ContentsAsync(packageHash, cancel);
        var before = last is null ? null : await ContentsAsync(last.PackageHash, cancel);
        return now is null ? null : new(
            before is null ? null : last!.Version, now.Summary, now.Host,
            Compare(before?.Capabilities, now.Capabilities), Compare(before?.Dependencies, now.Dependencies),
            [.. Compare(before?.Files, now.Files).Take(MaxFiles)],
            await TextAsync(db, packageHash, now, cancel))
        {
            Icon = now.Icon,
        };
    }

    private static async Task<WrittenText> TextAsync(MarketplaceDb db, string hash, Contents contents, CancellationToken cancel)
    {
        var rendered = await db.RenderedTexts.Where(t => t.PackageHash == hash).Select(t => new { t.NotesHtml, t.ReadmeHtml }).FirstOrDefaultAsync(cancel);
        return new(
            contents.Summary, contents.Security,
            rendered?.NotesHtml ?? Markdown.AsPlainText(contents.Notes), rendered?.ReadmeHtml ?? Markdown.AsPlainText(contents.Readme));
    }

    private async Task<Contents?> ContentsAsync(string hash, CancellationToken cancel)
    {
        await using var file = await integrity.OpenAsync(hash, cancel);
        if (file is null || await PackageArchive.OpenAsync(file, cancel) is not PackageOutcome.Opened { Archive: var package })
        {
            return null;
        }

        var asked = package.Manifest.Capabilities;
        return new(
            package.Nuspec.Description,
            package.Manifest.Host.ToNormalizedString(),
            asked.Names.ToDictionary(name => name, name => name switch
            {
                "network" => string.Join(", ", asked.Network),
                "endpoints" => string.Join(", ", asked.Endpoints),
                _ => "",
            }),
            package.Nuspec.Dependencies.ToDictionary(d => d.Id, d => d.Range.ToNormalizedString()),
            package.Entries.Where(e => !e.Path.StartsWith("package/", StringComparison.Ordinal) && !e.Path.StartsWith("_rels/", StringComparison.Ordinal))
                .ToDictionary(e => e.Path, e => $"{e.Length:#,0} bytes, {e.Crc:x8}"))
        {
            Icon = await PackageIcon.ReadAsync(package, cancel),
            Security = package.Manifest.Security,
            Notes = package.Nuspec.ReleaseNotes ?? "",
            Readme = await SubmissionTexts.ReadmeAsync(package, cancel),
        };
    }

    private static IReadOnlyList<Compared> Compare(IReadOnlyDictionary<string, string>? before, IReadOnlyDictionary<string, string> now) =>
    [..
        from name in now.Keys.Union(before?.Keys ?? []).Order(StringComparer.Ordinal)
        let old = before?.GetValueOrDefault(name)
        let current = now.GetValueOrDefault(name)
        select new Compared(
            name,
            current is null ? Difference.Removed : old is null ? Difference.Added : old == current ? Difference.Same : Difference.Changed,
            old ?? "", current ?? ""),
    ];

    private sealed record Contents(
        string Summary, string Host,
        IReadOnlyDictionary<string, string> Capabilities,
        IReadOnlyDictionary<string, string> Dependencies,
        IReadOnlyDictionary<string, string> Files)
    {
        public byte[]? Icon { get; init; }
        public string? Security { get; init; }
        public string Notes { get; init; } = "";
        public string Readme { get; init; } = "";
    }
}
