using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Marketplace.Modules;

/// <summary>
/// A license file: one line of JSON, and below it, in base64url, the marketplace's Ed25519 signature over exactly the bytes of that line. It carries
/// the marketplace's public keys, so that a site without a connection can follow from a key that it trusts to the one that signed.
/// </summary>
public sealed class LicenseFile
{
    /// <summary>How its name ends; it begins with the module's id.</summary>
    public const string Extension = ".license";

    /// <summary>No file is larger, in characters.</summary>
    public const int MaxLength = 100_000;

    private const string Purpose = "marketplace-license/1";

    private readonly string _line;
    private readonly byte[] _signature;

    private LicenseFile(string line, byte[] signature, Content content) =>
        (_line, _signature, Document, Keys, KeyId) = (line, signature, content.License, content.Keys, content.KeyId);

    private sealed record Content(LicenseDocument License, IReadOnlyList<PublicKey> Keys, string KeyId);

    /// <summary>What it says. Not to be believed before <see cref="IsSignedBy"/>.</summary>
    public LicenseDocument Document { get; }

    /// <summary>The keys that the marketplace published when it was written.</summary>
    public IReadOnlyList<PublicKey> Keys { get; }

    /// <summary>The key that it says it is signed with.</summary>
    public string KeyId { get; }

    /// <summary>The text of a signed file.</summary>
    public static string Sign(LicenseDocument document, IReadOnlyList<PublicKey> keys, byte[] privateKey)
    {
        var line = JsonSerializer.Serialize(
            new Content(document, keys, PublicKey.IdOf(Ed25519.PublicKeyOf(privateKey))), LicenseDocument.Canonical);
        return $"{line}\n{Base64Url.EncodeToString(Ed25519.Sign(privateKey, Purpose, Encoding.UTF8.GetBytes(line)))}";
    }

    /// <summary><see langword="null"/> if the text is no license file.</summary>
    public static LicenseFile? Parse(string text)
    {
        if (text.Length > MaxLength || text.Split('\n') is not [var line, var last] || Decode(last) is not { } signature)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<Content>(line, LicenseDocument.Canonical) is { License.IsComplete: true, KeyId: not null, Keys: not null } content
                && content.Keys.All(key => key is { Id: not null, Key: not null }) ? new(line, signature, content) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Is it the marketplace's?</summary>
    public bool IsSignedBy(KeyRing keys) =>
        keys.Find(KeyId) is { } key && Ed25519.Verify(key, Purpose, Encoding.UTF8.GetBytes(_line), _signature);

    // Only the one text that a signature has: unused bits of the last letter would be another.
    private static byte[]? Decode(string text)
    {
        var signature = new byte[Ed25519.SignatureLength];
        return Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, signature, out var length)
            && length == signature.Length && Base64Url.EncodeToString(signature) == text ? signature : null;
    }
}
