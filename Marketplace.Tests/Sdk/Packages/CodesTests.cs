using System.Text.RegularExpressions;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Sdk.Packages;

public sealed partial class CodesTests
{
    // Written by every check under its own name.
    private static readonly string[] Endings = ["unreadable", "error"];

    private static readonly HashSet<string> Documented =
        [.. File.ReadLines(Repository.Folder("docs", "checks.md"))
            .Select(line => Row().Match(line))
            .Where(row => row.Success)
            .Select(row => row.Groups[1].Value)];

    private static readonly HashSet<string> Written =
        [.. from file in Source.Files("sdk/Marketplace.Modules/Packages", "Marketplace.Jobs/Scanning", "Marketplace.Jobs/Publishing")
            from Match code in Code().Matches(File.ReadAllText(file))
            select code.Groups[1].Value];

    [Fact]
    public void Every_code_that_can_be_given_is_explained_in_the_documentation()
    {
        Assert.True(Written.Count > 60);
        Assert.Empty(Written.Except(Documented).Order());
    }

    [Fact]
    public void The_documentation_explains_no_code_that_is_not_given() =>
        Assert.Empty(Documented.Where(code => !Endings.Any(ending => code.EndsWith($".{ending}", StringComparison.Ordinal))).Except(Written).Order());

    [Fact]
    public void Every_code_of_reading_a_package_has_an_attack_that_earns_it()
    {
        string[] read = ["archive", "path", "nuspec", "manifest", "content"];
        Assert.Empty(Written.Where(code => read.Contains(code.Split('.')[0])).Except(ArchiveAttackTests.Codes).Order());
    }

    [GeneratedRegex(@"^\| `([a-z-]+\.[a-z0-9-]+)` \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"""((?:archive|path|nuspec|manifest|content|identity|dependencies|cycle|host|advice)\.[a-z0-9-]+)""")]
    private static partial Regex Code();
}
