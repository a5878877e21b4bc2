using Marketplace.Data;
using Marketplace.Portal.Shared.Grid;
using Marketplace.Publishing;
using Microsoft.AspNetCore.Http.Extensions;

namespace Marketplace.Tests.Shared.Grid;

public class GridAddressTests
{
    private static readonly string[] Names = ["module", "version", "state", "submitted"];

    [Theory]
    [InlineData("")]
    [InlineData("?module=mail&page=3&size=50&sort=-module,version&state=Rejected")]
    public void What_an_address_says_is_read_and_written_the_same(string query)
    {
        var written = new QueryBuilder(GridAddress.Write(GridAddress.Read(query, SubmissionQueries.Columns, Names), SubmissionQueries.Columns, Names)
            .Where(one => one.Value is not null).OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => KeyValuePair.Create(one.Key, $"{one.Value}")));

        Assert.Equal(query, Uri.UnescapeDataString(written.ToString()));
    }

    [Theory]
    [InlineData("?page=-4&size=7&sort=password,-&state=")]
    [InlineData("?page=x&size=100000&sort=,,")]
    public void What_an_address_cannot_say_counts_as_not_said(string query)
    {
        var read = GridAddress.Read(query, SubmissionQueries.Columns, Names);

        Assert.Equal((1, ListQuery.UsualSize, 0, 0), (read.Page, read.Size, read.Sorts.Count, read.Filters.Count));
    }
}
