using Marketplace.Portal.Catalog;

namespace Marketplace.Tests.Catalog;

public sealed class HighlightTests
{
    [Theory]
    [InlineData("Sends invoices", "", "Sends invoices")]
    [InlineData("Sends invoices, and INVOICES again", "invoice", "Sends <mark>invoice</mark>s, and <mark>INVOICE</mark>S again")]
    [InlineData("Shop and shopping", "shop shopping", "<mark>Shop</mark> and <mark>shopping</mark>")]
    [InlineData("<b>bold</b> & co", "bold", "&lt;b&gt;<mark>bold</mark>&lt;/b&gt; &amp; co")]
    public void Marks_each_word_and_lets_no_markup_through(string text, string words, string html) =>
        Assert.Equal(html, Highlight.In(text, words.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Value);
}
