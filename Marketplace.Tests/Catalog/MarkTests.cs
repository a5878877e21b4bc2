using Marketplace.Catalog;
using Marketplace.Planning;
using Marketplace.Portal.Catalog;
using Marketplace.Resolution;

namespace Marketplace.Tests.Catalog;

public sealed class MarkTests
{
    [Fact]
    public void A_sites_name_and_a_reason_are_text_whatever_they_hold()
    {
        var mark = CompatibilityMark.Of(new ModuleCompatibility(FitVerdict.WithChanges, "Adds <i>&Co", null, null), "Größe <img src=x onerror=alert(1)>").Value;

        Assert.Contains("Works on Größe &lt;img src=x onerror=alert(1)&gt; with changes", mark, StringComparison.Ordinal);
        Assert.Contains("Adds &lt;i&gt;&amp;Co", mark, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", mark, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rating_is_written_alike_in_every_language_of_the_server() =>
        Assert.Contains("title=\"4.3 of 5 by 1,200 ratings\"", RatingMark.Of(new FigureRow(0, 0, 0, 1200, 4.26, 0)).Value, StringComparison.Ordinal);
}
