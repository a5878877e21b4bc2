using Marketplace.Accounts;
using Marketplace.Community;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Accounts;

public sealed class GateTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _client;
    private readonly Actor _owner;

    public GateTests()
    {
        _client = _database.Client();
        _owner = _database.Member(_client, MemberRole.Owner);
        _database.Save(new Site(_client.Id, "Shop", "10.0.0", "shop", _database.Now));
    }

    [Fact]
    public void An_owner_passes_while_the_session_is_open()
    {
        var session = Session(_owner);
        var here = _owner with { SessionId = session };

        Assert.Equal("members owners sites person", Rights(here));

        End(session);
        Assert.Equal("", Rights(here));
    }

    [Fact]
    public void A_session_of_somebody_else_opens_nothing() =>
        Assert.Equal("", Rights(_owner with { SessionId = Session(_database.Stranger()) }));

    [Fact]
    public void A_key_acts_for_its_organization_as_a_member_until_it_is_revoked()
    {
        var (key, _) = ApiKey.Create(_client.Id, _owner.UserId, "Build", ApiKeyScopes.Install, _database.Now, null);
        _database.Save(key);
        var program = new Actor(_owner.UserId, _client.Id, key.Id);

        Assert.Equal("members sites", Rights(program));
        Assert.Equal("", Rights(program with { OnlyOrganizationId = _database.Client("Other").Id }));

        using var db = _database.CreateDbContext();
        db.ApiKeys.Single().Revoke(_database.Now);
        db.SaveChanges();
        Assert.Equal("", Rights(program));
    }

    [Theory]
    [InlineData(StaffRole.Moderator, "moderator")]
    [InlineData(StaffRole.Operator, "moderator operator")]
    public void Staff_need_a_second_factor_and_an_open_session(StaffRole role, string rights)
    {
        var staff = _database.Staff(role);
        var session = Session(staff);
        var here = staff with { SessionId = session };

        Assert.Equal($"{rights} person", Rights(here));
        Assert.Equal("person", Rights(here with { HasSecondFactor = false }));
        Assert.DoesNotContain("moderator", Rights(here with { ApiKeyId = 1 }), StringComparison.Ordinal);

        End(session);
        Assert.Equal("", Rights(here));
    }

    [Fact]
    public void What_is_somebodys_own_is_theirs_while_the_session_is_open()
    {
        var module = _database.Available(_database.Publisher(), "Acme.Invoicing").Module;
        var session = Session(_owner);
        _database.Save(new Follow(_owner.UserId, module.Id, _database.Now));
        int Own(Actor actor) => _database.Read(db => db.OwnOf<Follow>(actor).Count());

        Assert.Equal(1, Own(_owner with { SessionId = session }));
        Assert.Equal(0, Own(_owner with { ApiKeyId = 1 }));
        Assert.Equal(0, Own(_database.Stranger()));

        End(session);
        Assert.Equal(0, Own(_owner with { SessionId = session }));
    }

    private long Session(Actor actor) => _database.Saved(new Session(actor.UserId, "Firefox on Linux", "192.0.2.1", _database.Now)).Id;

    private void End(long session)
    {
        using var db = _database.CreateDbContext();
        db.Sessions.Where(s => s.Id == session).ExecuteUpdate(set => set.SetProperty(s => s.EndedAt, _database.Now));
    }

    private string Rights(Actor actor) => _database.Read(db => string.Join(' ', new (string Name, bool Given)[]
    {
        ("members", db.Organizations.Of(actor).Any()),
        ("owners", db.Organizations.OwnedBy(actor).Any()),
        ("sites", db.Sites.Of(actor).Any() && !db.Operations.Of(actor).Any() && !db.Batches.Of(actor).Any()),
        ("moderator", db.StaffGrants.Allowing(actor, StaffRole.Moderator).Any()),
        ("operator", db.StaffGrants.Allowing(actor, StaffRole.Operator).Any()),
        ("person", db.Users.InPerson(actor).Any()),
    }.Where(right => right.Given).Select(right => right.Name)));

    public void Dispose() => _database.Dispose();
}
