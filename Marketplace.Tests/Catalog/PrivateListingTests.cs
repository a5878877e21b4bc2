using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Catalog;

public sealed class PrivateListingTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme, _globex, _other;

    public PrivateListingTests()
    {
        (_acme, _globex, _other) = (_database.Publisher(), _database.Client(), _database.Client("Initech"));
        _database.Available(_acme, "Acme.Open");
        var release = _database.Available(_acme, "Acme.Secret");
        using var db = _database.CreateDbContext();
        var module = db.Modules.Single(m => m.Id == release.ModuleId);
        module.Hide(A.Day);
        module.Audience.Add(new ModuleAudience(module.Id, _globex.Id));
        db.SaveChanges();
    }

    [Fact]
    public void Nobody_in_particular_and_other_organisations_see_only_what_is_public()
    {
        Assert.Equal(["Acme.Open"], Seen(null));
        Assert.Equal(["Acme.Open"], Seen(_database.Stranger()));
        Assert.Equal(["Acme.Open"], Seen(_database.Member(_other)));
        Assert.Equal(["Acme.Open"], _database.Read(db => db.AvailableReleases().Select(r => r.Module.PackageId).ToList()));
        Assert.Equal(["Acme.Open"], _database.Read(db => db.AvailableReleasesFor(_other.Id).Select(r => r.Module.PackageId).ToList()));
    }

    [Fact]
    public void The_publisher_the_organisations_named_and_staff_see_it()
    {
        string[] both = ["Acme.Open", "Acme.Secret"];

        Assert.Equal(both, Seen(_database.Member(_acme)));
        Assert.Equal(both, Seen(_database.Member(_globex)));
        Assert.Equal(both, Seen(_database.Staff(StaffRole.Moderator)));
        Assert.Equal(both, _database.Read(db => db.AvailableReleasesFor(_globex.Id).OrderBy(r => r.Id).Select(r => r.Module.PackageId).ToList()));
    }

    [Fact]
    public void A_key_of_another_organisation_of_the_same_person_does_not_see_it()
    {
        var person = _database.Member(_globex);
        _database.Save(new Membership(_other.Id, person.UserId, MemberRole.Member, A.Day));

        Assert.Equal(["Acme.Open"], Seen(person with { OnlyOrganizationId = _other.Id, ApiKeyId = 1 }));
    }

    private List<string> Seen(Actor? actor) => _database.Read(db => db.ListedModules(actor).OrderBy(m => m.PackageId).Select(m => m.PackageId).ToList());

    public void Dispose() => _database.Dispose();
}
