using System.Diagnostics;
using Marketplace.Modules;

namespace Marketplace.Bench;

/// <summary>How many license files a second one thread verifies, as a site does when one has come, and signs, as the marketplace does to renew them.</summary>
internal static class LicensesMeasure
{
    private const int Many = 5_000, WarmUp = 500;

    public static void Run()
    {
        var secret = Ed25519.NewKey();
        var open = Ed25519.PublicKeyOf(secret);
        PublicKey[] keys = [new(PublicKey.IdOf(open), Convert.ToBase64String(open))];
        var (ring, now) = (KeyRing.Of([keys[0].Id], keys), DateTime.UtcNow);
        var document = new LicenseDocument(
            17, 7, "Acme.Shop", "Wide World Importers", "Premium", new(false, now, now.AddYears(1), null, null, EndSteps.Default), null,
            [new("export", null), new("users", 25)], false, now, now + LicenseDocument.ValidFor);
        var file = LicenseFile.Sign(document, keys, secret);

        var signed = PerSecond(() => LicenseFile.Sign(document, keys, secret).Length > 0);
        Report.Line("license files signed, one thread", signed, "/s", $"{file.Length} characters each");
        var verified = PerSecond(() => LicenseFile.Parse(file)!.IsSignedBy(ring));
        Report.Line("license files read and verified, one thread", verified, "/s", $"{1000 / verified:0.000} ms each");
    }

    private static double PerSecond(Func<bool> once)
    {
        for (var i = 0; i < WarmUp; i++)
        {
            once();
        }

        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Many; i++)
        {
            if (!once())
            {
                throw new InvalidOperationException("A genuine license file does not count.");
            }
        }

        return Many / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
