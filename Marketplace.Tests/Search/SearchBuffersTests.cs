using Marketplace.Catalog;
using Marketplace.Resolution;
using Marketplace.Search.Index;

namespace Marketplace.Tests.Search;

public class SearchBuffersTests
{
    [Fact]
    public void A_small_segment_gets_small_columns_also_after_a_large_one()
    {
        using (new SearchBuffers(300_000))
        {
        }

        using var small = new SearchBuffers(3);
        Assert.True(small.Text.Length < 100 && small.Kind.Length < 100);
    }

    [Fact]
    public void What_an_earlier_search_left_is_not_seen()
    {
        for (var times = 0; times < 3; times++)
        {
            using var scratch = new SearchBuffers(50);
            Assert.All(scratch.Kind.Take(50), kind => Assert.Equal(MatchKind.None, kind));
            Assert.All(scratch.Matched.Take(50), matched => Assert.Equal(0, matched));
            for (var document = 0; document < 50; document++)
            {
                scratch.Meet(document);
                scratch.Matched[document] = 1;
                scratch.Add(document, MatchKind.Near, 5);
            }
        }
    }
}
