using Marketplace.Catalog;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Catalog;

public sealed class CapabilityHistoryTests : IDisposable
{
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task Says_version_by_version_what_is_asked_for_anew_and_no_more()
    {
        var module = A.Module("Acme.Mail", _database.Publisher().Id);
        foreach (var (version, asked) in (ReadOnlySpan<(string, string)>)[
            ("1.10.0", """{"network":["a.example","b.example"],"storage":"own"}"""),
            ("1.9.0", """{"network":["a.example"],"process":true}"""),
            ("1.11.0", """{"network":["a.example","b.example"],"storage":"own"}""")])
        {
            var release = A.Release(module, version, manifest: $$"""{"capabilities":{{asked}}}""");
            module.Releases.Add(release);
            _database.Save([.. A.PassedChecks(release.PackageHash)]);
        }

        _database.Save(module);

        var change = Assert.Single(await new CapabilityHistory(_database).ReadAsync(null, "acme.mail", TestContext.Current.CancellationToken));

        Assert.Equal(("1.10.0", "1.9.0"), (change.Version, change.Before));
        Assert.Equal(["network b.example", "storage own"], change.Added.Select(c => $"{c.Name} {string.Join(' ', c.Scope)}"));
        Assert.Equal(["process"], change.Removed.Select(c => c.Name));
    }

    public void Dispose() => _database.Dispose();
}
