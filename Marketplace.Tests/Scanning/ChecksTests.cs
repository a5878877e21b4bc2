using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Resolution;
using Marketplace.Scanning;
using Marketplace.Storage;
using Marketplace.Tests.Sdk.Packages;
using Marketplace.Tests.Search;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Scanning;

public sealed class ChecksTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly PackagesInMemory _packages = new();
    private readonly ServiceProvider _services;
    private readonly Organization _acme;

    public ChecksTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IDbContextFactory<MarketplaceDb>>(_database)
            .AddSingleton<TimeProvider>(_database.Clock)
            .AddSingleton<IPackageStore>(_packages)
            .AddLogging();
        services.AddScanning();
        _services = services.BuildServiceProvider();
        _acme = _database.Publisher();
    }

    [Fact]
    public void Each_required_check_has_exactly_one_body() =>
        Assert.Equal(RuleSet.Required.Order(), _services.GetServices<ICheck>().Select(check => check.Name).Order());

    [Fact]
    public async Task A_sound_package_passes_every_check()
    {
        _database.Available(_acme, "Acme.Core", "1.4.0");

        Assert.Empty(await FindingsAsync(Packages.Package("Acme.Mail", needs: "Acme.Core [1.0,2.0)"), passes: true));
    }

    [Theory]
    [InlineData("Acme.Mail", "identity.taken")]
    [InlineData("acme.MAIL", "identity.taken")]
    [InlineData("Acme.Mai1", "identity.confusable")]
    [InlineData("Acme.Mails", "identity.confusable")]
    [InlineData("Acme.Mial", "identity.confusable")]
    [InlineData("Acme.Ma", null)]
    [InlineData("AcmeMail", "identity.confusable")]
    [InlineData("Acrne.Mail", "identity.confusable")]
    [InlineData("Acme.Chat", null)]
    public async Task An_id_of_another_publisher_is_neither_taken_nor_imitated(string id, string? expected)
    {
        _database.Available(_database.Publisher("Other"), "Acme.Mail");

        Assert.Equal(expected is null ? [] : [expected], await FindingsAsync(Packages.Package(id), passes: expected is null));
    }

    [Fact]
    public async Task A_publisher_may_name_modules_like_its_own()
    {
        _database.Available(_acme, "Acme.Mail");

        Assert.Empty(await FindingsAsync(Packages.Package("Acme.Mail2"), passes: true));
        Assert.Empty(await FindingsAsync(Packages.Package("Acme.Mail", "2.0.0"), passes: true));
    }

    [Theory]
    [InlineData("Acme.Nowhere [1.0,2.0)", "dependencies.unknown")]
    [InlineData("Acme.Core [2.0,3.0)", "dependencies.range")]
    [InlineData("Acme.Gone [1.0,2.0)", "dependencies.unknown")]
    public async Task A_module_that_is_needed_must_be_available_in_the_range(string need, string expected)
    {
        _database.Available(_acme, "Acme.Core", "1.4.0");
        _database.Save(A.Release(A.Module("Acme.Gone", _acme.Id)));

        Assert.Equal([expected], await FindingsAsync(Packages.Package("Acme.Mail", needs: need), passes: false));
    }

    [Fact]
    public async Task A_circle_of_needs_is_named()
    {
        _database.Available(_acme, "Acme.Mail", "1.0.0");
        _database.Available(_acme, "Acme.Core", "1.0.0", ("Acme.Mail", "[1.0,)"));
        _database.Available(_acme, "Acme.Forms", "1.0.0", ("Acme.Core", "[1.0,)"));
        var hash = _packages.Keep(Packages.Package("Acme.Mail", "2.0.0", needs: "Acme.Forms [1.0,2.0)"));

        Assert.False(await ScanAsync(hash));

        var finding = _database.Read(db => db.Findings.Single());
        Assert.Equal(
            ("cycle.found", "The module would need itself: Acme.Mail needs Acme.Forms needs Acme.Core needs Acme.Mail."),
            (finding.Rule, finding.Message));
    }

    [Fact]
    public async Task A_host_range_without_a_lower_end_is_refused() =>
        Assert.Equal(["host.no-lower-bound"], await FindingsAsync(Packages.Package(host: "(,4.0)"), passes: false));

    [Fact]
    public async Task What_cannot_be_read_passes_no_check_but_its_own()
    {
        var attack = ContainerAttacks.All.First(a => a.Code == "archive.encrypted");

        await FindingsAsync(attack.Build(), passes: false);

        Assert.Empty(_database.Read(db => db.Checks.Where(c => c.Verdict == Verdict.Passed).ToList()));
        Assert.Contains("archive.encrypted", _database.Read(db => db.Findings.Select(f => f.Rule).ToList()));
    }

    private async Task<List<string>> FindingsAsync(byte[] package, bool passes)
    {
        var hash = _packages.Keep(package);
        Assert.Equal(passes, await ScanAsync(hash));
        return _database.Read(db => db.Findings.Select(f => f.Rule).ToList());
    }

    private async Task<bool> ScanAsync(string hash) =>
        await _services.GetRequiredService<PackageScanner>().ScanAsync(hash, _acme.Id, TestContext.Current.CancellationToken) is ScanOutcome.Passed;

    public void Dispose()
    {
        _services.Dispose();
        _database.Dispose();
    }
}
