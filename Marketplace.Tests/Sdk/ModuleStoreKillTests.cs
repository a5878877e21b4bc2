using Marketplace.Modules;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Sdk;

public class ModuleStoreKillTests
{
    private static readonly ModulePackage[] First = [new("Acme.One", "1.0.0"), new("Acme.Two")];
    private static readonly ModulePackage[] Second = [new("Acme.One", "1.1.0")];

    // More than any of the acts has.
    private const int Steps = 80;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("install")]
    [InlineData("rollback")]
    public async Task Killed_at_any_step_the_site_is_the_old_revision_or_the_new_one(string act)
    {
        using var folder = new TemporaryFolder();
        await PrepareAsync(folder.File("before"));
        var before = SiteFolder.Read(folder.File("before"));
        var ends = new List<int>();

        var sites = Enumerable.Range(0, Steps).Select(step => (Folder: Copy(folder, $"step-{step}"), Step: step)).ToList();
        var ended = await SiteWriter.RunAsync(act, sites, Cancel);
        Assert.InRange(ended, 1, Steps - 10);

        // One that ended is enough.
        foreach (var (site, _) in sites.SkipLast(ended - 1))
        {
            var store = new ModuleStore(site);
            // A host reads at any time, also before anybody recovers.
            Assert.Contains(store.Current().Number, new[] { 2, 3 });

            var outcome = store.Recover();

            SiteFolder.AssertWhole(store);
            ends.Add(store.Current().Number);
            if (ends[^1] is 2)
            {
                Assert.Equal(Without("current", before), Without("current", SiteFolder.Read(site)));
            }
            else
            {
                Assert.IsType<RecoverOutcome.Whole>(outcome);
                Assert.Equal(Wanted(act), Names(store.Current()));
            }

            Assert.IsType<RecoverOutcome.Whole>(store.Recover());
            Assert.Equal(Names(First), Names(await store.InstallAsync("after", Cancel, First)));
            SiteFolder.AssertWhole(store);
        }

        // First the old one, then, from the commit on, the new one; never back and forth.
        Assert.Equal(ends.Order(), ends);
        Assert.True(ends.Count(end => end is 2) > 8 && ends.Count(end => end is 3) > 1, string.Join(' ', ends));
    }

    [Fact]
    public async Task A_recovery_killed_at_any_step_is_finished_by_the_next()
    {
        using var folder = new TemporaryFolder();
        await PrepareAsync(folder.File("before"));
        var before = SiteFolder.Read(folder.File("before"));
        await ActivateAsync(Copy(folder, "activated"));

        var sites = Enumerable.Range(0, Steps).Select(step => (Folder: Copy(folder, $"recovery-{step}", "activated"), Step: step)).ToList();
        var ended = await SiteWriter.RunAsync("recover", sites, Cancel);
        Assert.InRange(ended, 1, Steps - 3);

        foreach (var (site, _) in sites.SkipLast(ended - 1))
        {
            var store = new ModuleStore(site);
            Assert.Contains(store.Current().Number, new[] { 2, 3 });

            store.Recover();

            SiteFolder.AssertWhole(store);
            Assert.Equal(Without("current", before), Without("current", SiteFolder.Read(site)));
            Assert.Equal(Names(Second), Names(store.Current()));
            Assert.Equal(4, (await store.InstallAsync("after", Cancel, First)).Number);
        }
    }

    private static async Task PrepareAsync(string site)
    {
        var store = new ModuleStore(site);
        await store.InstallAsync("first", Cancel, First);
        await store.InstallAsync("second", Cancel, Second);
    }

    // The new revision is active and not committed: the most to undo. What lies on the disk is what a kill leaves.
    private static async Task ActivateAsync(string site)
    {
        var operation = new ModuleStore(site).Begun("killed");
        operation.Write(
            [await operation.StagedAsync(SiteWriter.Next[0], Cancel), await operation.StagedAsync(SiteWriter.Next[1], Cancel)],
            SiteChange.HostVersion);
        operation.Activate();
        GC.KeepAlive(operation);
    }

    private static string Copy(TemporaryFolder folder, string name, string from = "before")
    {
        foreach (var file in Directory.EnumerateFiles(folder.File(from), "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not "lock"))
        {
            var copy = folder.File(name, Path.GetRelativePath(folder.File(from), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return folder.File(name);
    }

    private static string[] Wanted(string act) => Names(act is "install" ? SiteWriter.Next : First);

    private static string[] Names(SiteRevision revision) => [.. revision.Modules.Select(module => $"{module.Id} {module.Version}")];

    private static string[] Names(ModulePackage[] packages) => [.. packages.Select(package => $"{package.Id} {package.Version}")];

    private static string Without(string file, string folder) =>
        string.Join('\n', folder.Split('\n').Where(line => !line.StartsWith($"{file} ", StringComparison.Ordinal)));
}
