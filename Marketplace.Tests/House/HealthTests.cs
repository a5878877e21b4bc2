using System.Net;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.House;

public class HealthTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_portal_whose_database_lacks_a_migration_lives_but_is_not_ready()
    {
        await using var portal = new PortalHost();
        using var client = portal.Client();
        Assert.Equal("Healthy", await client.GetStringAsync("/health/ready", Cancel));

        await using (var db = portal.Database.CreateDbContext())
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM __EFMigrationsHistory", Cancel);
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health/ready", Cancel)).StatusCode);
    }
}
