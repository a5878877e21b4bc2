using Marketplace.Modules;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Sdk;

public sealed class ModuleStoreTests : IDisposable
{
    private static readonly ModulePackage One = new("Acme.One");
    private static readonly ModulePackage Two = new("Acme.Two", "2.1.0-beta.1") { Needs = ["Acme.One"] };
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ModuleStore Store => new(_folder.File("site"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_that_is_not_there_is_the_empty_site()
    {
        Assert.Same(SiteRevision.Empty, Store.Current());
        Assert.Empty(Store.Revisions());
        Assert.IsType<RecoverOutcome.Whole>(Store.Recover());
        Assert.False(Directory.Exists(Store.Folder));
    }

    [Fact]
    public async Task An_installation_is_the_next_revision_with_all_that_a_host_must_know()
    {
        var revision = await Store.InstallAsync("op-1", Cancel, One, Two);

        var current = new ModuleStore(Store.Folder).Current();
        Assert.Equivalent(revision, current);
        Assert.Equal((1, "op-1", SiteChange.HostVersion), (current.Number, current.OperationId, current.HostVersion));
        var two = current.Modules[1];
        Assert.Equal(("Acme.Two", "2.1.0-beta.1", Two.Pack().Sha256, "Small.EntryModule, Small"), (two.Id, two.Version, two.Sha256, two.Entry));
        Assert.Equal(["Acme.One"], two.Needs);
        Assert.True(File.Exists(Path.Combine(Store.FolderOf(two), "lib", "net10.0", "Small.dll")));
        SiteFolder.AssertWhole(Store);
    }

    [Fact]
    public async Task A_rollback_is_a_new_revision_with_the_earlier_modules_and_says_so()
    {
        var first = await Store.InstallAsync("op-1", Cancel, One);
        await Store.InstallAsync("op-2", Cancel, One, Two);

        var back = Store.Rollback("op-3", 1);

        Assert.NotNull(back);
        Assert.Equal((3, 1), (back.Number, back.RestoredFrom));
        Assert.Equivalent(first.Modules, Store.Current().Modules);
        Assert.Equal([3, 2, 1], Store.Revisions());
        SiteFolder.AssertWhole(Store);
    }

    [Fact]
    public async Task A_rollback_to_nothing_empties_the_site_and_one_to_an_unknown_revision_changes_nothing()
    {
        await Store.InstallAsync("op-1", Cancel, One);
        var before = SiteFolder.Read(Store.Folder);

        Assert.Null(Store.Rollback("op-2", 77));
        Assert.Equal(before, SiteFolder.Read(Store.Folder));

        Assert.Empty(Store.Rollback("op-3", 0)!.Modules);
        Assert.Equal(2, Store.Current().Number);
    }

    [Fact]
    public async Task An_uninstallation_keeps_the_module_for_rollbacks_and_its_data_for_ever()
    {
        await Store.InstallAsync("op-1", Cancel, One, Two);
        Directory.CreateDirectory(_folder.File("site", "data", "acme.two"));
        File.WriteAllText(_folder.File("site", "data", "acme.two", "notes"), "mine");
        using (var operation = Store.Begun("op-2"))
        {
            operation.Write([Store.Current().Modules[0]], SiteChange.HostVersion);
            operation.Activate();
            operation.Commit();
        }

        Assert.Equal("Acme.One", Assert.Single(Store.Current().Modules).Id);
        Assert.True(Directory.Exists(Store.FolderOf(Store.Revision(1)!.Modules[1])));
        Assert.Equal("mine", File.ReadAllText(_folder.File("site", "data", "acme.two", "notes")));
        Assert.Equal(2, Store.Rollback("op-3", 1)!.Modules.Count);
    }

    [Fact]
    public async Task Undoing_after_activation_brings_the_earlier_revision_back_and_never_reuses_the_number()
    {
        await Store.InstallAsync("op-1", Cancel, One);
        using (var operation = Store.Begun("op-2"))
        {
            operation.Write([await operation.StagedAsync(Two, Cancel)], SiteChange.HostVersion);
            operation.Activate();
            Assert.Equal(2, Store.Current().Number);
            operation.Undo();
        }

        Assert.Equal(1, Store.Current().Number);
        SiteFolder.AssertWhole(Store);
        Assert.Equal(3, (await Store.InstallAsync("op-3", Cancel, Two)).Number);
    }

    [Fact]
    public async Task An_operation_that_is_let_go_leaves_the_site_as_it_was()
    {
        await Store.InstallAsync("op-1", Cancel, One);
        var before = SiteFolder.Read(Store.Folder);

        using (var operation = Store.Begun("op-2"))
        {
            operation.Write([await operation.StagedAsync(Two, Cancel)], SiteChange.HostVersion);
        }

        Assert.Equal(before, SiteFolder.Read(Store.Folder));
    }

    [Fact]
    public async Task The_same_package_again_is_stored_once()
    {
        await Store.InstallAsync("op-1", Cancel, One);
        await Store.InstallAsync("op-2", Cancel, One, Two);

        Assert.Single(Directory.GetDirectories(_folder.File("site", "store", "acme.one")));
        Assert.Equal(Store.Revision(1)!.Modules[0].Sha256, Store.Current().Modules[0].Sha256);
    }

    [Fact]
    public async Task A_revision_cannot_name_what_was_not_staged_nor_one_id_twice()
    {
        await Store.InstallAsync("op-1", Cancel, One);
        using var operation = Store.Begun("op-2");
        var one = Store.Current().Modules[0];

        Assert.Throws<InvalidOperationException>(() => operation.Write([one with { Version = "9.9.9" }], SiteChange.HostVersion));
        Assert.Throws<InvalidOperationException>(() => operation.Write([one, await1(operation)], SiteChange.HostVersion));
        Assert.Throws<InvalidOperationException>(operation.Activate);
        Assert.Throws<InvalidOperationException>(operation.Commit);

        static InstalledModule await1(StoreOperation operation) =>
            operation.StagedAsync(new ModulePackage("ACME.one", "1.0.1"), Cancel).GetAwaiter().GetResult();
    }
}
