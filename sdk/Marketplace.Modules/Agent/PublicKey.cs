using System.Security.Cryptography;

namespace Marketplace.Modules;

/// <summary>A key with which a marketplace signs lock files, as it publishes it.</summary>
/// <param name="Id">Its name: the beginning of the SHA-256 of the key.</param>
/// <param name="Key">The 32 bytes, in base 64.</param>
/// <param name="EndorsedBy">The id of the key before it, which signed it; absent for the first.</param>
/// <param name="Endorsement">That signature, in base 64.</param>
/// <param name="IsRevoked">Nothing signed with it, endorsements included, is to be believed any more.</param>
/// <param name="Revocation">Its own signature over its end, in base 64: lasting proof of the revocation, even where a later message leaves it out.</param>
public sealed record PublicKey(string Id, string Key, string? EndorsedBy = null, string? Endorsement = null, bool IsRevoked = false, string? Revocation = null)
{
    private const string Purpose = "marketplace-key/1";
    private const string RevocationPurpose = "marketplace-revocation/1";

    /// <summary>What a key is called.</summary>
    public static string IdOf(byte[] publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey))[..32];

    /// <summary>The key before signs the new one, so that who trusts the one can trust the other.</summary>
    public static byte[] Endorse(byte[] privateKey, byte[] newPublicKey) => Ed25519.Sign(privateKey, Purpose, newPublicKey);

    /// <summary>The key signs its own revocation, so that agents that trust it can verify it and nobody else can cause it.</summary>
    public static byte[] Revoke(byte[] privateKey) => Ed25519.Sign(privateKey, RevocationPurpose, Ed25519.PublicKeyOf(privateKey));

    /// <summary>The bytes of the key, or <see langword="null"/> if it is not what its id says.</summary>
    internal byte[]? Bytes() => Base64.TryDecode(Key) is { Length: Ed25519.KeyLength } bytes && IdOf(bytes) == Id ? bytes : null;

    internal bool IsEndorsedBy(byte[] earlier) =>
        Bytes() is { } bytes && Base64.TryDecode(Endorsement) is { } signature && Ed25519.Verify(earlier, Purpose, bytes, signature);

    internal bool ProvesItsRevocation() =>
        Bytes() is { } bytes && Base64.TryDecode(Revocation) is { } signature && Ed25519.Verify(bytes, RevocationPurpose, bytes, signature);
}

internal static class Base64
{
    public static byte[]? TryDecode(string? text)
    {
        var bytes = new byte[(text?.Length ?? 0) * 3 / 4];
        return text is not null && Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
