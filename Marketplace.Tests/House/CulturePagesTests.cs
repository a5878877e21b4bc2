using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

/// <summary>
/// Every page as someone reads it whose culture shares no sign with what machines read: a number in a style, a drawing or an address would show.
/// </summary>
[Collection(nameof(WithTheDemo))]
public sealed partial class CulturePagesTests(DemoPortal demo)
{
    private const string Languages = "fa-IR";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_page_writes_what_machines_read_in_the_formats_of_a_person()
    {
        var wrong = new List<string>();
        var isDrawn = false;
        foreach (var visitors in demo.Host.Database.Read(db => EveryPage.In(db).ToList()).GroupBy(visit => visit.Who))
        {
            using var client = visitors.Key is { } person
                ? await demo.Host.ClientAsync(new Actor(demo.Host.Database.Read(db => db.Users.Single(u => u.Email == person.Email).Id)))
                : demo.Host.Client();
            client.DefaultRequestHeaders.Add("Accept-Language", Languages);
            foreach (var visit in visitors)
            {
                var page = await (await client.GetAsync(visit.Address, Cancel)).Content.ReadAsStringAsync(Cancel);
                wrong.AddRange(Machine().Matches(page).Where(part => Persons().IsMatch(part.Value)).Select(part => $"{visit}: {part.Value}"));
                isDrawn |= page.Contains('٫', StringComparison.Ordinal);
            }
        }

        Assert.True(isDrawn, "No page shows a number in the formats of the person.");
        Assert.True(wrong.Count is 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("<i style=\"width:12٫5%\">", true)]
    [InlineData("<rect x=\"12٫5\">", true)]
    [InlineData("<a href=\"/x?at=%D9%AB5\">", true)]
    [InlineData("<path d=\"M0,5 L1.5,2\">", false)]
    [InlineData("<b title=\"12٫5\">", false)]
    public void Such_a_number_is_seen(string html, bool isSeen) => Assert.Equal(isSeen, Machine().Matches(html).Any(part => Persons().IsMatch(part.Value)));

    [GeneratedRegex("""
        \s(style|d|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|dx|dy|width|height|points|transform|viewBox|offset|opacity|stroke-\w+
            |href|src|action|datetime|min|max|step|low|high|optimum|aria-value\w+)="[^"]+"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Machine();

    // The decimal point, the separator of thousands and the minus of that culture, as they are or as an address carries them.
    [GeneratedRegex("[٫٬−\u200e]|%D9%A[BC]|%E2%88%92|%E2%80%8E|&#x(66[BC]|2212|200E);")]
    private static partial Regex Persons();
}
