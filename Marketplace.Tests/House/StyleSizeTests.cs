using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

/// <summary>What the kit does not bring stays small: all style of our own, beside the tokens and the fonts.</summary>
public sealed class StyleSizeTests
{
    private const int MaxLines = 499;

    [Fact]
    public void Our_own_style_stays_small()
    {
        var lines = Directory.EnumerateFiles(Path.Combine(Repository.Root, "Marketplace.Portal"), "*.css", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
            .Where(file => Path.GetFileName(file) is not ("tokens.css" or "fonts.css"))
            .Sum(file => File.ReadLines(file).Count(line => line.Trim() is not ""));

        Assert.InRange(lines, 1, MaxLines);
    }
}
