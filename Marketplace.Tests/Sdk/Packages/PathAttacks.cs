using static Marketplace.Tests.Sdk.Packages.Attack;

namespace Marketplace.Tests.Sdk.Packages;

/// <summary>Attacks by the names of files.</summary>
internal static class PathAttacks
{
    public static readonly Attack[] All =
    [
        Named("path.parent", "../evil.txt"),
        Named("path.parent", "lib/../../evil.txt"),
        Named("path.parent", "lib\\..\\..\\evil.txt"),
        Named("path.parent", "%2e%2e/evil.txt"),
        Named("path.parent", ".."),
        Named("path.absolute", "/etc/passwd"),
        Named("path.absolute", "\\evil.txt"),
        Named("path.absolute", "%2Fetc/passwd"),
        Named("path.drive", "C:/evil.txt"),
        Named("path.drive", "c:evil.txt"),
        Named("path.unc", "//server/share/evil.txt"),
        Named("path.unc", "\\\\server\\share\\evil.txt"),
        Named("path.unc", "\\\\?\\C:\\evil.txt"),
        Named("path.unc", "\\\\.\\pipe\\evil"),
        Named("path.stream", "readme.txt:evil.exe"),
        Named("path.stream", "lib::$INDEX_ALLOCATION/evil.txt"),
        Named("path.reserved", "con"),
        Named("path.reserved", "lib/NUL.txt"),
        Named("path.reserved", "aux .txt"),
        Named("path.reserved", "COM¹.log"),
        Named("path.reserved", "conin$"),
        Named("path.trailing", "evil.txt."),
        Named("path.trailing", "evil.txt "),
        Named("path.trailing", "folder./evil.txt"),
        Named("path.trailing", "lib/... /evil.txt"),
        Named("path.control", "evil\0.txt"),
        Named("path.control", "evil\n.txt"),
        Named("path.control", "evil%0D.txt"),
        Named("path.control", "txt.\u202egpj.md"),
        Named("path.control", "zero\u200bwidth.txt"),
        Named("path.control", "private\ue000use.txt"),
        Named("path.character", "lib\\evil.txt"),
        Named("path.character", "what?.txt"),
        Named("path.character", "a|b"),
        Named("path.character", "assets%2Fevil.txt"),
        Named("path.character", "assets%2f"),
        Named("path.empty", ""),
        Named("path.empty", "lib//evil.txt"),
        Named("path.empty", "./evil.txt"),
        Named("path.too-long", new string('a', 201)),
        Named("path.too-long", new string('\ufdfa', 40), "long only once it is normalized"),
        Named("path.too-deep", string.Join('/', Enumerable.Repeat("a", 17))),
        On("path.encoding", "bytes that are not UTF-8", zip => zip.With(new HostileEntry("a", [120]).Both(h => h with { Name = [0xc0, 0xaf] }))),
        On("path.encoding", "letters of an unstated encoding", zip => zip.With(new HostileEntry("a", [120]).Both(h => h with { Name = [0x80], Flags = 0 }))),
        On("path.encoding", "half a character", zip => zip.With(new HostileEntry("a", [120]).Both(h => h with { Name = [0xed, 0xa0, 0x80] }))),

        On("path.collision", "names that differ by case", zip => zip.With("Readme.md")),
        On("path.collision", "folders that differ by case", zip => zip.With("LIB/x.txt")),
        On("path.collision", "one name in two Unicode forms", zip => zip.With("caf\u00e9.txt").With("cafe\u0301.txt")),
        On("path.collision", "a letter and its wide form", zip => zip.With("a.txt").With("\uff41.txt")),
        On("path.file-and-folder", "a file and a folder of one name", zip => zip.With("data").With("data/x.txt")),
        On("path.file-and-folder", "a folder and a file of one name", zip => zip.With("data/x.txt").With("data")),
        On("path.file-and-folder", "a folder entry and a file of one name", zip => zip.With(new HostileEntry("data/", []) { Stored = true }).With("data")),
        On("path.file-and-folder", "a file and a folder that differ by case", zip => zip.With("data").With("DATA/x.txt")),

        On("path.symlink", "a symbolic link", zip => zip.With(Kind("link", "/etc/passwd", 0xA1FF))),
        On("path.symlink", "a device", zip => zip.With(Kind("device", "", 0x21FF))),
        On("path.symlink", "a folder that calls itself a file", zip => zip.With(Kind("folder/", "", 0x81FF))),
        On("path.symlink", "a link that calls itself a folder", zip => zip.With(Kind("link/", "", 0xA1FF))),
    ];

    private static Attack Named(string code, string name, string? what = null) =>
        On(code, what ?? $"the name {Uri.EscapeDataString(name)}", zip => zip.With(name));

    private static HostileEntry Kind(string name, string target, uint mode) =>
        new(name, System.Text.Encoding.UTF8.GetBytes(target)) { Stored = true, Central = h => h with { Attributes = mode << 16 } };
}
