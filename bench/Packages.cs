using System.IO.Compression;
using System.Security.Cryptography;
using Marketplace.Portal.Demo;

namespace Marketplace.Bench;

/// <summary>Real module packages of a requested size.</summary>
internal static class Packages
{
    public static MemoryStream Write(string id, int kilobytes = 4, params string[] needs)
    {
        // Words that do not compress, so that the file is as large as it is meant to be.
        var text = Enumerable.Range(0, kilobytes).Select(_ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(700))).ToArray();
        var release = new DemoRelease("1.0.0", "[1.0,9.0)", needs, "First.", null, Waits: false);
        var module = new DemoModule(id, id, "tools", "Made to be measured.", ["bench"], text, null, [release]);
        return DemoPackage.Write(new DemoPublisher(DemoPeople.Publisher.Organization!, [module]), module, release);
    }

    /// <summary>A package with one large file in it that does not compress.</summary>
    public static MemoryStream WriteLarge(string id, int megabytes)
    {
        var package = Write(id);
        using (var archive = new ZipArchive(package, ZipArchiveMode.Update, leaveOpen: true))
        using (var file = archive.CreateEntry("assets/large.bin", CompressionLevel.NoCompression).Open())
        {
            for (var part = 0; part < megabytes; part++)
            {
                file.Write(RandomNumberGenerator.GetBytes(1 << 20));
            }
        }

        package.Position = 0;
        return package;
    }
}
