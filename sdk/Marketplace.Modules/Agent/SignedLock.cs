using System.Text;

namespace Marketplace.Modules;

/// <summary>What came of asking whether a lock file is the marketplace's.</summary>
public abstract record LockOutcome
{
    /// <summary>It is, and may be judged by what it says.</summary>
    public sealed record Genuine(LockDocument Document) : LockOutcome;

    /// <summary>It names a key that this site does not trust, or not any more.</summary>
    public sealed record UnknownKey(string KeyId) : LockOutcome;

    /// <summary>The text is not what was signed.</summary>
    public sealed record BadSignature : LockOutcome;
}

/// <summary>A lock file with the signature of its marketplace over exactly this text.</summary>
/// <param name="Document">The text of a <see cref="LockDocument"/>.</param>
/// <param name="KeyId">The key that it is signed with.</param>
/// <param name="Signature">The Ed25519 signature, in base 64.</param>
public sealed record SignedLock(string Document, string KeyId, string Signature)
{
    private const string Purpose = "marketplace-lock/1";

    /// <summary>Signs the text of a document.</summary>
    public static SignedLock Sign(string document, byte[] privateKey) => new(
        document,
        PublicKey.IdOf(Ed25519.PublicKeyOf(privateKey)),
        Convert.ToBase64String(Ed25519.Sign(privateKey, Purpose, Encoding.UTF8.GetBytes(document))));

    /// <summary>Verifies it before a word of it is believed.</summary>
    public LockOutcome Open(KeyRing keys) =>
        keys.Find(KeyId) is not { } key ? new LockOutcome.UnknownKey(KeyId)
        : Base64.TryDecode(Signature) is { } signature
                && Ed25519.Verify(key, Purpose, Encoding.UTF8.GetBytes(Document), signature)
                && LockDocument.Parse(Document) is { } document
            ? new LockOutcome.Genuine(document)
            : new LockOutcome.BadSignature();
}
