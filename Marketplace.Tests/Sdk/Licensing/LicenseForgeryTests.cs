using System.Globalization;
using System.Text;
using Marketplace.Modules;
using Marketplace.Tests.Sdk.Agent;

namespace Marketplace.Tests.Sdk.Licensing;

/// <summary>
/// Nobody writes a license but the marketplace. <c>MARKETPLACE_FORGERIES</c> sets how many are tried, <c>MARKETPLACE_FUZZ_SEED</c> repeats those of a seed.
/// </summary>
public class LicenseForgeryTests
{
    private static readonly int Many = int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_FORGERIES") ?? "100000", CultureInfo.InvariantCulture);
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_FUZZ_SEED"), out var seed) ? seed : Random.Shared.Next();

    private readonly TestKey _key = new(), _stranger = new();

    [Fact]
    public void No_file_counts_of_which_a_single_bit_was_changed()
    {
        var ring = _key.Ring();
        var files = Enumerable.Range(0, 20).Select(number => Encoding.UTF8.GetBytes(LicenseFile.Sign(Some(new Random(number)), [_key.Public], _key.Private)));
        var bits = files.SelectMany(file => Enumerable.Range(0, file.Length * 8).Select(bit => (file, bit))).ToList();

        Assert.True(bits.Count > 20 * 8 * 500);
        Parallel.ForEach(bits, changed =>
        {
            var bytes = (byte[])changed.file.Clone();
            bytes[changed.bit / 8] ^= (byte)(1 << (changed.bit % 8));
            Assert.False(Counts(Encoding.UTF8.GetString(bytes), ring), $"Bit {changed.bit} of {Encoding.UTF8.GetString(changed.file)}");
        });
    }

    [Fact]
    public void No_forgery_counts()
    {
        var (ring, genuine) = (_key.Ring(), Enumerable.Range(0, 50).Select(Genuine).ToArray());
        Parallel.For(0, Many, number =>
        {
            var forged = Forge(new Random(unchecked(Seed + number)), genuine);
            Assert.False(Counts(forged, ring), $"Seed {Seed}, forgery {number}: {forged}");
        });
    }

    [Fact]
    public void What_was_signed_counts_whatever_it_says()
    {
        var ring = _key.Ring();
        foreach (var number in Enumerable.Range(0, 200))
        {
            var document = Some(new Random(number));
            var file = LicenseFile.Parse(LicenseFile.Sign(document, [_key.Public], _key.Private))!;

            Assert.True(file.IsSignedBy(ring));
            Assert.Equal(LicenseFile.Sign(document, [_key.Public], _key.Private), LicenseFile.Sign(file.Document, file.Keys, _key.Private));
        }
    }

    private (string Line, string Signature) Genuine(int number) =>
        LicenseFile.Sign(Some(new Random(number)), [_key.Public], _key.Private).Split('\n') is [var line, var signature] ? (line, signature) : default;

    private static bool Counts(string text, KeyRing ring) => LicenseFile.Parse(text)?.IsSignedBy(ring) is true;

    // What a forger has: genuine files, a key of his own, and every way to put them together.
    private string Forge(Random random, (string Line, string Signature)[] genuine)
    {
        var (one, other) = (genuine[random.Next(genuine.Length)], genuine[random.Next(genuine.Length)]);
        var letter = random.Next(one.Line.Length);
        return random.Next(10) switch
        {
            // What it says is bettered.
            0 => $"{one.Line.Replace("\"tier\":\"", "\"tier\":\"Enterprise", StringComparison.Ordinal)}\n{one.Signature}",
            1 => $"{one.Line.Replace("\"license\":{", $"\"license\":{{\"site\":{random.Next(1000, 9999)},", StringComparison.Ordinal)}\n{one.Signature}",
            2 => $"{one.Line[..letter]}{(char)random.Next(32, 127)}{one.Line[letter..]}\n{one.Signature}",
            3 => $"{one.Line.Remove(letter, 1)}\n{one.Signature}",
            // The signature of another file, of another kind, of another key, of nothing.
            4 => one.Line == other.Line ? one.Line : $"{one.Line}\n{other.Signature}",
            5 => $"{one.Line}\n{Signature(PublicKey.Endorse(_key.Private, Encoding.UTF8.GetBytes(one.Line)))}",
            6 => LicenseFile.Sign(Some(random), [_key.Public, _stranger.Public], _stranger.Private),
            7 => LicenseFile.Sign(Some(random), [_key.Public, _stranger.Public with { EndorsedBy = _key.Public.Id }], _stranger.Private),
            8 => LicenseFile.Sign(Some(random), [_key.Public], _stranger.Private)
                .Replace($"\"keyId\":\"{_stranger.Public.Id}\"", $"\"keyId\":\"{_key.Public.Id}\"", StringComparison.Ordinal),
            _ => $"{one.Line}\n{Signature(Noise(random))}",
        };
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[Ed25519.SignatureLength];
        random.NextBytes(noise);
        return noise;
    }

    private static string Signature(byte[] signature) => System.Buffers.Text.Base64Url.EncodeToString(signature);

    private static LicenseDocument Some(Random random)
    {
        var at = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(random.Next(100_000_000));
        DateTime? Maybe() => random.Next(2) == 0 ? null : at.AddDays(random.Next(1, 700));
        return new(
            random.Next(1, 1_000_000), random.Next(1, 1000), $"Acme.Módule{random.Next(1000)}", "Ōsaka “Trading” & <Söhne> 🚀", "Premium",
            new(random.Next(2) == 0, at, Maybe(), Maybe(), Maybe(), EndSteps.Default), Maybe(),
            [.. Enumerable.Range(0, random.Next(4)).Select(i => new LicensedFeature($"feature-{i}", random.Next(2) == 0 ? null : random.NextInt64()))],
            random.Next(2) == 0, at, at.AddDays(30));
    }
}
