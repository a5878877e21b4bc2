using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Publishing;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Data;

public sealed class ListColumnsTests : IDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly TestDatabase _database = new();
    private readonly SubmissionQueries _queries;
    private readonly Actor _member;

    public ListColumnsTests()
    {
        var acme = _database.Publisher();
        _member = _database.Member(acme);
        _queries = new SubmissionQueries(_database);
        foreach (var (id, version, day) in new[] { ("Acme.Mail", "1.0.0", 1), ("Acme.Chat", "2.0.0", 2), ("Acme.Mail", "1.1.0", 3), ("Acme.Shop", "1.0.0", 4) })
        {
            _database.Save(new Submission(acme.Id, _member, id, version, A.Hash(), 1000, A.Day.AddDays(day)));
        }
    }

    [Theory]
    [InlineData("", "Shop 1.0.0, Mail 1.1.0, Chat 2.0.0, Mail 1.0.0")]
    [InlineData("submitted", "Mail 1.0.0, Chat 2.0.0, Mail 1.1.0, Shop 1.0.0")]
    [InlineData("module,-version", "Chat 2.0.0, Mail 1.1.0, Mail 1.0.0, Shop 1.0.0")]
    [InlineData("-module,version", "Shop 1.0.0, Mail 1.0.0, Mail 1.1.0, Chat 2.0.0")]
    [InlineData("password", "Shop 1.0.0, Mail 1.1.0, Chat 2.0.0, Mail 1.0.0")]
    public async Task Sorts_by_the_columns_that_are_named_and_by_no_others(string sort, string expected) =>
        Assert.Equal(expected, await ShownAsync(sort, []));

    [Theory]
    [InlineData("module", "MAIL", "Mail 1.0.0, Mail 1.1.0")]
    [InlineData("module", "100%", "")]
    [InlineData("state", "Received,Rejected", "Mail 1.0.0, Chat 2.0.0, Mail 1.1.0, Shop 1.0.0")]
    [InlineData("state", "Rejected", "")]
    [InlineData("state", "Nonsense", "Mail 1.0.0, Chat 2.0.0, Mail 1.1.0, Shop 1.0.0")]
    [InlineData("submitted", "{1}..{2}", "Mail 1.0.0, Chat 2.0.0")]
    [InlineData("submitted", "{3}..", "Mail 1.1.0, Shop 1.0.0")]
    [InlineData("submitted", "..{1}", "Mail 1.0.0")]
    [InlineData("submitted", "0001-01-01..9999-12-31", "Mail 1.0.0, Chat 2.0.0, Mail 1.1.0, Shop 1.0.0")]
    [InlineData("decided", "2020-01-01..", "")]
    [InlineData("password", "x", "Mail 1.0.0, Chat 2.0.0, Mail 1.1.0, Shop 1.0.0")]
    public async Task Filters_by_what_the_text_of_a_column_says(string column, string text, string expected)
    {
        for (var day = 1; day <= 4; day++)
        {
            text = text.Replace($"{{{day}}}", A.Day.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        Assert.Equal(expected, await ShownAsync("submitted", new() { [column] = text }));
    }

    [Fact]
    public async Task Rows_that_sort_the_same_are_on_one_page_only()
    {
        var query = new ListQuery([new("state")], ListQuery.First.Filters, Size: 1);

        var seen = new List<long>();
        for (var page = 1; page <= 4; page++)
        {
            seen.AddRange((await _queries.ListAsync(_member, query with { Page = page }, Cancel)).Rows.Select(row => row.Id));
        }

        Assert.Equal(4, seen.Distinct().Count());
    }

    [Fact]
    public async Task The_rows_of_the_file_are_those_of_the_list_without_its_pages()
    {
        var query = new ListQuery([new("module"), new("version")], new Dictionary<string, string> { ["module"] = "mail" }, Size: 1);

        Assert.Equal(["1.0.0", "1.1.0"], await _queries.StreamAsync(_member, query, Cancel).Select(row => row.Version).ToListAsync(Cancel));
    }

    public void Dispose() => _database.Dispose();

    private async Task<string> ShownAsync(string sort, Dictionary<string, string> filters)
    {
        ListSort[] sorts = [.. sort.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ListSort.Parse)];
        var page = await _queries.ListAsync(_member, new ListQuery(sorts, filters), Cancel);
        return string.Join(", ", page.Rows.Select(row => $"{row.PackageId["Acme.".Length..]} {row.Version}"));
    }
}
