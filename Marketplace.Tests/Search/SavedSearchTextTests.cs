using Marketplace.Catalog;
using SavedSearchText = Marketplace.Portal.Search.SavedSearchText;

namespace Marketplace.Tests.Search;

public sealed class SearchWordsTests
{
    [Theory]
    [InlineData("q=pdf%20export&category=finance&sort=updated&page=2", "“pdf export”, Finance")]
    [InlineData("without=network&license=MIT&rating=4", "No network, MIT license, 4 stars and more")]
    [InlineData("publisher=Acme%20Software&verified=true&updated=30&host=3", "Acme Software, Verified only, Within a month, Runs on 3.x")]
    [InlineData("sort=updated", "Everything")]
    public void A_kept_search_says_what_it_finds_and_not_how_it_is_ordered(string address, string words) =>
        Assert.Equal(words, SavedSearchText.Of(address, CategoryTitles.None));
}
