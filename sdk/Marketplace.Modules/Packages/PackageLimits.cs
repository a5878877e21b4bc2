namespace Marketplace.Modules.Packages;

/// <summary>The sizes beyond which a package is refused. Lengths are in bytes unless named otherwise.</summary>
public static class PackageLimits
{
    /// <summary>Files and folders in one archive.</summary>
    public const int Entries = 10_000;

    /// <summary>Folders named by the paths of files, whether they have entries of their own or not.</summary>
    public const int Folders = 10_000;

    /// <summary>One entry unpacked, all entries unpacked, and the package file itself.</summary>
    public const long Unpacked = 512L * 1024 * 1024;

    /// <summary>How many times larger than its packed form an entry, or the whole, may be; small files are exempt.</summary>
    public const int Ratio = 200;

    /// <summary>Up to this unpacked length no ratio is asked for: tiny files of blanks pack very well.</summary>
    public const long RatioFree = 1024 * 1024;

    /// <summary>The central directory: 10,000 entries of ordinary length take 2 MB.</summary>
    public const int Directory = 8 * 1024 * 1024;

    /// <summary>Characters in an entry's path.</summary>
    public const int PathLength = 200;

    /// <summary>Folders and file name in an entry's path.</summary>
    public const int PathDepth = 16;

    /// <summary>The nuspec. Its elements take many times its length once they are read.</summary>
    public const int Nuspec = 256 * 1024;

    /// <summary>The module.json.</summary>
    public const int Manifest = 256 * 1024;

    /// <summary>Screenshots that a manifest may name.</summary>
    public const int Screenshots = 8;

    /// <summary>The icon, the readme and each screenshot.</summary>
    public const int Presentation = 1024 * 1024;

    /// <summary>Each assembly: it is read into memory to be looked into.</summary>
    public const int Assembly = 24 * 1024 * 1024;
}
