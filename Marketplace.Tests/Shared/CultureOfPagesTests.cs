using System.Globalization;
using Bunit;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Portal.Catalog;
using Marketplace.Portal.Pricing;
using Marketplace.Portal.Shared;
using Marketplace.Portal.Shared.Charts;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Marketplace.Tests.Shared;

public sealed class CultureOfPagesTests : PageTest
{
    [Theory]
    [InlineData("en-US", "1,204")]
    [InlineData("de-DE", "1.204")]
    public void A_chart_is_labeled_in_the_persons_culture_and_drawn_in_none(string culture, string amount)
    {
        ReadAs(culture);

        var chart = Draw<Chart>(p => p
            .Add(c => c.Title, "Downloads").Add(c => c.Step, "Day").Add(c => c.Labels, ["Mon", "Tue", "Wed"])
            .Add(c => c.Series, [new ChartSeries("Downloads", [1204, 7, 2511])]));

        var drawn = chart.FindAll("path.mud-chart-bar").SelectMany(bar => bar.GetAttribute("d")!.Split(' ')).Where(part => char.IsDigit(part[0])).ToList();
        Assert.NotEmpty(drawn);
        Assert.All(drawn, number => Assert.True(double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _), number));
        Assert.Contains(amount, chart.FindAll("tbody .num").Select(found => found.TextContent));
        Assert.Contains(amount, chart.FindAll(".tip .num").Select(found => found.TextContent));
    }

    [Theory]
    [InlineData("en-US", "Rated 4.5 (1,204)", "€29.00 / month", "Feb 20, 2026")]
    [InlineData("de-DE", "Rated 4,5 (1.204)", "29,00 € / month", "20.02.2026")]
    public void Marks_of_long_lists_follow_the_culture_too(string culture, string rating, string price, string day)
    {
        ReadAs(culture, "Europe/Berlin");

        var mark = Draw<Markup>(p => p.Add(m => m.Of, () => RatingMark.Of(new FigureRow(0, 0, 0, 1204, 4.5, 0))));
        Assert.EndsWith(rating, mark.Find(".rating").TextContent, StringComparison.Ordinal);
        Assert.Equal(price, PriceText.Of(new Money(2900, "EUR"), "month").Replace('\u00a0', ' '));

        var at = new DateTime(2026, 2, 20, 11, 30, 0, DateTimeKind.Utc);
        var time = Draw<RelativeTime>(p => p.Add(t => t.At, at)).Find("time");
        Assert.Equal(day, time.TextContent);
        Assert.StartsWith(day, time.GetAttribute("title"), StringComparison.Ordinal);
        Assert.EndsWith("Europe/Berlin (UTC+1)", time.GetAttribute("title"), StringComparison.Ordinal);
        Assert.Equal("2026-02-20T11:30:00Z", time.GetAttribute("datetime"));
    }

    [Fact]
    public async Task A_page_that_is_redrawn_for_what_another_did_keeps_its_persons_culture_and_clock()
    {
        ReadAs("de-DE", "Asia/Tokyo");
        var page = Draw<Redrawn>();
        Assert.Equal("1: 1.204 at 02.03.2026, 18:00", page.Markup);

        await Task.Run(
            () =>
            {
                ReadAs("en-US", "Europe/Berlin");
                Changed(LiveTopic.Catalog);
            },
            Xunit.TestContext.Current.CancellationToken);

        page.WaitForAssertion(() => Assert.Equal("2: 1.204 at 02.03.2026, 18:00", page.Markup));
    }

    /// <summary>Draws markup that is made while it draws.</summary>
    public sealed class Markup : ComponentBase
    {
        [Parameter] public Func<MarkupString> Of { get; set; } = null!;

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Of());
    }

    public sealed class Redrawn : LivePage
    {
        private int _reads;

        protected override Task OnInitializedAsync()
        {
            Follow(LiveTopic.Catalog);
            return ReadAsync();
        }

        protected override Task ReadAsync(CancellationToken cancel)
        {
            _reads++;
            return Task.CompletedTask;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(
            0, $"{_reads}: {Format.Count(1204)} at {Format.DayTime(new DateTime(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc))}");
    }
}
