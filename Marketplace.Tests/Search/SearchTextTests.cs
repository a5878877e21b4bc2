using Marketplace.Resolution;
using Marketplace.Search.Index;

namespace Marketplace.Tests.Search;

public class SearchTextTests
{
    [Theory]
    [InlineData("Our.Umbraco.GMaps", "our umbraco ourumbraco gmaps umbracogmaps g maps")]
    [InlineData("Toolkit.HighPerformance", "toolkit highperformance toolkithighperformance high performance")]
    [InlineData("XMLReader2", "xmlreader2 xml reader 2 xmlreader reader2")]
    [InlineData("high-performance", "high performance highperformance")]
    [InlineData("Über.Café", "uber cafe ubercafe")]
    [InlineData("...", "")]
    public void Cuts_an_id_at_signs_capitals_and_digits_and_joins_neighbours(string id, string words) =>
        Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), SearchText.Compounds(id).Order());

    [Fact]
    public void Folds_case_and_accents_and_drops_signs() =>
        Assert.Equal("creme brulee 38 countries", string.Join(' ', SearchText.Words("Crème brûlée: 38 (countries)!")));

    [Fact]
    public void Counts_edits_as_the_plain_table_does()
    {
        var random = new Random(5);
        for (var number = 0; number < 20_000; number++)
        {
            var (a, b) = (Word(random), Word(random));
            Assert.True(Plain(a, b) == new EditDistance(a).To(b), $"{a} {b}");
        }
    }

    [Fact]
    public void Finds_every_text_within_the_edits_and_no_other()
    {
        var random = new Random(6);
        string[] texts = [.. Enumerable.Range(0, 2000).Select(_ => Word(random)).Distinct()];
        var (near, looked) = (new NearTexts(texts), 0L);
        foreach (var word in texts.Take(100))
        {
            Assert.Equal(texts.Where(text => Plain(word, text) <= 2).Order(), near.Find(word, 2, ref looked).Select(found => texts[found.At]).Order());
        }
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => (char)('a' + random.Next(4))));

    private static int Plain(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                table[i, j] = i == 0 ? j
                    : j == 0 ? i
                    : Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[a.Length, b.Length];
    }
}
