using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Data;

public class TestDatabaseTests
{
    [Fact]
    public void A_saved_release_is_read_back_by_another_context()
    {
        using var database = new TestDatabase();
        var publisher = database.Publisher();
        database.Available(publisher, "Acme.Mail", "1.0.0", ("Acme.Core", "[1.0,)"));
        database.Available(publisher, "Acme.Mail", "1.1.0");

        Assert.Equal(["1.0.0", "1.1.0"], database.Read(db => db.AvailableReleases().OrderBy(r => r.Version).Select(r => r.Version).ToList()));
    }

    [Fact]
    public void A_member_is_found_by_the_organizations_query()
    {
        using var database = new TestDatabase();
        var client = database.Client();
        var member = database.Member(client);

        Assert.Equal(client.Id, database.Read(db => db.Organizations.Of(member).Select(o => o.Id).Single()));
        Assert.Empty(database.Read(db => db.Organizations.Of(database.Stranger()).ToList()));
    }

    [Fact]
    public async Task The_portal_starts_on_a_test_database_and_is_ready()
    {
        await using var portal = new PortalHost();
        using var client = portal.Client();

        Assert.Equal("Healthy", await client.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
    }
}
