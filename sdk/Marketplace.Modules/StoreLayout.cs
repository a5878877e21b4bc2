using System.Globalization;

namespace Marketplace.Modules;

/// <summary>Where everything lies in a module folder.</summary>
internal sealed record StoreLayout(string Root)
{
    public string Current => Path.Combine(Root, "current");

    public string Journal => Path.Combine(Root, "journal");

    public string Lock => Path.Combine(Root, "lock");

    public string Status => Path.Combine(Root, "status.json");

    public string Store => Path.Combine(Root, "store");

    public string Incoming => Path.Combine(Root, "incoming");

    /// <summary>What the agent of the site keeps: whom it trusts, and downloads that have not ended.</summary>
    public string Agent => Path.Combine(Root, "agent");

    /// <summary>The license files, <c>{id}.license</c>; also put here by hand.</summary>
    public string Licenses => Path.Combine(Root, "licenses");

    public string License(string module) => Path.Combine(Licenses, module.ToLowerInvariant() + LicenseFile.Extension);

    /// <summary>What the modules have used and the marketplace has not heard of yet.</summary>
    public string Usage => Path.Combine(Root, "usage");

    /// <summary>How the names of files end that are not added to any more.</summary>
    public const string ClosedUsage = ".usage.json";

    public string OpenUsage => Path.Combine(Usage, "open.json");

    public string Revisions => Path.Combine(Root, "revisions");

    public string Revision(int number) => Path.Combine(Revisions, $"{number:D6}.json");

    /// <summary>The number of the revision that the file is of; null for any other file.</summary>
    public static int? NumberOf(string file) =>
        int.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Ids and versions compare ignoring case, so their folders are lower case on every file system.</summary>
    public string Module(InstalledModule module) => Path.Combine(
        Store, module.Id.ToLowerInvariant(), $"{module.Version.ToLowerInvariant()}-{module.Sha256}");

    /// <summary>What modules keep for themselves.</summary>
    public string AllData => Path.Combine(Root, "data");

    /// <summary>What one module keeps for itself in a revision.</summary>
    public string Data(SiteRevision revision, string id) => Path.Combine(AllData, revision.DataOf(id));
}

/// <summary>The content of <c>current</c>: the active revision, and the highest number ever active, which is never used again.</summary>
internal sealed record CurrentRevision(int Revision, int Highest);

/// <summary>The content of <c>journal</c>. While it exists, its operation has not been committed.</summary>
internal sealed record Journal(string OperationId, int From, int To, DateTime StartedAt);
