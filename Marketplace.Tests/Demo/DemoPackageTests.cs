using System.Runtime.Loader;
using Marketplace.Modules;
using Marketplace.Modules.Packages;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
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

    private static async Task<PackageArchive> OpenAsync(Stream package)
    {
        var outcome = await PackageArchive.OpenAsync(package, TestContext.Current.CancellationToken);
        Assert.Empty(outcome is PackageOutcome.Refused refused ? refused.Reasons : []);
        return ((PackageOutcome.Opened)outcome).Archive;
    }

    private static (DemoPublisher Publisher, DemoModule Module) Find(string id) =>
        (from publisher in Publishers from module in publisher.Modules where module.Id == id select (publisher, module)).Single();
}
