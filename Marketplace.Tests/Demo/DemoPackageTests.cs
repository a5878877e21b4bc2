using System.Runtime.Loader;
using Marketplace.Modules;
using Marketplace.Modules.Packages;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Scanning;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;

namespace Marketplace.Tests.Demo;

public sealed class DemoPackageTests
{
    private static readonly IReadOnlyList<DemoPublisher> Publishers = DemoPublisher.Read();

    public static TheoryData<string> Ids() => [.. Publishers.SelectMany(p => p.Modules).Select(m => m.Id)];

    [Theory, MemberData(nameof(Ids))]
    public async Task Every_demo_package_opens_with_what_the_catalog_says(string id)
    {
        var (publisher, module) = Find(id);
        foreach (var release in module.Releases)
        {
            using var package = DemoPackage.Write(publisher, module, release);

            var archive = await OpenAsync(package);

            Assert.Equal((id, release.Version), (archive.Nuspec.Id, archive.Nuspec.Version.ToNormalizedString()));
            Assert.Equal(release.Needs?.Count ?? 0, archive.Nuspec.Dependencies.Count);
            Assert.Equal(module.Name, archive.Manifest.DisplayName);
        }
    }

    [Fact]
    public async Task Each_demo_module_brings_an_icon_of_its_own()
    {
        var icons = new List<string>();
        foreach (var (publisher, module) in Publishers.SelectMany(publisher => publisher.Modules.Select(module => (publisher, module))))
        {
            using var package = DemoPackage.Write(publisher, module, module.Releases[0]);
            var icon = await PackageIcon.ReadAsync(await OpenAsync(package), TestContext.Current.CancellationToken);
            Assert.InRange(icon!.Length, 300, 4096);
            icons.Add(Packages.HashOf(icon));
        }

        Assert.Distinct(icons);
    }

    [Fact]
    public void An_icon_is_drawn_as_it_is_described()
    {
        var pixels = Pixels(DemoIcon.Png("#102030 M12 4V20 O12 12 8 D4 4 1"));

        Assert.Equal([true, true, true, true, false, false], new[] { (12, 12), (12, 4), (20, 12), (4, 4), (8, 12), (1, 1) }.Select(IsLight));

        bool IsLight((int X, int Y) at) => pixels[((64 + (int)((at.Y - 12) * 3.3)) * 129) + 1 + 64 + (int)((at.X - 12) * 3.3)] > 24;
    }

    [Fact]
    public async Task A_demo_module_answers_with_its_page()
    {
        var (publisher, module) = Find("Acme.Invoicing");
        using var package = DemoPackage.Write(publisher, module, module.Releases[0]);
        var archive = await OpenAsync(package);
        var context = new AssemblyLoadContext("demo", isCollectible: true);
        using var bytes = new MemoryStream();
        await using (var entry = archive.OpenEntry("lib/net10.0/Acme.Invoicing.dll"))
        {
            await entry.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        }

        bytes.Position = 0;
        var invoicing = (IModule)Activator.CreateInstance(context.LoadFromStream(bytes).GetType(archive.Manifest.EntryType, throwOnError: true)!)!;
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        await using var host = builder.Build();
        invoicing.Map(host);
        await host.StartAsync(TestContext.Current.CancellationToken);

        var answer = await host.GetTestClient().GetStringAsync(new Uri("/invoicing", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("<h1>Invoicing</h1>", answer, StringComparison.Ordinal);
        Assert.Equal(["/invoicing"], invoicing.Pages().Select(page => page.Path));
        context.Unload();
    }

    // The shades of a picture of one byte for each pixel, each row after its filter.
    private static byte[] Pixels(byte[] png)
    {
        var at = png.AsSpan().IndexOf("IDAT"u8);
        var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at - 4));
        using var rows = new System.IO.Compression.ZLibStream(
            new MemoryStream(png, at + 4, length), System.IO.Compression.CompressionMode.Decompress);
        var pixels = new byte[128 * 129];
        rows.ReadExactly(pixels);
        return pixels;
    }

    private static async Task<PackageArchive> OpenAsync(Stream package)
    {
        var outcome = await PackageArchive.OpenAsync(package, TestContext.Current.CancellationToken);
        Assert.Empty(outcome is PackageOutcome.Refused refused ? refused.Reasons : []);
        return ((PackageOutcome.Opened)outcome).Archive;
    }

    private static (DemoPublisher Publisher, DemoModule Module) Find(string id) =>
        (from publisher in Publishers from module in publisher.Modules where module.Id == id select (publisher, module)).Single();
}
