using System.Buffers.Binary;
using System.Diagnostics;
using Marketplace.Resolution;

namespace Marketplace.Tests.Sdk.Packages;

/// <summary>
/// Damages packages at random. Set <c>MARKETPLACE_FUZZ_SEED</c> to the seed of a failure to repeat it,
/// and <c>MARKETPLACE_FUZZ_SECONDS</c> to search for longer.
/// </summary>
public sealed class ArchiveFuzzTests
{
    private static readonly byte[][] Starts =
        [Attack.Sound.Write(),
            .. ContainerAttacks.All.Take(40).Select(attack => attack.Build()).Where(bytes => bytes.Length is > 100 and < 100_000)];
    private static readonly TimeSpan Lasting =
        TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_FUZZ_SECONDS"), out var seconds) ? seconds : 2);

    [Fact]
    public async Task A_damaged_package_is_taken_or_refused_and_nothing_else()
    {
        var fixedSeed = int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_FUZZ_SEED"), out var given);
        var first = fixedSeed ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"The first seed is {first}.");
        var (started, refused) = (Stopwatch.GetTimestamp(), 0);
        for (var seed = first; seed == first || (!fixedSeed && Stopwatch.GetElapsedTime(started) < Lasting); seed++)
        {
            refused += await IsRefusedAsync(seed) ? 1 : 0;
        }

        Assert.True(fixedSeed || refused > 100, $"Only {refused} packages from seed {first} on were refused, so the damage is too little to prove anything.");
    }

    private static async Task<bool> IsRefusedAsync(int seed)
    {
        var package = Damaged(new Random(seed));
        try
        {
            using var stream = new MemoryStream(package, writable: false);
            var (onOpening, whenRead) = await Attack.CodesAsync(stream, TestContext.Current.CancellationToken);
            return onOpening.Count + whenRead.Count > 0;
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(
                $"Seed {seed}: {error.GetType().Name} instead of a refusal. Repeat it with MARKETPLACE_FUZZ_SEED={seed}.", error);
        }
    }

    private static byte[] Damaged(Random random)
    {
        var bytes = (byte[])Starts[random.Next(3) == 0 ? random.Next(Starts.Length) : 0].Clone();
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            // Headers stand at the ends of a zip, so most damage goes there.
            var at = random.Next(2) == 0 ? bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 700)) : random.Next(bytes.Length);
            bytes = Damage(bytes, at, random);
        }

        return bytes;
    }

    internal static byte[] Damage(byte[] bytes, int at, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2 when at + 4 <= bytes.Length:
                uint[] extremes = [0, 1, 0xffff, 0xfffffffe, uint.MaxValue, int.MaxValue, 0x80000000, (uint)bytes.Length];
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), extremes[random.Next(extremes.Length)]);
                return bytes;
            case 3:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 50))..]];
            case 4:
                return [.. bytes[..at], .. bytes[Math.Max(0, at - random.Next(50))..]];
            default:
                return bytes.Length > 100 ? bytes[..^random.Next(1, 50)] : bytes;
        }
    }
}
