using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace Marketplace.Modules;

/// <summary>
/// Ed25519 signatures (RFC 8032) of short messages. Each message is signed for one purpose, so that no signature of one kind can pass for another.
/// </summary>
public static class Ed25519
{
    /// <summary>The length of a private and of a public key, in bytes.</summary>
    public const int KeyLength = 32;

    /// <summary>The length of a signature, in bytes.</summary>
    public const int SignatureLength = 64;

    /// <summary>A new private key.</summary>
    public static byte[] NewKey() => new Ed25519PrivateKeyParameters(new SecureRandom()).GetEncoded();

    /// <summary>The public key that belongs to a private one.</summary>
    public static byte[] PublicKeyOf(byte[] privateKey) => new Ed25519PrivateKeyParameters(privateKey).GeneratePublicKey().GetEncoded();

    /// <summary>Signs a message for a purpose.</summary>
    public static byte[] Sign(byte[] privateKey, string purpose, byte[] message)
    {
        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, new Ed25519PrivateKeyParameters(privateKey));
        Feed(signer, purpose, message);
        return signer.GenerateSignature();
    }

    /// <summary>Was this message signed for this purpose by the holder of the key? Anything that is no key or no signature is false.</summary>
    public static bool Verify(byte[] publicKey, string purpose, byte[] message, byte[] signature)
    {
        if (publicKey.Length is not KeyLength || signature.Length is not SignatureLength)
        {
            return false;
        }

        try
        {
            var signer = new Ed25519Signer();
            signer.Init(forSigning: false, new Ed25519PublicKeyParameters(publicKey));
            Feed(signer, purpose, message);
            return signer.VerifySignature(signature);
        }
        catch (ArgumentException)
        {
            // Thirty-two bytes that are no point of the curve.
            return false;
        }
    }

    private static void Feed(Ed25519Signer signer, string purpose, byte[] message)
    {
        var first = System.Text.Encoding.UTF8.GetBytes(purpose + "\n");
        signer.BlockUpdate(first, 0, first.Length);
        signer.BlockUpdate(message, 0, message.Length);
    }
}
