using Marketplace.Modules.Packages;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Sdk.Packages;

/// <summary>
/// Whatever the package reader takes, other readers of zips read alike. <c>MARKETPLACE_ZIP_MUTATIONS</c> sets how many are tried (1,000,000 take the better
/// part of an hour), <c>MARKETPLACE_FUZZ_SEED</c> repeats those from that seed on.
/// </summary>
public sealed class ArchiveDifferentialTests : IDisposable
{
    private const int Batch = 250;
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, IReadOnlyList<ZipFileSeen>> _taken = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_taken_is_read_alike_by_NET_unzip_and_libarchive()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_ZIP_MUTATIONS"), out var given) ? given : 3_000;
        var first = int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_FUZZ_SEED"), out var seed) ? seed : Random.Shared.Next(int.MaxValue - count);
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} mutations from seed {first} on.");
        var taken = 0;
        for (var at = 0; at < count; at++)
        {
            taken += await TakeAsync(first + at) ? 1 : 0;
            if (_taken.Count == Batch || (at == count - 1 && _taken.Count > 0))
            {
                await CompareAsync();
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{taken} were taken.");
        Assert.True(count < 1000 || taken > count / 20, $"Only {taken} of {count} mutations from seed {first} on were taken, too few to prove anything.");
        Assert.SkipUnless(
            OtherZipReaders.HasUnzip && OtherZipReaders.HasBsdtar,
            "Compared with .NET's reader, but not with all others: install the packages unzip and libarchive-tools (bsdtar).");
    }

    private async Task<bool> TakeAsync(int seed)
    {
        var package = ZipMutation.Make(seed);
        using var stream = new MemoryStream(package, writable: false);
        if (await PackageArchive.OpenAsync(stream, Cancel) is not PackageOutcome.Opened { Archive: var archive }
            || await archive.VerifyAsync(Cancel) is not null)
        {
            return false;
        }

        var ours = Ordered(archive.Entries.Select(entry => new ZipFileSeen(entry.Path, entry.Length, entry.Crc)));
        AssertAlike("System.IO.Compression", $"{seed}.zip", ours, OtherZipReaders.DotNet(package));
        _taken[$"{seed}.zip"] = ours;
        await File.WriteAllBytesAsync(_folder.File($"{seed}.zip"), package, Cancel);
        return true;
    }

    private async Task CompareAsync()
    {
        if (OtherZipReaders.HasUnzip)
        {
            AssertAlike("unzip", await OtherZipReaders.UnzipAsync(_folder.Path, Cancel));
        }

        if (OtherZipReaders.HasBsdtar)
        {
            AssertAlike("bsdtar", await OtherZipReaders.BsdtarAsync(_folder.Path, _taken.Keys, Cancel));
        }

        _taken.Clear();
        foreach (var file in Directory.EnumerateFiles(_folder.Path))
        {
            File.Delete(file);
        }
    }

    private void AssertAlike(string reader, ILookup<string, ZipFileSeen> seen)
    {
        foreach (var (archive, ours) in _taken)
        {
            AssertAlike(reader, archive, ours, seen[archive]);
        }
    }

    // NuGet escapes special characters in names, which other readers leave as they are.
    private static void AssertAlike(string reader, string archive, IReadOnlyList<ZipFileSeen> ours, IEnumerable<ZipFileSeen> seen)
    {
        var theirs = Ordered(seen.Select(file => file with { Name = Uri.UnescapeDataString(file.Name) }));
        Assert.True(
            ours.SequenceEqual(theirs),
            $"Seed {Path.GetFileNameWithoutExtension(archive)}: {reader} sees\n{string.Join('\n', theirs)}\nwhere we see\n{string.Join('\n', ours)}");
    }

    private static List<ZipFileSeen> Ordered(IEnumerable<ZipFileSeen> files) => [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
}
