using Marketplace.Accounts;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Sites;

public sealed class LicensedSitesTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _client;
    private readonly Actor _member;

    public LicensedSitesTests()
    {
        _client = _database.Client();
        _member = _database.Member(_client);
    }

    [Fact]
    public async Task The_last_site_that_lost_a_module_says_when()
    {
        Site(_client, "One", "Acme.Mail", "Acme.Mail Acme.Zip", "Acme.Zip", "");
        Site(_client, "Two", "", "Acme.Mail", "", "", "", "Acme.Mail", "Acme.Mail", "", "");
        Site(_database.Client("Initech"), "Other", "Acme.Mail Acme.Zip", "", "", "", "", "", "", "", "", "", "");

        var left = await LeftAsync("Acme.Mail", "Acme.Zip", "Acme.Never");

        Assert.Equal(
            [new(_client.Name, "Acme.Mail", A.Day.AddDays(8)), new PastUse(_client.Name, "Acme.Zip", A.Day.AddDays(4))],
            left);
    }

    [Fact]
    public async Task What_was_only_in_a_revision_that_is_not_taken_up_was_never_lost()
    {
        var site = Site(_client, "One", "", "Acme.Mail", "");
        using (var db = _database.CreateDbContext())
        {
            db.Sites.Single(s => s.Id == site).Activate(1);
            db.SaveChanges();
        }

        Assert.Empty(await LeftAsync("Acme.Mail"));
    }

    private Task<IReadOnlyList<PastUse>> LeftAsync(params string[] modules) =>
        new LicensedSites(_database).LeftAsync(_member, modules, TestContext.Current.CancellationToken);

    // Each revision a day after the one before, by the modules that it has.
    private long Site(Organization organization, string name, params string[] revisions)
    {
        var site = A.Site(organization.Id, name);
        site.Activate(revisions.Length);
        var id = _database.Saved(site).Id;
        foreach (var (at, modules) in revisions.Index())
        {
            var revision = new Revision(id, at + 1, null, "2.0.0", null, A.Day.AddDays(at + 1));
            foreach (var module in modules.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                revision.Modules.Add(new RevisionModule(module, "1.0.0", A.Hash()));
            }

            _database.Save(revision);
        }

        return id;
    }

    public void Dispose() => _database.Dispose();
}
