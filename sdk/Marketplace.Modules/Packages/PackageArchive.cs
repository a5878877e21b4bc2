namespace Marketplace.Modules.Packages;

/// <summary>
/// A module package (.nupkg) read without trusting it. Opening checks the container, every path, the nuspec, the manifest and the file names;
/// contents are checked against their length and checksum while they are read. Memory stays bounded for any input. Not for use by two threads at once.
/// </summary>
public sealed class PackageArchive
{
    private const int CopyBuffer = 64 * 1024;
    private readonly Stream _package;
    private readonly Dictionary<string, PackageEntry> _byPath;

    private PackageArchive(Stream package, List<PackageEntry> entries)
    {
        (_package, Entries) = (package, entries);
        _byPath = entries.ToDictionary(entry => entry.Path);
    }

    /// <summary>The files, in the order in which they lie in the archive; folders are left out.</summary>
    public IReadOnlyList<PackageEntry> Entries { get; }

    /// <summary>What NuGet knows of the package: id, version, dependencies and so on.</summary>
    public Nuspec Nuspec { get; private set; } = null!;

    /// <summary>What the marketplace and the host know of it: module.json.</summary>
    public ModuleManifest Manifest { get; private set; } = null!;

    /// <summary>Opens a package for reading. The stream must be able to seek, stays open and belongs to the caller.</summary>
    public static async Task<PackageOutcome> OpenAsync(Stream package, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(package);
        try
        {
            var archive = await ReadContainerAsync(package, cancel);
            var problems = new List<PackageRefusal>();
            archive.Nuspec = NuspecReader.Read(archive, problems)!;
            archive.Manifest = ManifestReader.Read(archive, problems)!;
            PackageContents.Check(archive, archive.Manifest, problems);
            return problems.Count == 0 ? new PackageOutcome.Opened(archive) : new PackageOutcome.Refused(problems);
        }
        catch (PackageRefusedException refused)
        {
            return new PackageOutcome.Refused([refused.Refusal]);
        }
    }

    /// <summary>The entry of exactly this path, or null.</summary>
    public PackageEntry? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>Unpacks a file while it is read.
    /// The stream throws <see cref="PackageRefusedException"/> where the contents aren't what the archive says.</summary>
    /// <exception cref="FileNotFoundException">No entry has this path.</exception>
    public Stream OpenEntry(string path) =>
        new EntryStream(_package, Find(path) ?? throw new FileNotFoundException($"The package holds no {path}.", path));

    /// <summary>Reads every file to its end. Null if all are what the archive says, and none is an archive itself or code that would run unasked.</summary>
    public async Task<PackageRefusal?> VerifyAsync(CancellationToken cancel)
    {
        try
        {
            var copy = new byte[CopyBuffer];
            // One buffer for all assemblies, since each is looked into as a whole.
            var largest = Entries.Where(CodeFile.IsAssembly).Select(entry => entry.Length).DefaultIfEmpty().Max();
            var buffer = new byte[Math.Min(largest, PackageLimits.Assembly)];
            foreach (var entry in Entries)
            {
                cancel.ThrowIfCancellationRequested();
                if (CodeFile.IsAssembly(entry))
                {
                    VerifyAssembly(entry, buffer);
                }
                else
                {
                    await CopyAsync(entry, Stream.Null, copy, cancel);
                }
            }

            return null;
        }
        catch (PackageRefusedException refused)
        {
            return refused.Refusal;
        }
    }

    /// <summary>Writes every file below the folder, which must be empty or absent. If anything fails, the folder is removed again.</summary>
    /// <exception cref="PackageRefusedException">The contents of a file are not what the archive says.</exception>
    /// <exception cref="IOException">The folder is not empty, or the disk refuses.</exception>
    public async Task ExtractAsync(string folder, CancellationToken cancel)
    {
        var root = Path.GetFullPath(folder);
        if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any())
        {
            throw new IOException($"{root} is not empty.");
        }

        Directory.CreateDirectory(root);
        var buffer = new byte[CopyBuffer];
        try
        {
            foreach (var entry in Entries)
            {
                var file = Path.Combine(root, entry.Path.Replace('/', Path.DirectorySeparatorChar));
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await using var into = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None);
                await CopyAsync(entry, into, buffer, cancel);
            }
        }
        catch
        {
            Directory.Delete(root, recursive: true);
            throw;
        }
    }

    /// <summary>The whole of a small file.</summary>
    internal byte[] ReadAll(PackageEntry entry)
    {
        var bytes = new byte[entry.Length];
        Fill(entry, bytes);
        return bytes;
    }

    private void Fill(PackageEntry entry, Span<byte> bytes)
    {
        using var content = OpenEntry(entry.Path);
        content.ReadExactly(bytes);

        // The checksum is compared where the end is met.
        _ = content.ReadByte();
    }

    private void VerifyAssembly(PackageEntry entry, byte[] buffer)
    {
        if (entry.Length > PackageLimits.Assembly)
        {
            throw new PackageRefusedException(
                "content.assembly-too-large", $"{entry.Path} is larger than {PackageLimits.Assembly / 1048576} MB, so it can't be looked into.",
                "Move resources into files of their own.", entry.Path);
        }

        var assembly = buffer.AsSpan(0, (int)entry.Length);
        Fill(entry, assembly);
        NestedArchive.Refuse(entry.Path, assembly);
        CodeFile.RefuseAssembly(entry.Path, assembly, Manifest.Capabilities.Native);
    }

    private static async Task<PackageArchive> ReadContainerAsync(Stream package, CancellationToken cancel)
    {
        var end = await ZipEnd.ReadAsync(package, cancel);
        var records = await ZipDirectory.ReadAsync(package, end, cancel);
        PackagePaths.RefuseCollisions(records);
        PackageSizes.Refuse(records);
        return new(package, await ZipLayout.ReadAsync(package, records, end.DirectoryOffset, cancel));
    }

    private async Task CopyAsync(PackageEntry entry, Stream into, byte[] buffer, CancellationToken cancel)
    {
        await using var content = OpenEntry(entry.Path);
        var first = true;
        for (int count; (count = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel)) > 0; first = false)
        {
            if (first)
            {
                NestedArchive.Refuse(entry.Path, buffer.AsSpan(0, count));
                CodeFile.Refuse(entry, buffer.AsSpan(0, count), Manifest.Capabilities.Native);
            }

            await into.WriteAsync(buffer.AsMemory(0, count), cancel);
        }
    }
}
