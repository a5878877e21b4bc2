namespace Marketplace.Modules.Packages;

/// <summary>Why a package is not taken.</summary>
/// <param name="Code">Stable and machine-readable, such as <c>path.parent</c>; docs/checks.md lists them all.</param>
/// <param name="Message">One sentence that names the entry, element or property.</param>
/// <param name="Remedy">What the publisher does about it.</param>
/// <param name="Path">The entry concerned, if it is one; a name that can't be shown safely is escaped.</param>
public sealed record PackageRefusal(string Code, string Message, string Remedy, string? Path = null);

/// <summary>The answer to opening a package: an archive that may be read, or the reasons why not.</summary>
public abstract record PackageOutcome
{
    private PackageOutcome()
    {
    }

    /// <summary>The container, its paths, nuspec, manifest and file names are in order. File contents are checked while they are read.</summary>
    public sealed record Opened(PackageArchive Archive) : PackageOutcome;

    /// <summary>Nothing of the package may be used. There is at least one reason.</summary>
    public sealed record Refused(IReadOnlyList<PackageRefusal> Reasons) : PackageOutcome;
}

/// <summary>Thrown while reading an entry whose contents are not what the archive says, so that no caller can overlook it.</summary>
public sealed class PackageRefusedException(PackageRefusal refusal) : IOException(refusal.Message)
{
    /// <summary>The reason, with its code and remedy.</summary>
    public PackageRefusal Refusal => refusal;

    internal PackageRefusedException(string code, string message, string remedy, string? path = null)
        : this(new PackageRefusal(code, message, remedy, path))
    {
    }
}
