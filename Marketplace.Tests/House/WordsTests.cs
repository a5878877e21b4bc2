using System.Text.RegularExpressions;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

/// <summary>Paraphrases that terms of <c>docs/glossary.md</c> replaced.</summary>
public partial class WordsTests
{
    private static readonly string[] Replaced =
    [
        "news from the marketplace", "is not well", "was not well", "were not well", "Go on with the others", "Going on with the others",
        "Data of what is removed", "should they come again", "Give it up", "may do more than before", "By the pace of", "carried out by themselves",
        "As the installation says", "are told at once", "Modules come onto", "Into a folder that", "The one before works", "It is called so",
        "name begins so", "spelt nearly", "say one of these", "carry the mark", "Let it in again", "not such a picture", "It is asked for",
        "site that may fail", "Waiting for the rings", "no other key than", "What the checks find", "are answered to keys", "as workstations do",
        "aken back by", "Nothing comes onto", "is not valid any more",
    ];

    [Fact]
    public void Nothing_that_people_read_says_it_in_the_words_that_were_replaced() => Assert.Empty(
        from file in Source.Files("Marketplace.Jobs", "Marketplace.Portal", "sdk", "bench").Concat(Documents())
        let text = File.ReadAllText(file)
        from phrase in Replaced
        where text.Contains(phrase, StringComparison.Ordinal)
        select $"{Path.GetRelativePath(Repository.Root, file)}: {phrase}");

    /// <summary>Words of no single sentence: paraphrases, and spelling that is not American. The old addresses are spelled as they were.</summary>
    [Fact]
    public void No_word_is_used_that_another_replaced() => Assert.Empty(
        from file in Source.Files("Marketplace.Jobs", "Marketplace.Portal", "sdk", "bench").Concat(Documents())
        where Path.GetFileName(file) is not "RenamedAddresses.cs"
        from match in Words().Matches(File.ReadAllText(file))
        select $"{Path.GetRelativePath(Repository.Root, file)}: {match.Value}");

    [GeneratedRegex(@"\b(somebody|anew|by itself|comes? onto|(are|is) not well|licences?|organisations?|catalogues?|wish(es)?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Words();

    private static IEnumerable<string> Documents() =>
        from file in Directory.EnumerateFiles(Repository.Folder("docs"), "*.md", SearchOption.AllDirectories)
            .Append(Repository.Folder("README.md")).Append(Repository.Folder("CHANGELOG.md"))
        where Path.GetFileName(file) is not ("glossary.md" or "plan.md")
        select file;
}
