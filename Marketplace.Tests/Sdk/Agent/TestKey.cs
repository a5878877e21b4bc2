using Marketplace.Modules;

namespace Marketplace.Tests.Sdk.Agent;

/// <summary>A marketplace's signing key, without the marketplace.</summary>
internal sealed class TestKey
{
    public TestKey(TestKey? after = null)
    {
        Private = Ed25519.NewKey();
        var open = Ed25519.PublicKeyOf(Private);
        Public = new PublicKey(
            PublicKey.IdOf(open), Convert.ToBase64String(open), after?.Public.Id,
            after is null ? null : Convert.ToBase64String(PublicKey.Endorse(after.Private, open)));
    }

    public byte[] Private { get; }

    /// <summary>As it is published once it is revoked.</summary>
    public PublicKey Revoked => Public with { IsRevoked = true, Revocation = Convert.ToBase64String(PublicKey.Revoke(Private)) };

    public PublicKey Public { get; }

    public SignedLock Sign(LockDocument document) => SignedLock.Sign(document.ToText(), Private);

    public KeyRing Ring() => KeyRing.Of([Public.Id], [Public]);
}
