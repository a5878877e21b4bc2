using System.Diagnostics;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Feed;

/// <summary>What developers type, with the real client against a running portal.</summary>
public sealed class DotnetClientTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Packages_are_searched_added_restored_and_listed()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The portal is started on the embedded database.");
        using var work = new TemporaryFolder();
        await using var host = new PortalHost();
        var owner = host.Database.Member(host.Database.Publisher(), MemberRole.Owner);
        foreach (var version in (string[])["1.0.0", "1.1.0", "2.0.0-rc.1"])
        {
            await host.ReleaseAsync(owner, Packages.Package("Acme.Mail", version), Cancel);
        }

        var terms = new DeprecationTerms("[1.0.0]", DeprecationReason.CriticalBugs, "Loses mail.", "");
        Assert.IsType<ListingOutcome.Done>(await host.Get<Listings>().DeprecateAsync(owner, "Acme.Mail", terms, Cancel));
        await using var portal = await RunningProgram.PortalAsync(host.Database.Folder, Cancel, ("Jobs:RunInPortal", "false"));
        await File.WriteAllTextAsync(Path.Combine(work.Path, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="marketplace" value="{portal.Address}v3/index.json" allowInsecureConnections="true" /></packageSources>
            </configuration>
            """, Cancel);
        await File.WriteAllTextAsync(Path.Combine(work.Path, "App.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
            </Project>
            """, Cancel);

        // What only asks may ask at once.
        await Task.WhenAll(
            SaysAsync("Acme.Mail", work.Path, "package", "search", "mail"),
            SaysAsync("1.1.0", work.Path, "package", "search", "Acme.Mail", "--exact-match"));
        await RunAsync(work.Path, "package", "add", "Acme.Mail", "--version", "1.0.0");
        await Task.WhenAll(
            SaysAsync("1.1.0", work.Path, "list", "package", "--outdated", "--no-restore"),
            SaysAsync("2.0.0-rc.1", work.Path, "list", "package", "--outdated", "--include-prerelease", "--no-restore"),
            SaysAsync("CriticalBugs", work.Path, "list", "package", "--deprecated", "--no-restore"),
            SaysAsync("no vulnerable packages", work.Path, "list", "package", "--vulnerable", "--no-restore"));
        await RunAsync(work.Path, "package", "add", "Acme.Mail");
        Assert.Contains("Version=\"1.1.0\"", await File.ReadAllTextAsync(Path.Combine(work.Path, "App.csproj"), Cancel), StringComparison.Ordinal);
    }

    private static async Task SaysAsync(string words, string folder, params string[] arguments) =>
        Assert.Contains(words, await RunAsync(folder, arguments), StringComparison.Ordinal);

    private static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NUGET_HTTP_CACHE_PATH"] = Path.Combine(folder, "http-cache");
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var client = Process.Start(start)!;
        var said = string.Join('\n', await Task.WhenAll(client.StandardOutput.ReadToEndAsync(Cancel), client.StandardError.ReadToEndAsync(Cancel)));
        await client.WaitForExitAsync(Cancel);
        Assert.True(client.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{said}");
        TestContext.Current.TestOutputHelper?.WriteLine($"dotnet {string.Join(' ', arguments)}\n{said}");
        Assert.DoesNotContain("warning NU", said, StringComparison.Ordinal);
        return said;
    }
}
