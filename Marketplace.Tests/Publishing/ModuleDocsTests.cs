using System.Diagnostics;
using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Modules.Packages;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Publishing;

/// <summary>The project in docs/module.md, copied and packed as a newcomer would.</summary>
public sealed partial class ModuleDocsTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return _portal.DisposeAsync();
    }

    [Fact]
    public async Task The_project_in_the_documentation_with_a_library_of_its_own_is_packed_and_accepted()
    {
        var project = Copy();
        var written = await File.ReadAllTextAsync(project, Cancel);
        await File.WriteAllTextAsync(project, written.Replace("</ItemGroup>\n  <!--", $"{Library()}</ItemGroup>\n  <!--", StringComparison.Ordinal), Cancel);
        await PackAsync(Repository.Folder("sdk", "Marketplace.Modules"), "feed", "--no-build", "--configuration", Configuration);
        await PackAsync(project, "packages");

        var owner = _portal.Database.Member(_portal.Database.Publisher(), MemberRole.Owner);
        await _portal.ReleaseAsync(owner, await File.ReadAllBytesAsync(_folder.File("packages", "Acme.Hello.1.0.0.nupkg"), Cancel), Cancel);

        var details = await _portal.Get<ModuleQueries>().ReadAsync(null, "Acme.Hello", null, Cancel);
        Assert.Equal(("Hello", "website", "MIT"), (details!.Module.DisplayName, details.Module.Category, details.Shown.License));
        Assert.Empty(await _portal.Get<ModuleQueries>().NeedsAsync(null, details.PackageHash, Cancel));
        await using var file = File.OpenRead(_folder.File("packages", "Acme.Hello.1.0.0.nupkg"));
        var package = Assert.IsType<PackageOutcome.Opened>(await PackageArchive.OpenAsync(file, Cancel)).Archive;
        Assert.Equal(
            ["Acme.Hello.deps.json", "Acme.Hello.dll", "Markdig.dll"],
            package.Entries.Where(e => e.Path.StartsWith("lib/", StringComparison.Ordinal)).Select(e => Path.GetFileName(e.Path)).Order());
    }

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    // One that this repository uses too, so that the machine has it.
    private static string Library() => MarkdigVersion().Match(File.ReadAllText(Repository.Folder("Directory.Packages.props"))) is { Success: true } version
        ? $"<PackageReference Include=\"Markdig\" Version=\"{version.Groups[1].Value}\" PrivateAssets=\"all\" />"
        : throw new InvalidOperationException("Markdig is not among the packages of this repository.");

    // The SDK comes from a feed of its own and into a cache of its own; what else is restored is on the machine already.
    private string Copy()
    {
        var machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(_folder.File("nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="sdk" value="feed" /></packageSources>
              <fallbackPackageFolders><clear /><add key="machine" value="{machine}" /></fallbackPackageFolders>
            </configuration>
            """);
        File.Copy(Repository.Folder("global.json"), _folder.File("global.json"));
        Directory.CreateDirectory(_folder.File("feed"));
        Directory.CreateDirectory(_folder.File("module"));
        foreach (Match file in Files().Matches(File.ReadAllText(Repository.Folder("docs", "module.md"))))
        {
            File.WriteAllText(_folder.File("module", file.Groups[1].Value), file.Groups[2].Value);
        }

        return _folder.File("module", "Acme.Hello.csproj");
    }

    private async Task PackAsync(string project, string into, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet", ["pack", project, "--output", _folder.File(into), "--nologo", "-v", "quiet", "-nodeReuse:false", .. more])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
        };
        start.Environment["NUGET_PACKAGES"] = _folder.File("cache");
        using var pack = Process.Start(start)!;
        var said = await pack.StandardOutput.ReadToEndAsync(Cancel);
        await pack.WaitForExitAsync(Cancel);
        Assert.True(pack.ExitCode == 0, said);
    }

    [GeneratedRegex(@"^`([A-Za-z.]+)`:\r?\n\r?\n```[a-z]+\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Files();

    [GeneratedRegex("\"Markdig\" Version=\"([0-9.]+)\"")]
    private static partial Regex MarkdigVersion();
}
