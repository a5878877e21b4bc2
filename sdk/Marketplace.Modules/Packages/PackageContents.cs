namespace Marketplace.Modules.Packages;

/// <summary>Refuses what is plain from file names: code that would run automatically, native code not asked for, and the host's own assemblies.</summary>
internal static class PackageContents
{
    private static readonly string[] Scripts =
    [
        ".ps1", ".psm1", ".psd1", ".ps1xml", ".bat", ".cmd", ".vbs", ".vbe", ".wsf", ".wsh", ".hta", ".sh", ".command", ".desktop", ".lnk", ".reg",
        ".com", ".scr", ".pif", ".exe",
    ];
    private static readonly string[] NativeEndings = [".so", ".dylib", ".a", ".lib", ".cpl", ".sys", ".ocx"];
    private static readonly Lazy<HashSet<string>> Framework = new(ReadFramework);

    public static void Check(PackageArchive archive, ModuleManifest? manifest, List<PackageRefusal> problems)
    {
        var native = manifest?.Capabilities.Native ?? false;
        problems.AddRange(archive.Entries.Select(entry => Refuse(entry.Path, native)).OfType<PackageRefusal>().Take(20));
    }

    private static PackageRefusal? Refuse(string path, bool native)
    {
        var folders = path.Split('/');
        var name = folders[^1];
        return NestedArchive.IsNamedSo(path) ? NestedArchive.Refusal(path)
            : folders.Length > 1 && folders[0].StartsWith("build", StringComparison.OrdinalIgnoreCase) || Ends(name, [".props", ".targets"])
                ? new("content.build", $"{path} would run in the build of whoever refers to the package.",
                    "Leave it out: a host loads modules at run time.", path)
            : folders.Contains("analyzers", StringComparer.OrdinalIgnoreCase)
                ? new("content.analyzer", $"{path} would run inside compilers.", "Ship analyzers as a package of their own, elsewhere.", path)
            : Ends(name, Scripts)
                ? new("content.script", $"{path} is a script or a program that could be started automatically.",
                    "Leave it out: only the entry type is started.", path)
            : !native && (IsNativeFolder(folders) || Ends(name, NativeEndings) || name.Contains(".so.", StringComparison.OrdinalIgnoreCase))
                ? new("content.native", $"{path} is native code, which the manifest doesn't ask for.",
                    "Declare \"native\": true among the capabilities, or leave it out.", path)
            : Ends(name, [".dll"]) && Framework.Value.Contains(name[..^4])
                ? new("content.framework", $"{path} belongs to the host and must come from it.",
                    "Leave it out: the host provides the framework and Marketplace.Modules. "
                        + "Reference them with ExcludeAssets=\"runtime\".", path)
            : null;
    }

    private static bool IsNativeFolder(string[] folders) =>
        folders.Length > 3
            && folders[0].Equals("runtimes", StringComparison.OrdinalIgnoreCase)
            && folders[2].Equals("native", StringComparison.OrdinalIgnoreCase);

    private static bool Ends(string name, string[] endings) => endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static HashSet<string> ReadFramework()
    {
        using var names = typeof(PackageContents).Assembly.GetManifestResourceStream("framework.txt")!;
        return new(
            new StreamReader(names).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            StringComparer.OrdinalIgnoreCase);
    }
}
