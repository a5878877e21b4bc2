using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Marketplace.Tests.Sdk.Packages;

/// <summary>A file as a reader of zips sees it.</summary>
internal sealed record ZipFileSeen(string Name, long Length, uint Crc);

/// <summary>Reads zips with programs that share no code with ours, many in one process.</summary>
internal static partial class OtherZipReaders
{
    private const string Mark = "read-by-bsdtar-";

    public static bool HasUnzip { get; } = Has("unzip");

    public static bool HasBsdtar { get; } = Has("bsdtar");

    public static IReadOnlyList<ZipFileSeen> DotNet(byte[] package)
    {
        using var zip = new ZipArchive(new MemoryStream(package));
        return [.. zip.Entries.Where(entry => !entry.FullName.EndsWith('/')).Select(entry =>
        {
            using var content = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(content);
            return new ZipFileSeen(entry.FullName, content.Length, HostileEntry.Checksum(content.ToArray()));
        })];
    }

    /// <summary>What unzip lists in each archive of the folder; it also unpacks each to compare checksums.</summary>
    public static async Task<ILookup<string, ZipFileSeen>> UnzipAsync(string folder, CancellationToken cancel)
    {
        var (tested, faults) = await RunAsync("unzip", ["-tqq", $"{folder}/*.zip"], ReadTextAsync, cancel);
        Assert.True(faults.Length == 0, $"unzip -t: {faults}{tested}");
        var (list, more) = await RunAsync("unzip", ["-v", $"{folder}/*.zip"], ReadTextAsync, cancel);
        Assert.True(more.Length == 0, $"unzip -v: {more}");
        return Listed(list).ToLookup(row => row.Archive, row => row.File);
    }

    /// <summary>What bsdtar unpacks from each archive.</summary>
    public static async Task<ILookup<string, ZipFileSeen>> BsdtarAsync(string folder, IEnumerable<string> archives, CancellationToken cancel)
    {
        var arguments = new List<string> { "-cf", "-", "--format=pax" };
        foreach (var archive in archives)
        {
            // An archive of one file before each says in the stream whose files follow.
            var mark = Path.Combine(folder, $"{archive}.mark");
            await using (var zip = new ZipArchive(File.Create(mark), ZipArchiveMode.Create))
            {
                zip.CreateEntry(Mark + archive);
            }

            arguments.AddRange([$"@{mark}", $"@{Path.Combine(folder, archive)}"]);
        }

        var (files, faults) = await RunAsync("bsdtar", arguments, UnpackedAsync, cancel);
        Assert.True(faults.Length == 0, $"bsdtar: {faults}");
        return files.ToLookup(row => row.Archive, row => row.File);
    }

    private static async Task<List<(string Archive, ZipFileSeen File)>> UnpackedAsync(StreamReader output, CancellationToken cancel)
    {
        var (files, archive) = (new List<(string, ZipFileSeen)>(), "");
        await using var tar = new TarReader(output.BaseStream, leaveOpen: true);
        while (await tar.GetNextEntryAsync(copyData: true, cancel) is { } entry)
        {
            if (entry.Name.StartsWith(Mark, StringComparison.Ordinal))
            {
                archive = entry.Name[Mark.Length..];
            }
            else if (entry.EntryType is not TarEntryType.Directory)
            {
                using var content = new MemoryStream();
                await (entry.DataStream ?? Stream.Null).CopyToAsync(content, cancel);
                var name = entry.EntryType is TarEntryType.RegularFile ? entry.Name : $"{entry.Name} ({entry.EntryType})";
                files.Add((archive, new(name, content.Length, HostileEntry.Checksum(content.ToArray()))));
            }
        }

        // What pads the stream behind its end is read too, else bsdtar reports that nobody does.
        await output.BaseStream.CopyToAsync(Stream.Null, cancel);
        return files;
    }

    private static IEnumerable<(string Archive, ZipFileSeen File)> Listed(string list)
    {
        var archive = "";
        foreach (var line in list.Split('\n'))
        {
            if (line.StartsWith("Archive: ", StringComparison.Ordinal))
            {
                archive = Path.GetFileName(line["Archive: ".Length..].Trim());
            }
            else if (Row().Match(line) is { Success: true } row && !row.Groups[3].Value.EndsWith('/'))
            {
                var length = long.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture);
                yield return (archive, new(row.Groups[3].Value, length, uint.Parse(row.Groups[2].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
            }
        }
    }

    private static Task<string> ReadTextAsync(StreamReader output, CancellationToken cancel) => output.ReadToEndAsync(cancel);

    private static async Task<(T Said, string Faults)> RunAsync<T>(
        string program, IEnumerable<string> arguments, Func<StreamReader, CancellationToken, Task<T>> read, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        var faults = process.StandardError.ReadToEndAsync(cancel);
        var said = await read(process.StandardOutput, cancel);
        await process.WaitForExitAsync(cancel);
        return (said, process.ExitCode == 0 ? "" : $"exit code {process.ExitCode}. {await faults}");
    }

    private static bool Has(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    // Length, method, size, ratio, date, time, checksum, name.
    [GeneratedRegex(@"^ *(\d+)  \S+ +\d+ +-?\d+% \S+ \S+ ([0-9a-f]{8})  (.+)$")]
    private static partial Regex Row();
}
