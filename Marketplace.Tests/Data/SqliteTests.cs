using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Data;

public class SqliteTests
{
    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("foreign_keys", "1")]
    [InlineData("busy_timeout", "10000")]
    [InlineData("synchronous", "1")]
    public async Task Each_connection_of_the_portal_is_opened_with(string pragma, string value)
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "About the embedded database.");
        await using var portal = new PortalHost();
        await using var db = await portal.Get<IDbContextFactory<MarketplaceDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";

        Assert.Equal(value, $"{await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)}");
    }

    [Fact]
    public void A_row_that_points_nowhere_is_refused()
    {
        using var database = new TestDatabase();

        Assert.Throws<DbUpdateException>(() => database.Save(new Membership(organizationId: 404, userId: 404, MemberRole.Owner, A.Day)));
    }

    [Fact]
    public void An_instant_comes_back_as_UTC()
    {
        using var database = new TestDatabase();
        var publisher = database.Publisher();

        var read = database.Read(db => db.Organizations.Where(o => o.Id == publisher.Id).Select(o => o.CreatedAt).Single());

        Assert.Equal((A.Day, DateTimeKind.Utc), (read, read.Kind));
    }

    [Fact]
    public async Task A_page_holds_at_most_a_hundred_rows_and_says_how_many_there_are()
    {
        using var database = new TestDatabase();
        database.Save([.. Enumerable.Range(0, 130).Select(_ => A.User())]);
        await using var db = database.CreateDbContext();

        var page = await db.Users.OrderBy(u => u.Id).PageAsync(2, 1000, TestContext.Current.CancellationToken);

        Assert.Equal((130, 2, 2, 30), (page.Total, page.Pages, page.Number, page.Rows.Count));
    }
}
