using System.Text;
using Marketplace.Resolution;
using Marketplace.Search.Index;

namespace Marketplace.Tests.Search;

/// <summary>What a search looks at is counted, since the clock of a busy machine says little; bench/README.md has the times.</summary>
public class SearchCostTests
{
    private const int Modules = 12_000;
    private const long MaxWorkEach = 20;
    private static readonly string[] Vocabulary = [.. Words(new Random(3)).Distinct().Take(3_000)];
    private static readonly SearchIndex Index = Catalog();

    [Fact]
    public void No_text_costs_more_than_a_few_looks_at_each_module()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        foreach (var text in Worst(random).Take(400))
        {
            var work = Index.Find(new CatalogQuery { Text = text }, JudgedCatalog.Now, 20).Work;
            Assert.True(work <= MaxWorkEach * Modules, $"seed {seed}: {work / Modules} looks at each module for “{text}”");
        }
    }

    [Theory]
    [InlineData("-", "")]
    [InlineData("-\"", " more\"")]
    [InlineData("\"", "\"")]
    [InlineData("publisher:", "")]
    [InlineData("tag:", "")]
    [InlineData("", "")]
    public void However_many_parts_a_text_has_only_the_first_eight_count_and_that_is_said(string before, string after)
    {
        var parts = string.Join(' ', Enumerable.Range(0, 40).Select(number => $"{before}{(char)('a' + (number % 26))}{after}"));
        var terms = SearchTerms.Parse(parts[..Math.Min(parts.Length, 8_000)]);

        Assert.InRange(Parts(terms), 1, SearchTerms.MaxParts);
        Assert.Contains(terms.Notes, note => note.StartsWith("Only the first ", StringComparison.Ordinal));
    }

    [Fact]
    public void Words_exclusions_phrases_and_filters_are_counted_together()
    {
        var terms = SearchTerms.Parse("""one two -three "four five" tag:six publisher:seven -"eight nine" ten""");

        Assert.Equal(SearchTerms.MaxParts, Parts(terms));
        Assert.Equal(["one", "two"], terms.Words);
        Assert.Equal(["three", "eight"], terms.Excluded);
        Assert.Equal(["Only the first 8 words and filters were searched."], terms.Notes);
    }

    [Fact]
    public void What_is_said_twice_counts_once()
    {
        var terms = SearchTerms.Parse("one -a -a -a -a -a -a -a -a -a tag:b tag:b two");

        Assert.Equal(["one", "two"], terms.Words);
        Assert.Empty(terms.Notes);
    }

    [Fact]
    public void At_most_a_hundred_characters_count_in_every_part()
    {
        var terms = SearchTerms.Parse($"acme{new string(' ', 100)}-acme tag:b \"x y\"");

        Assert.Equal(["acme"], terms.Words);
        Assert.Equal((0, 0, 0), (terms.Excluded.Count, terms.Tags.Count, terms.Phrases.Count));
        Assert.Equal(["Only the first 100 characters were searched."], terms.Notes);
    }

    [Fact]
    public void The_last_page_that_may_be_asked_for_is_the_farthest_that_is_put_in_order() =>
        Assert.Equal((CatalogQuery.MaxPage, 1), (new CatalogQuery { Page = int.MaxValue }.Page, new CatalogQuery { Page = int.MinValue }.Page));

    // Common words, beginnings of many words, phrases, exclusions and filters, in any mixture and longer than anybody types.
    private static IEnumerable<string> Worst(Random random)
    {
        yield return string.Concat(Enumerable.Repeat("-a ", 2_700));
        yield return string.Concat(Enumerable.Repeat("ab", 4_000));
        while (true)
        {
            var text = new StringBuilder();
            for (var parts = random.Next(1, 60); parts > 0; parts--)
            {
                var word = Vocabulary[(int)(Math.Pow(random.NextDouble(), 4) * 60)];
                var part = random.Next(4) switch
                {
                    0 => word,
                    1 => word[..Math.Min(3, word.Length)],
                    2 => $"\"{word} {Vocabulary[random.Next(5)]}\"",
                    _ => word.Insert(random.Next(word.Length), "x"),
                };
                var isPhrase = part[0] == '"';
                var before = random.Next(8) switch { 0 => "-", 1 => isPhrase ? "-" : "tag:", 2 => isPhrase ? "" : "publisher:", _ => "" };
                text.Append(before).Append(part).Append(' ');
            }

            yield return text.ToString();
        }
    }

    private static int Parts(SearchTerms terms) => terms.Words.Count + terms.Publishers.Count + terms.Tags.Count + terms.Categories.Count + terms.Prices.Count
        + terms.Phrases.Concat(terms.Excluded).Sum(phrase => phrase.Split(' ').Length);

    // A few words stand in most texts and most words in few, as in what people write.
    private static SearchIndex Catalog()
    {
        var (random, builder) = (new Random(4), new IndexBuilder());
        for (var number = 0; number < Modules; number++)
        {
            string[] words = [.. Enumerable.Range(0, 14).Select(_ => Vocabulary[(int)(Math.Pow(random.NextDouble(), 3) * Vocabulary.Length)])];
            builder.Add(new SearchDocument(number + 1, $"{words[0]}.{words[1]}{number}", $"{words[1]} {words[2]}", string.Join(' ', words[3..]))
            {
                Tags = words[..2], Publisher = $"Publisher {random.Next(300)}", Readme = string.Join(' ', words), UpdatedAt = JudgedCatalog.Now,
            });
        }

        var segment = builder.Build();
        return new SearchIndex(segment, new IndexBuilder(segment).Build(), new bool[segment.Count], SearchSynonyms.None);
    }

    private static IEnumerable<string> Words(Random random)
    {
        while (true)
        {
            yield return string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"{"bcdfghklmnprstvz"[random.Next(16)]}{"aeiou"[random.Next(5)]}"));
        }
    }
}
