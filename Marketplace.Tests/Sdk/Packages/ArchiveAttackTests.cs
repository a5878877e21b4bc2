using Marketplace.Modules.Packages;
using Marketplace.Resolution;

namespace Marketplace.Tests.Sdk.Packages;

public sealed class ArchiveAttackTests
{
    private static readonly Attack[] All = [.. ContainerAttacks.All, .. PathAttacks.All, .. TextAttacks.All, .. ContentAttacks.All];

    internal static IEnumerable<string> Codes => All.Select(attack => attack.Code);

    public static TheoryData<string, string> Attacks() => new(from attack in All select (attack.Code, attack.What));

    [Theory, MemberData(nameof(Attacks))]
    public async Task Each_attack_is_refused_with_its_own_code_within_64_MB(string code, string what)
    {
        var attack = All.Single(a => (a.Code, a.What) == (code, what));
        using var package = new MemoryStream(attack.Build(), writable: false);
        // All of it runs on this thread, since a memory stream never waits. What was ever allocated bounds what was ever held.
        var before = GC.GetAllocatedBytesForCurrentThread();

        var (onOpening, whenRead) = await Attack.CodesAsync(package, TestContext.Current.CancellationToken);

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(attack.WhenRead ? [] : [code], onOpening.Distinct());
        Assert.Equal(attack.WhenRead ? [code] : [], whenRead);
        Assert.InRange(allocated, 0, 64 * 1024 * 1024);
    }

    [Fact]
    public async Task The_package_the_attacks_start_from_is_in_order()
    {
        using var package = new MemoryStream(Attack.Sound.Write());

        var (onOpening, whenRead) = await Attack.CodesAsync(package, TestContext.Current.CancellationToken);

        Assert.Empty(onOpening);
        Assert.Empty(whenRead);
    }

    [Fact]
    public async Task Honest_variants_of_the_format_are_taken()
    {
        var zip = Attack.Sound.With(new HostileEntry("data/", []) { Stored = true }, new HostileEntry("data/a%20b.txt", "x"u8.ToArray()) { Stored = true });
        using var package = new MemoryStream(zip.Instead(Attack.Readme, Described).Write());

        var opened = Assert.IsType<PackageOutcome.Opened>(await PackageArchive.OpenAsync(package, TestContext.Current.CancellationToken));

        Assert.Null(await opened.Archive.VerifyAsync(TestContext.Current.CancellationToken));
        Assert.NotNull(opened.Archive.Find("data/a b.txt"));
    }

    [Fact]
    public async Task Unpacking_what_is_refused_leaves_no_folder()
    {
        var attack = ContainerAttacks.All.First(a => a.Code == "archive.crc");
        using var folder = new Support.TemporaryFolder();
        using var package = new MemoryStream(attack.Build());
        var opened = Assert.IsType<PackageOutcome.Opened>(await PackageArchive.OpenAsync(package, TestContext.Current.CancellationToken));
        var into = folder.File("new");

        var error = await Assert.ThrowsAsync<PackageRefusedException>(() => opened.Archive.ExtractAsync(into, TestContext.Current.CancellationToken));

        Assert.Equal("archive.crc", error.Refusal.Code);
        Assert.False(Directory.Exists(into));
    }

    // As a packer writes that cannot go back: lengths and checksum stand behind the data.
    private static HostileEntry Described(HostileEntry entry)
    {
        var header = entry.Header(0);
        return entry with
        {
            Local = h => h with { Flags = (ushort)(h.Flags | 8), Crc = 0, Packed = 0, Length = 0 },
            Central = h => h with { Flags = (ushort)(h.Flags | 8) },
            Behind = [0x50, 0x4b, 7, 8, .. BitConverter.GetBytes(header.Crc), .. BitConverter.GetBytes(header.Packed), .. BitConverter.GetBytes(header.Length)],
        };
    }
}
