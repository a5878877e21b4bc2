using System.Text.RegularExpressions;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

/// <summary>Pages leave it to <c>Shared/Format.cs</c> how a number, a day or a time is written, so that all of them follow the person.</summary>
public partial class FormatSourceTests
{
    [Fact]
    public void No_page_writes_a_number_or_a_time_by_a_format_of_its_own() => Assert.Empty(
        from file in Source.Files("Marketplace.Portal")
        where file.EndsWith(".razor", StringComparison.Ordinal) && Path.GetFileName(Path.GetDirectoryName(file)) is not "Shared"
        from Match found in OwnFormat().Matches(File.ReadAllText(file))
        select $"{Path.GetRelativePath(Repository.Root, file)}: {found.Value}");

    [Theory]
    [InlineData("@row.Count.ToString(\"#,0\", CultureInfo.InvariantCulture)", true)]
    [InlineData("$\"until {until:d MMM HH:mm} UTC\"", true)]
    [InlineData("$\"{bytes / 1024.0:0.0} KB\"", true)]
    [InlineData("@at.ToString(\"HH:mm\", CultureInfo.CurrentCulture)", true)]
    [InlineData("@at.ToLocalTime()", true)]
    [InlineData("@day.ToString()[..3]", false)]
    [InlineData("$\"{(most is { } some ? $\"{some}:\" : \"\")}\"", false)]
    [InlineData("$\"{size.Minutes:00} min\"", false)]
    public void A_format_of_its_own_is_seen(string source, bool isSeen) => Assert.Equal(isSeen, OwnFormat().IsMatch(source));

    [GeneratedRegex("""\.ToString\("[^"]*[#0dMyHhmst][^"]*"|\{[^{}"]+:(#|0[.%]|[NPC]\d?\}|d+ |[dMyHhmt]{2}|[dMyHhmt]\})[^{}"]*|\.To(Local|Short|Long)\w*\(""")]
    private static partial Regex OwnFormat();
}
