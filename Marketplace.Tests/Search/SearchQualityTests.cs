using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Search;

public class SearchQualityTests
{
    [Fact]
    public void Every_judged_query_shows_its_module_first()
    {
        var index = JudgedCatalog.Index();
        var judged = File.ReadLines(Path.Combine(Repository.Root, "Marketplace.Tests", "Search", "judged.tsv")).Select(line => line.Split('\t')).ToList();

        Assert.True(judged.Count >= 150);
        Assert.Empty(judged.Where(j => index.First(j[0]) != j[1]).Select(j => $"{j[0]}: {index.First(j[0]) ?? "nothing"} instead of {j[1]}"));
    }

    [Fact]
    public void Names_mistyped_by_one_edit_are_found()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var (random, index) = (new Random(seed), JudgedCatalog.Index());
        var names = index.Segments[0].PackageIds.Where(id => id.Length >= 6).ToList();
        var (tries, inTen, first) = (1000, 0, 0);
        for (var number = 0; number < tries; number++)
        {
            var meant = names[random.Next(names.Count)];
            var ids = index.Ids(Mistype(meant, random));
            (inTen, first) = (inTen + (ids.Take(10).Contains(meant) ? 1 : 0), first + (ids is [var best, ..] && best == meant ? 1 : 0));
        }

        Assert.True(inTen >= tries * 99 / 100 && first >= tries * 90 / 100, $"seed {seed}: {inTen} of {tries} in the first ten, {first} first");
    }

    private static string Mistype(string name, Random random)
    {
        var letters = Enumerable.Range(0, name.Length - 1).Where(at => char.IsLetter(name[at]) && char.IsLetter(name[at + 1])).ToList();
        var (at, letter) = (letters[random.Next(letters.Count)], (char)('a' + random.Next(26)));
        return random.Next(4) switch
        {
            0 => name.Remove(at, 1),
            1 => name.Insert(at, $"{letter}"),
            2 => $"{name[..at]}{letter}{name[(at + 1)..]}",
            _ => $"{name[..at]}{name[at + 1]}{name[at]}{name[(at + 2)..]}",
        };
    }
}
