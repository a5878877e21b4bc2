using System.Text.RegularExpressions;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Operations;

/// <summary>A client with a site for each way in which its folder may be damaged.</summary>
public sealed class DamagedSites : IAsyncDisposable
{
    public DamagedSites()
    {
        Client = new Client(Portal);
        Portal.Publish(Portal.Database.Publisher("Lone Wolf"), "Lone.Wolf", "1.0.0");
    }

    public PortalHost Portal { get; } = new();

    internal Client Client { get; }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}

/// <summary>Whatever becomes of a site's folder, an operation on it ends at once, says what to do, and a repair puts the folder right.</summary>
public sealed class DamagedFolderTests(DamagedSites sites) : IClassFixture<DamagedSites>
{
    private static readonly Dictionary<string, Action<string>> Ways = new()
    {
        ["current is missing"] = folder => File.Delete(Path.Combine(folder, "current")),
        ["current is garbled"] = folder => WriteCurrent(folder, "{\"revision\": 1"),
        ["current is empty"] = folder => WriteCurrent(folder, ""),
        ["current is null"] = folder => WriteCurrent(folder, "null"),
        ["current names nothing"] = folder => WriteCurrent(folder, "{}"),
        ["current names a revision that is not there"] = folder => WriteCurrent(folder, "{\"revision\": 9, \"highest\": 9}"),
        ["current is a folder"] = folder => ToFolder(Path.Combine(folder, "current")),
        ["the revision is missing"] = folder => File.Delete(Path.Combine(folder, "revisions", "000001.json")),
        ["the revision is garbled"] = folder => WriteRevision(folder, "\0\0\0"),
        ["the revision is empty"] = folder => WriteRevision(folder, "{}"),
        ["the revision has a module of nothing"] = folder => WriteRevision(folder, "{\"number\": 1, \"operationId\": \"a\", \"modules\": [null]}"),
        ["revisions is missing"] = folder => Directory.Delete(Path.Combine(folder, "revisions"), recursive: true),
        ["revisions is a file"] = folder => ToFile(Path.Combine(folder, "revisions")),
        ["journal is garbled"] = folder => File.WriteAllText(Path.Combine(folder, "journal"), "half a"),
        ["journal is a folder"] = folder => Directory.CreateDirectory(Path.Combine(folder, "journal", "inside")),
        ["store is missing"] = folder => Directory.Delete(Path.Combine(folder, "store"), recursive: true),
        ["store is a file"] = folder => ToFile(Path.Combine(folder, "store")),
        ["a module is missing"] = folder => Directory.Delete(Directory.GetDirectories(Path.Combine(folder, "store", "acme.base")).Single(), recursive: true),
        ["lock is a folder"] = folder => ToFolder(Path.Combine(folder, "lock")),
        ["the folder is a file"] = ToFile,
        ["the folder is missing"] = folder => Directory.Delete(folder, recursive: true),
    };

    private static readonly Dictionary<string, Action<string>> HarmlessWays = new()
    {
        ["a stray file among the revisions"] = folder => File.WriteAllText(Path.Combine(folder, "revisions", "notes.json"), "mine"),
        ["the host's status is garbled"] = folder => File.WriteAllText(Path.Combine(folder, "status.json"), "{\"modules\": null}"),
        ["a draft is left"] = folder => File.WriteAllText(Path.Combine(folder, "current.tmp"), "half a"),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Damages => new(Ways.Keys);

    public static TheoryData<string> Trifles => new(HarmlessWays.Keys);

    [Theory, MemberData(nameof(Damages))]
    public async Task An_operation_on_a_damaged_folder_ends_as_disk_and_goes_through_after_a_repair(string way)
    {
        var site = await sites.Client.SiteAsync(way, Cancel);
        Directory.CreateDirectory(Path.Combine(site.Store.Folder, "data", "acme.base"));
        var operation = await site.StartAsync(ChangeRequest.Install("Lone.Wolf"), Cancel);
        Ways[way](site.Store.Folder);

        await sites.Portal.Get<OperationRunner>().RunAsync(operation, Cancel);

        var failed = site.Operation(operation);
        Assert.Equal((OperationState.Failed, FailureCategory.Disk, 1), (failed.State, failed.Failure?.Category, failed.LeaseNumber));
        Assert.True(way is not "a module is missing" || failed.Steps.Single(step => step.State is StepState.Failed).Kind is StepKind.Inspect);
        Assert.DoesNotContain(site.Store.Folder, failed.Failure!.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", failed.Failure.Sentence, StringComparison.Ordinal);
        Assert.Contains("site repair", Recovery.Of(failed.Failure.Category).Remedy, StringComparison.Ordinal);

        var repaired = Assert.IsType<RepairOutcome.Repaired>(await sites.Portal.Get<SiteRepair>().RepairAsync(site.Id, Cancel));
        Assert.Equal((1, 1), (repaired.Revision, repaired.Modules));
        Assert.Equal(["Acme.Base 1.0.0"], site.Modules);
        site.AssertWhole();
        Assert.Equal(way.StartsWith("the folder", StringComparison.Ordinal), !Directory.Exists(Path.Combine(site.Store.Folder, "data", "acme.base")));

        await site.DoneAsync(ChangeRequest.Install("Lone.Wolf"), Cancel);
        Assert.Equal(["Acme.Base 1.0.0", "Lone.Wolf 1.0.0"], site.Modules);
    }

    [Theory, MemberData(nameof(Trifles))]
    public async Task What_lies_beside_the_site_stops_nothing(string way)
    {
        var site = await sites.Client.SiteAsync(way, Cancel);
        HarmlessWays[way](site.Store.Folder);

        await site.DoneAsync(ChangeRequest.Install("Lone.Wolf"), Cancel);

        Assert.Equal(["Acme.Base 1.0.0", "Lone.Wolf 1.0.0"], site.Modules);
    }

    [Fact]
    public async Task A_repair_keeps_the_data_that_modules_have_begun_again_with_and_earlier_revisions_are_no_longer_offered()
    {
        var site = await sites.Client.SiteAsync("Data", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Lone.Wolf"), Cancel);
        await site.DoneAsync(ChangeRequest.Uninstall("Lone.Wolf").And(ChangeRequest.Forgotten("Lone.Wolf")), Cancel);
        await site.DoneAsync(ChangeRequest.Install("Lone.Wolf"), Cancel);
        var data = site.Store.Layout.Data(site.Store.Current(), "Lone.Wolf");
        Directory.CreateDirectory(data);
        ToFile(Path.Combine(site.Store.Folder, "revisions"));

        Assert.IsType<RepairOutcome.Repaired>(await sites.Portal.Get<SiteRepair>().RepairAsync(site.Id, Cancel));

        Assert.Equal("lone.wolf@3", Path.GetFileName(data));
        Assert.Equal(data, site.Store.Layout.Data(site.Store.Current(), "Lone.Wolf"));
        Assert.Equal([4], sites.Portal.Database.Read(db => db.Revisions.Where(r => r.SiteId == site.Id && r.CollectedAt == null)
            .Select(r => r.Number).ToList()));
    }

    [Fact]
    public async Task A_repair_that_cannot_be_done_says_why_and_changes_nothing()
    {
        var site = await sites.Client.SiteAsync("Busy", Cancel);
        var before = Sdk.SiteFolder.Read(site.Store.Folder);
        using (Assert.IsType<BeginOutcome.Begun>(site.Store.Begin("other", 1)).Operation)
        {
            Assert.Contains("at work", await RefusedAsync(site.Id), StringComparison.Ordinal);
        }

        Assert.Equal(before, Sdk.SiteFolder.Read(site.Store.Folder));
        Assert.Contains("no site 99", await RefusedAsync(99), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_repairs_at_once_the_second_waits_for_the_first()
    {
        var site = await sites.Client.SiteAsync("Twice", Cancel);
        await using (new FileStream(site.Store.Folder + ".repair.lock", FileMode.Create, FileAccess.Write, FileShare.None))
        {
            Assert.Contains("Another repair", await RefusedAsync(site.Id), StringComparison.Ordinal);
        }

        Assert.IsType<RepairOutcome.Repaired>(await sites.Portal.Get<SiteRepair>().RepairAsync(site.Id, Cancel));
    }

    [Fact]
    public async Task A_repair_gives_no_number_out_again_and_yields_to_an_operation_that_ended_meanwhile()
    {
        var site = await sites.Client.SiteAsync("Counted", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Lone.Wolf"), Cancel);
        var current = Path.Combine(site.Store.Folder, "current");
        WriteCurrent(site.Store.Folder, Regex.Replace(File.ReadAllText(current), "\"highest\": \\d+", "\"highest\": 7"));
        Assert.Contains("7", File.ReadAllText(current), StringComparison.Ordinal);

        Assert.IsType<RepairOutcome.Repaired>(await sites.Portal.Get<SiteRepair>().RepairAsync(site.Id, Cancel));
        Assert.Contains("7", File.ReadAllText(current), StringComparison.Ordinal);

        var before = Sdk.SiteFolder.Read(site.Store.Folder);
        using var folder = new TemporaryFolder();
        Assert.False(site.Store.Replace(new ModuleStore(folder.Path), folder.File("aside"), () => false));
        Assert.Equal(before, Sdk.SiteFolder.Read(site.Store.Folder));
    }

    private async Task<string> RefusedAsync(long site) =>
        Assert.IsType<RepairOutcome.Refused>(await sites.Portal.Get<SiteRepair>().RepairAsync(site, Cancel)).Sentence;

    private static void WriteCurrent(string folder, string text) => File.WriteAllText(Path.Combine(folder, "current"), text);

    private static void WriteRevision(string folder, string text) => File.WriteAllText(Path.Combine(folder, "revisions", "000001.json"), text);

    private static void ToFile(string folder)
    {
        Directory.Delete(folder, recursive: true);
        File.WriteAllText(folder, "a file");
    }

    private static void ToFolder(string file)
    {
        File.Delete(file);
        Directory.CreateDirectory(Path.Combine(file, "inside"));
    }
}
