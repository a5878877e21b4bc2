using Bunit;
using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Portal.Revenue;
using Marketplace.Revenue;
using Marketplace.Revenue.Annotations;
using Marketplace.Revenue.Measures;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Revenue;

/// <summary>Operators note what moved revenue; nobody else reads it.</summary>
public sealed class AnnotationTests : PageTest
{
    private static readonly DateOnly Day = new(2026, 3, 16);

    private readonly Shop _shop;

    public AnnotationTests()
        : this(new Shop())
    {
    }

    private AnnotationTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    private RevenueAnnotations Notes => _shop.Get<RevenueAnnotations>();

    [Fact]
    public async Task Notes_are_written_changed_and_deleted_by_operators_and_audited()
    {
        var march = new RevenueSpan(new(2026, 3, 1), new(2026, 3, 31));
        Assert.True(await Notes.AddAsync(_shop.Operator, Day, " Price change ", Cancel));
        Assert.True(await Notes.AddAsync(_shop.Operator, new(2026, 3, 2), "Campaign", Cancel));
        Assert.True(await Notes.AddAsync(_shop.Operator, new(2026, 4, 1), "Later", Cancel));
        var rows = await Notes.ListAsync(_shop.Operator, march, Cancel);
        Assert.Equal(["Campaign", "Price change"], rows.Select(row => row.Text));

        Assert.True(await Notes.ChangeAsync(_shop.Operator, rows[0].Id, new(2026, 3, 3), "Spring campaign", Cancel));
        Assert.True(await Notes.RemoveAsync(_shop.Operator, rows[1].Id, Cancel));
        Assert.False(await Notes.RemoveAsync(_shop.Operator, rows[1].Id, Cancel));
        Assert.False(await Notes.ChangeAsync(_shop.Operator, rows[1].Id, Day, "Gone", Cancel));
        Assert.Equal(
            [(new(2026, 3, 3), "Spring campaign")], (await Notes.ListAsync(_shop.Operator, march, Cancel)).Select(row => (row.Day, row.Text)));
        Assert.Equal(
            [
                ("revenue-annotation.add", "2026-03-16: Price change"), ("revenue-annotation.add", "2026-03-02: Campaign"),
                ("revenue-annotation.add", "2026-04-01: Later"), ("revenue-annotation.change", "2026-03-02: Campaign → 2026-03-03: Spring campaign"),
                ("revenue-annotation.remove", "2026-03-16: Price change"),
            ],
            _shop.Read(db => db.AuditEntries.Where(e => e.Action.StartsWith("revenue-annotation")).OrderBy(e => e.Id).ToList())
                .Select(entry => (entry.Action, entry.Details)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("two\nlines")]
    public async Task A_text_is_one_line_of_bounded_length(string text)
    {
        Assert.False(await Notes.AddAsync(_shop.Operator, Day, text, Cancel));
        Assert.False(await Notes.AddAsync(_shop.Operator, Day, new string('x', RevenueAnnotation.MaxText + 1), Cancel));
        Assert.True(await Notes.AddAsync(_shop.Operator, Day, new string('x', RevenueAnnotation.MaxText), Cancel));
        Assert.False(await Notes.AddAsync(_shop.Operator, new(1999, 12, 31), "Long ago", Cancel));
    }

    [Fact]
    public async Task Publishers_see_none_of_them()
    {
        await Notes.AddAsync(_shop.Operator, Day, "Price change", Cancel);
        foreach (var actor in (Actor[])[_shop.Seller, _shop.Owner, _shop.Portal.Database.Staff(StaffRole.Moderator)])
        {
            Assert.Empty(await Notes.ListAsync(actor, new(new(2026, 1, 1), new(2026, 12, 31)), Cancel));
            Assert.False(await Notes.AddAsync(actor, Day, "Mine", Cancel));
        }

        SignIn(_shop.Seller);
        var card = Draw<ForecastCard>(parameters => Card(parameters, new() { IsPublishers = true }));
        Assert.DoesNotContain("Annotations", card.Markup, StringComparison.Ordinal);
        Assert.Empty(card.FindAll(".mark"));
    }

    [Fact]
    public async Task They_stand_on_the_chart_in_its_table_and_below_it()
    {
        await Notes.AddAsync(_shop.Operator, Day, "Price change", Cancel);
        SignIn(_shop.Operator);
        var card = Draw<ForecastCard>(parameters => Card(parameters, new()));

        // Of the labels February is the first and March the second: half of March has passed.
        Assert.Equal(["1"], card.FindAll("span.mark").Select(mark => mark.TextContent));
        Assert.Equal("left:3.97%;top:0;translate:-50% -50%", card.Find("span.mark").GetAttribute("style"));
        Assert.Equal("Mar 16, 2026: Price change", card.FindAll(".column")[1].QuerySelector(".tip > .mt-1")!.TextContent);
        Assert.Contains(card.FindAll("details tbody tr"), row =>
            row.TextContent.Contains("Mar 2026", StringComparison.Ordinal) && row.TextContent.Contains("Price change", StringComparison.Ordinal));

        card.Press("Add annotation");
        Floating.Submit();
        Floating.Says("Say what happened.");
        Floating.Field("Annotation").Change("Campaign");
        Floating.Submit();
        card.Says("Campaign");
        card.WaitForAssertion(() => Assert.Equal(["1", "2"], card.FindAll("span.mark").Select(mark => mark.TextContent).Order()));

        card.Press("Edit “Campaign”");
        Floating.Field("Annotation").Change("Spring campaign");
        Floating.Submit();
        card.Says("Spring campaign");
        card.Press("Delete “Spring campaign”");
        Floating.Says("The annotation is deleted for all operators.");
        Floating.Submit();
        card.WaitForAssertion(() => Assert.DoesNotContain("Spring campaign", card.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task They_can_be_had_as_a_file()
    {
        await Notes.AddAsync(_shop.Operator, Day, "=1+1", Cancel);
        using var client = await _shop.Portal.ClientAsync(_shop.Operator);
        var name = _shop.Read(db => db.Users.Single(u => u.Id == _shop.Operator.UserId).DisplayName);
        Assert.Equal(
            $"Date,Annotation,By\r\n2026-03-16,'=1+1,{name}\r\n",
            await client.GetStringAsync(PortalUrls.RevenueAnnotationsCsv(new(new(2026, 3, 1), new(2026, 3, 31))), Cancel));
        Assert.Equal("Date,Annotation,By\r\n", await client.GetStringAsync(PortalUrls.RevenueAnnotationsCsv(new(new(2026, 1, 1), new(2026, 1, 31))), Cancel));
    }

    private static void Card(ComponentParameterCollectionBuilder<ForecastCard> parameters, RevenueAsk ask)
    {
        List<(DateOnly, decimal)> months = [(new(2026, 2, 28), 100), (new(2026, 3, 31), 110)];
        List<DateOnly> ahead = [.. Enumerable.Range(3, 12).Select(month => new DateOnly(2026, 1, 1).AddMonths(month + 1).AddDays(-1))];
        double[] values = [.. ahead.Select(_ => 120.0)];
        parameters.Add(card => card.Of, new RevenueForecast(months, ahead, new(values, values, values, "seasonal naïve", 0.1)))
            .Add(card => card.Ask, ask).Add(card => card.Currency, "EUR").Add(card => card.Today, new DateOnly(2026, 4, 2));
    }
}
