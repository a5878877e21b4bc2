using Marketplace.Resolution;
using Marketplace.Search.Index;

namespace Marketplace.Tests.Search;

public class SearchTermsTests
{
    [Fact]
    public void Reads_filters_phrases_and_words_left_out()
    {
        var terms = SearchTerms.Parse("""publisher:acme tag:billing price:free "exact words" -word publisher:"Tailspin Toys" invoice""");

        Assert.Equal(["acme", "Tailspin Toys"], terms.Publishers);
        Assert.Equal(["billing"], terms.Tags);
        Assert.Equal(["MIT"], SearchTerms.Parse("license:MIT").Licenses);
        Assert.Equal(["exact words"], terms.Phrases);
        Assert.Equal(["word"], terms.Excluded);
        Assert.Equal(["invoice"], terms.Words);
        Assert.Empty(terms.Notes);
    }

    [Theory]
    [InlineData("\"not closed", "not closed")]
    [InlineData("size:large", "size large")]
    [InlineData("price:cheap", "price cheap")]
    [InlineData("tag:", "tag")]
    [InlineData("- -- \" :", "")]
    public void Takes_what_it_cannot_read_as_words_and_says_so(string text, string words)
    {
        var terms = SearchTerms.Parse(text);

        Assert.Equal(words, string.Join(' ', terms.Words));
        Assert.True(terms.Notes.Count > 0 || words == "");
    }

    [Fact]
    public void No_text_at_all_fails()
    {
        var (random, index) = (new Random(9), JudgedCatalog.Index());
        const string signs = "ab -\":.\\é𝕏 tag:price";
        for (var number = 0; number < 3000; number++)
        {
            index.Find(
                new CatalogQuery
                {
                    Text = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => signs[random.Next(signs.Length)])),
                },
                JudgedCatalog.Now,
                20);
        }
    }
}
