using Marketplace.Modules;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Sdk;

/// <summary>What becomes of what a module keeps for itself when the module goes.</summary>
public sealed class ModuleDataTests : IDisposable
{
    private static readonly ModulePackage One = new("Acme.One");
    private static readonly ModulePackage Two = new("Acme.Two");
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ModuleStore Store => new(_folder.File("site"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_module_that_comes_again_finds_its_data()
    {
        await Store.InstallAsync("op-1", Cancel, One, Two);
        Keep("diary");
        Uninstall();
        await Store.InstallAsync("op-3", Cancel, One, Two);

        Assert.Equal("diary", Read());
        Assert.Null(Store.Current().Data);
    }

    [Fact]
    public async Task A_module_whose_data_was_given_up_begins_afresh_and_a_rollback_finds_the_old()
    {
        await Store.InstallAsync("op-1", Cancel, One, Two);
        Keep("diary");
        Uninstall("acme.ONE");
        Assert.Equal("diary", Read(1));
        await Store.InstallAsync("op-3", Cancel, One, Two);
        Assert.Null(Read());
        Keep("new diary");

        Store.Rollback("op-4", 1);
        Assert.Equal("diary", Read());
        Store.Rollback("op-5", 3);
        Assert.Equal("new diary", Read());
        await Store.InstallAsync("op-6", Cancel, One);
        Assert.Equal("new diary", Read());
        Store.Rollback("op-7", 2);
        await Store.InstallAsync("op-8", Cancel, One);
        Assert.Equal("new diary", Read());
    }

    [Fact]
    public async Task Data_that_was_given_up_goes_with_the_last_revision_that_had_the_module()
    {
        await Store.InstallAsync("op-1", Cancel, One, Two);
        Keep("diary");
        Keep("other", "acme.two");
        Uninstall("Acme.One");
        Assert.True(Store.Collect(2, DateTime.UtcNow.AddDays(1)));
        Assert.Equal("diary", Read(1));

        Assert.True(Store.Collect(1, DateTime.UtcNow.AddDays(1)));

        Assert.Equal(["acme.two"], Folders());
        await Store.InstallAsync("op-3", Cancel, One, Two);
        Assert.Null(Read());
    }

    [Fact]
    public async Task Kept_data_stays_though_no_revision_has_the_module_any_more()
    {
        await Store.InstallAsync("op-1", Cancel, One, Two);
        Keep("diary");
        Uninstall();
        await Store.InstallAsync("op-3", Cancel, Two);

        Assert.True(Store.Collect(1, DateTime.UtcNow.AddDays(1)));

        Assert.Equal(["acme.one"], Folders());
    }

    [Fact]
    public async Task What_is_undone_gives_up_nothing_and_a_module_that_stays_gives_up_nothing()
    {
        await Store.InstallAsync("op-1", Cancel, One, Two);
        Keep("diary");
        using (var operation = Store.Begun("op-2"))
        {
            operation.Write([.. Store.Current().Modules.Where(module => module.Id != "Acme.One")], SiteChange.HostVersion, ["Acme.One"]);
            operation.Activate();
        }

        using (var operation = Store.Begun("op-3"))
        {
            operation.Write(Store.Current().Modules, SiteChange.HostVersion, ["Acme.One"]);
            operation.Activate();
            operation.Commit();
        }

        Assert.Equal("diary", Read());
        Assert.Equal(["acme.one"], Folders());
    }

    private void Uninstall(params string[] forgets)
    {
        using var operation = Store.Begun("op-2");
        operation.Write([.. Store.Current().Modules.Where(module => module.Id != "Acme.One")], SiteChange.HostVersion, forgets);
        operation.Activate();
        operation.Commit();
    }

    private void Keep(string text, string id = "Acme.One") =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Store.Layout.Data(Store.Current(), id)).FullName, "file"), text);

    private string? Read(int? revision = null) =>
        Path.Combine(Store.Layout.Data(revision is { } number ? Store.Revision(number)! : Store.Current(), "Acme.One"), "file") is var file
            && File.Exists(file)
            ? File.ReadAllText(file)
            : null;

    private IEnumerable<string?> Folders() => Directory.EnumerateDirectories(Store.Layout.AllData).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
