using System.Text;
using Marketplace.Modules.Packages;

namespace Marketplace.Tests.Sdk.Packages;

/// <summary>Inputs made to fill the memory that are not refused for it. The attacks themselves are measured beside their codes.</summary>
public sealed class ArchiveMemoryTests
{
    private const long Most = 64 * 1024 * 1024;

    private static readonly Lazy<byte[]> NearlyBomb = new(() =>
    {
        var bytes = new byte[4 * 1024 * 1024];
        var random = new Random(1);
        for (var at = 0; at < bytes.Length; at += 1024)
        {
            random.NextBytes(bytes.AsSpan(at, 4));
        }

        return bytes;
    });

    private static readonly Lazy<byte[]> PackedBomb = new(() => HostileEntry.Deflate(NearlyBomb.Value));

    public static TheoryData<string> Names() => [.. Inputs.Keys];

    private static readonly Dictionary<string, Func<HostileZip, HostileZip>> Inputs = new()
    {
        ["10,000 files with long names, each in a folder of its own"] = zip => zip.With(
            [.. Enumerable.Range(0, 9_980)
                .Select(i => new HostileEntry($"{i:d5}{new string('\u00e9', 100)}/{new string('\u00e9', 90)}", []) { Stored = true })]),
        ["a nuspec of 60,000 elements"] = zip => Attack.Replace(zip, Attack.Nuspec, "</metadata>", $"<x>{Repeat(60_000, _ => "<a/>")}</x></metadata>"),
        ["a nuspec of 20,000 attributes"] = zip => Attack.Replace(zip, Attack.Nuspec, "</metadata>", $"<x {Repeat(20_000, i => $"a{i:x}='' ")}/></metadata>"),
        ["a manifest of 120,000 values"] = zip => Attack.Replace(
            zip, Attack.Manifest, "{\"displayName\"",
            $"{{\"settings\":{{\"type\":\"object\",\"x\":[{Repeat(120_000, _ => "0,")}0]}},\"displayName\""),
        ["a manifest of 20,000 properties"] = zip => Attack.Replace(
            zip, Attack.Manifest, "{\"displayName\"", $"{{{Repeat(20_000, i => $"\"{i:x}\":0,")}\"displayName\""),
        ["80 MB of files just short of a bomb"] = zip => zip.With(
            [.. Enumerable.Range(0, 20).Select(i => new HostileEntry($"{i}", NearlyBomb.Value) { Data = PackedBomb.Value })]),
        ["an assembly of 24 MB"] = zip => zip.With(new HostileEntry("lib/net10.0/Big.dll", TextAttacks.RandomText(24 * 1024 * 1024)) { Stored = true }),
    };

    [Theory, MemberData(nameof(Names))]
    public async Task Reading_takes_less_than_64_MB(string input)
    {
        using var package = new MemoryStream(Inputs[input](Attack.Sound).Write(), writable: false);
        // All of it runs on this thread, since a memory stream never waits. What was ever allocated bounds what was ever held.
        var before = GC.GetAllocatedBytesForCurrentThread();

        var outcome = await PackageArchive.OpenAsync(package, TestContext.Current.CancellationToken);
        if (outcome is PackageOutcome.Opened opened)
        {
            await opened.Archive.VerifyAsync(TestContext.Current.CancellationToken);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Most);
    }

    private static string Repeat(int times, Func<int, string> text)
    {
        var all = new StringBuilder();
        for (var i = 0; i < times; i++)
        {
            all.Append(text(i));
        }

        return all.ToString();
    }
}
