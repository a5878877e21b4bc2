using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Accounts;

public sealed class ApiKeyTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly ApiKeys _keys;
    private readonly Organization _acme;
    private readonly Actor _owner;

    public ApiKeyTests()
    {
        _keys = new ApiKeys(_database, _database.Clock);
        _acme = _database.Publisher();
        _owner = _database.Member(_acme, MemberRole.Owner);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ApiKeyQueries Queries => new(_database, _database.Clock);

    [Fact]
    public async Task A_key_acts_for_its_organization_and_only_its_hash_is_kept()
    {
        var key = await CreateAsync();

        var (actor, scopes) = (await _keys.AuthenticateAsync(key.Text, Cancel))!.Value;

        Assert.Equal(new Actor(_owner.UserId, _acme.Id, key.Id), actor);
        Assert.Equal(ApiKeyScopes.Push, scopes);
        Assert.StartsWith("mkt_", key.Text, StringComparison.Ordinal);
        Assert.Equal(ApiKey.HashOf(key.Text), _database.Read(db => db.ApiKeys.Single().Hash));
    }

    [Fact]
    public async Task A_key_that_is_revoked_expired_or_wrong_opens_nothing()
    {
        var (revoked, expired) = (await CreateAsync(), await CreateAsync(_database.Now.AddDays(1)));
        Assert.True(await _keys.RevokeAsync(_owner, revoked.Id, Cancel));
        Assert.False(await _keys.RevokeAsync(_owner, revoked.Id, Cancel));
        _database.Clock.Advance(TimeSpan.FromDays(2));

        foreach (var text in new[] { revoked.Text, expired.Text, expired.Text + "x", "mkt_", "" })
        {
            Assert.Null(await _keys.AuthenticateAsync(text, Cancel));
        }
    }

    [Fact]
    public async Task A_key_ends_with_its_creators_membership()
    {
        var key = await CreateAsync();
        await using (var db = _database.CreateDbContext())
        {
            db.RemoveRange(db.Memberships.Where(m => m.UserId == _owner.UserId));
            await db.SaveChangesAsync(Cancel);
        }

        Assert.Null(await _keys.AuthenticateAsync(key.Text, Cancel));
    }

    [Fact]
    public async Task Only_owners_make_and_revoke_keys_and_only_members_see_them()
    {
        var key = await CreateAsync();
        var (member, stranger) = (_database.Member(_acme), _database.Stranger());

        foreach (var actor in new[] { member, stranger, _owner with { OnlyOrganizationId = _acme.Id, ApiKeyId = key.Id } })
        {
            Assert.IsType<CreateKeyOutcome.NotOwner>(await _keys.CreateAsync(actor, _acme.Id, "build", ApiKeyScopes.Push, null, Cancel));
            Assert.False(await _keys.RevokeAsync(actor, key.Id, Cancel));
        }

        Assert.Single((await Queries.ListAsync(member, _acme.Id, ListQuery.First, Cancel)).Rows);
        Assert.Empty((await Queries.ListAsync(stranger, _acme.Id, ListQuery.First, Cancel)).Rows);
        Assert.Empty(await Queries.StreamAsync(stranger, _acme.Id, ListQuery.First, Cancel).ToListAsync(Cancel));
    }

    [Theory]
    [InlineData("Active", "lasts")]
    [InlineData("Expired", "ended")]
    [InlineData("Revoked", "revoked")]
    [InlineData("Expired,Revoked", "revoked, ended")]
    public async Task Keys_are_found_by_what_they_are_now(string state, string names)
    {
        var revoked = ApiKey.Create(_acme.Id, _owner.UserId, "revoked", ApiKeyScopes.Push, A.Day.AddDays(2), A.Day).Key;
        revoked.Revoke(A.Day);
        _database.Save(
            revoked,
            ApiKey.Create(_acme.Id, _owner.UserId, "ended", ApiKeyScopes.Push, A.Day.AddDays(1), _database.Now).Key,
            ApiKey.Create(_acme.Id, _owner.UserId, "lasts", ApiKeyScopes.Push, A.Day, _database.Now.AddDays(1)).Key);

        var query = ListQuery.First with { Filters = new Dictionary<string, string> { ["state"] = state } };
        var page = await Queries.ListAsync(_owner, _acme.Id, query, Cancel);

        Assert.Equal(names, string.Join(", ", page.Rows.Select(row => row.Name)));
        Assert.All(page.Rows, row => Assert.Contains($"{row.State}", state, StringComparison.Ordinal));
        Assert.Equal(page.Rows, await Queries.StreamAsync(_owner, _acme.Id, query, Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_key_needs_a_name_a_scope_and_an_expiry_ahead()
    {
        Assert.IsType<CreateKeyOutcome.Invalid>(await _keys.CreateAsync(_owner, _acme.Id, " ", ApiKeyScopes.Push, null, Cancel));
        Assert.IsType<CreateKeyOutcome.Invalid>(await _keys.CreateAsync(_owner, _acme.Id, "build", ApiKeyScopes.None, null, Cancel));
        Assert.IsType<CreateKeyOutcome.Invalid>(await _keys.CreateAsync(_owner, _acme.Id, "build", ApiKeyScopes.Push, _database.Now, Cancel));
        Assert.IsType<CreateKeyOutcome.Invalid>(await _keys.CreateAsync(_owner, _acme.Id, "build", ApiKeyScopes.Push, _database.Now.AddYears(3), Cancel));
    }

    private async Task<CreateKeyOutcome.Created> CreateAsync(DateTime? expires = null) =>
        Assert.IsType<CreateKeyOutcome.Created>(await _keys.CreateAsync(_owner, _acme.Id, "build", ApiKeyScopes.Push, expires, Cancel));

    public void Dispose() => _database.Dispose();
}
