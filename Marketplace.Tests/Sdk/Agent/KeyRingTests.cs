using Marketplace.Modules;
using Marketplace.Resolution;

namespace Marketplace.Tests.Sdk.Agent;

public class KeyRingTests
{
    private static readonly LockDocument Document = new(1, 1, 0, null, "operation-1", "1.0.0", DateTime.UnixEpoch, []);

    private readonly TestKey _first = new();

    [Fact]
    public void A_key_that_a_trusted_one_endorsed_is_trusted_and_so_is_the_one_after_it()
    {
        var second = new TestKey(_first);
        var third = new TestKey(second);

        var keys = KeyRing.Of([_first.Public.Id], [third.Public, second.Public, _first.Public]);

        Assert.All(new[] { _first, second, third }, key => Assert.IsType<LockOutcome.Genuine>(key.Sign(Document).Open(keys)));
        Assert.Equal(3, keys.Trusted.Count);
    }

    [Fact]
    public void A_key_that_is_only_published_is_not_trusted()
    {
        var stranger = new TestKey();
        var liar = new TestKey(stranger).Public with { EndorsedBy = _first.Public.Id };

        var keys = KeyRing.Of([_first.Public.Id], [_first.Public, stranger.Public, liar]);

        Assert.Equal([_first.Public.Id], keys.Trusted);
    }

    [Fact]
    public void A_revoked_key_opens_nothing_and_endorses_nothing()
    {
        var (second, third) = (new TestKey(_first), new TestKey(_first));

        var keys = KeyRing.Of([_first.Public.Id, third.Public.Id], [second.Public, third.Public, _first.Revoked]);

        Assert.IsType<LockOutcome.UnknownKey>(_first.Sign(Document).Open(keys));
        Assert.IsType<LockOutcome.UnknownKey>(second.Sign(Document).Open(keys));
        Assert.IsType<LockOutcome.Genuine>(third.Sign(Document).Open(keys));
    }

    [Fact]
    public void A_revocation_that_was_proven_once_is_remembered_and_one_that_is_only_said_is_not()
    {
        var proven = KeyRing.Of([_first.Public.Id], [_first.Revoked]);
        var said = KeyRing.Of([_first.Public.Id], [_first.Public with { IsRevoked = true, Revocation = new TestKey().Revoked.Revocation }]);

        Assert.Equal([_first.Public.Id], proven.Revoked);
        Assert.False(proven.IsUsable);
        Assert.False(KeyRing.Of(proven.Trusted, [_first.Public], proven.Revoked).IsUsable);
        Assert.Empty(said.Revoked);
        Assert.False(said.IsUsable);
        Assert.True(KeyRing.Of(said.Trusted, [_first.Public], said.Revoked).IsUsable);
    }

    [Fact]
    public void A_key_under_a_name_that_is_not_its_own_is_none()
    {
        var stranger = new TestKey();

        Assert.False(KeyRing.Of([_first.Public.Id], [stranger.Public with { Id = _first.Public.Id }]).IsUsable);
        Assert.False(KeyRing.Of([_first.Public.Id], [_first.Public with { Key = "AAAA" }]).IsUsable);
    }
}
