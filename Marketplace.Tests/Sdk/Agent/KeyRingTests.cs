using Marketplace.Modules;

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
    public void A_revoked_key_opens_nothing_but_still_vouches_for_the_one_after_it()
    {
        var second = new TestKey(_first);

        var keys = KeyRing.Of([_first.Public.Id], [second.Public, _first.Public with { IsRevoked = true }]);

        Assert.IsType<LockOutcome.UnknownKey>(_first.Sign(Document).Open(keys));
        Assert.IsType<LockOutcome.Genuine>(second.Sign(Document).Open(keys));
    }

    [Fact]
    public void A_key_under_a_name_that_is_not_its_own_is_none()
    {
        var stranger = new TestKey();

        Assert.False(KeyRing.Of([_first.Public.Id], [stranger.Public with { Id = _first.Public.Id }]).IsUsable);
        Assert.False(KeyRing.Of([_first.Public.Id], [_first.Public with { Key = "AAAA" }]).IsUsable);
    }
}
