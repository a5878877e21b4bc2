using System.Net;
using Marketplace.Modules;
using Marketplace.Modules.Packages;
using Marketplace.Resolution;
using Marketplace.Scanning;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Sdk;

/// <summary>The real sample host as a process of its own, with the modules that the build has packed.</summary>
public class SampleHostTests
{
    private static readonly string[] Whole =
        ["acme.announcements.2.0.0", "acme.contactform.2.0.0", "acme.sitesearch.1.1.0", "acme.theme.2.0.0", "acme.visitcounter.1.1.0", "acme.shop.2.0.0"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_sample_package_passes_the_reader_in_two_versions_or_more()
    {
        var ids = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "demo-packages"), "*.nupkg"))
        {
            await using var package = File.OpenRead(file);
            var outcome = await PackageArchive.OpenAsync(package, Cancel);
            Assert.True(outcome is PackageOutcome.Opened, $"{file}: {outcome}");
            var archive = ((PackageOutcome.Opened)outcome).Archive;
            Assert.Null(await archive.VerifyAsync(Cancel));
            Assert.NotNull(await PackageIcon.ReadAsync(archive, Cancel));
            ids.Add(archive.Nuspec.Id);
        }

        Assert.Equal(
            ["Acme.Announcements", "Acme.ContactForm", "Acme.Shop", "Acme.SiteSearch", "Acme.Theme", "Acme.VisitCounter"],
            ids.GroupBy(id => id).Where(versions => versions.Count() > 1).Select(versions => versions.Key).Order());
    }

    [Fact]
    public async Task A_page_appears_without_a_restart_changes_with_an_update_and_goes_with_a_rollback()
    {
        using var folder = new TemporaryFolder();
        await using var host = await RunningProgram.SampleHostAsync(folder.Path, Cancel);
        using var http = new HttpClient { BaseAddress = host.Address };
        Assert.Contains("Revision 0", await http.GetStringAsync("/", Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/announcements", Cancel)).StatusCode);

        await InstallAsync(folder, "acme.announcements.1.0.0");
        await ServesAsync(folder, 1);
        Assert.Contains("Welcome", await http.GetStringAsync("/announcements", Cancel), StringComparison.Ordinal);
        Assert.Contains("href=\"/announcements\"", await http.GetStringAsync("/", Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/announcements/feed.xml", Cancel)).StatusCode);

        await InstallAsync(folder, "acme.announcements.1.1.0");
        await ServesAsync(folder, 2);
        Assert.StartsWith("<feed", await http.GetStringAsync("/announcements/feed.xml", Cancel), StringComparison.Ordinal);

        new ModuleStore(folder.Path).Rollback("back", 0);
        await ServesAsync(folder, 3);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/announcements", Cancel)).StatusCode);
    }

    [Fact]
    public async Task All_samples_work_together()
    {
        using var folder = new TemporaryFolder();
        await using var host = await RunningProgram.SampleHostAsync(folder.Path, Cancel);
        using var http = new HttpClient { BaseAddress = host.Address };

        await InstallAsync(folder, Whole);
        await ServesAsync(folder, 1);

        var status = HostStatus.Read(folder.Path)!;
        Assert.True(status.IsHealthy, string.Join('\n', status.Modules));
        Assert.Contains("/theme/site.css", await http.GetStringAsync("/", Cancel), StringComparison.Ordinal);
        await http.GetStringAsync("/visits/dot?page=/shop", Cancel);
        Assert.Contains("Seen 1 times", await http.GetStringAsync("/shop", Cancel), StringComparison.Ordinal);
        Assert.Contains("href=\"/shop/mug\"", await http.GetStringAsync("/search?q=stoneware", Cancel), StringComparison.Ordinal);

        using var order = new FormUrlEncodedContent([new("product", "mug"), new("email", "ann@example.org"), new("quantity", "3")]);
        Assert.Contains(
            "3 × Mug, € 36.00",
            WebUtility.HtmlDecode(await (await http.PostAsync("/shop", order, Cancel)).Content.ReadAsStringAsync(Cancel)),
            StringComparison.Ordinal);
        var message = Assert.Single(Directory.GetFiles(folder.File("data", "acme.contactform"), "*.message"));
        Assert.Contains("From: ann@example.org\n\nOrder: 3 × Mug", await File.ReadAllTextAsync(message, Cancel), StringComparison.Ordinal);

        using var empty = new FormUrlEncodedContent([new("name", "Ann")]);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync("/contact", empty, Cancel)).StatusCode);
    }

    private static async Task InstallAsync(TemporaryFolder folder, params string[] packages)
    {
        var store = new ModuleStore(folder.Path);
        using var operation = store.Begun(string.Join(' ', packages));
        var modules = new List<InstalledModule>();
        foreach (var package in packages)
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "demo-packages", $"{package}.nupkg"), Cancel);
            var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
            modules.Add(await operation.StagedAsync(bytes, hash, Cancel));
        }

        operation.Write(modules, "3.2.1");
        operation.Activate();
        operation.Commit();
    }

    private static Task ServesAsync(TemporaryFolder folder, int revision) =>
        Eventually.TrueAsync(() => HostStatus.Read(folder.Path)?.Revision == revision, $"the host serves revision {revision}", Cancel);
}
