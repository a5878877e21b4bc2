using System.Diagnostics;
using Marketplace.Resolution;

namespace Marketplace.Tests.Sdk.Packages;

/// <summary>Damages what stands in a sound archive: nuspec, manifest, readme and assembly. Seeds as in <see cref="ArchiveFuzzTests"/>.</summary>
public sealed class ArchiveContentFuzzTests
{
    private static readonly string[] Targets = [Attack.Nuspec, Attack.Manifest, Attack.Readme, Attack.Assembly];

    [Fact]
    public async Task Damaged_contents_are_taken_or_refused_and_nothing_else()
    {
        var first = int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_FUZZ_SEED"), out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"The first seed is {first}.");
        var started = Stopwatch.GetTimestamp();
        for (var seed = first; seed == first || Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2); seed++)
        {
            using var package = new MemoryStream(Damaged(new Random(seed)));
            var error = await Record.ExceptionAsync(() => Attack.CodesAsync(package, TestContext.Current.CancellationToken));
            Assert.True(error is null, $"Seed {seed}: {error}");
        }
    }

    private static byte[] Damaged(Random random) => Attack.Sound.Instead(Targets[random.Next(Targets.Length)], entry =>
    {
        var content = (byte[])entry.Content.Clone();
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            content[random.Next(content.Length)] = (byte)random.Next(256);
        }

        return entry with { Content = content };
    }).Write();
}
