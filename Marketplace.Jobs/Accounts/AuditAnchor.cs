using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Data;
using Microsoft.Extensions.Options;

namespace Marketplace.Accounts;

/// <summary>Where the newest seal of the audit trail is kept beside the database: section <c>Audit</c>.</summary>
public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>A secret of at least 32 characters with which anchors are signed. Empty: one is made and kept as <c>audit.key</c> in the data folder.</summary>
    [RegularExpression(".{32,}", ErrorMessage = "Audit:Key has at least 32 characters.")]
    public string Key { get; set; } = "";

    /// <summary>An address to which the anchor is mailed once a day; empty for none.</summary>
    [RegularExpression(@"[^@\s]+@[^@\s]+", ErrorMessage = "Audit:Mail is an e-mail address.")]
    public string Mail { get; set; } = "";

    /// <summary>An address to which the anchor is posted once an hour as JSON; empty for none.</summary>
    [RegularExpression(@"https?://\S+", ErrorMessage = "Audit:Url is an http or https address.")]
    public string Url { get; set; } = "";
}

/// <summary>A seal of the trail by number and hash.</summary>
public record AuditHead(long Number, string Hash);

/// <param name="Signature">HMAC-SHA256 of number and hash, in hex.</param>
public sealed record AnchoredHead(long Number, string Hash, string Signature) : AuditHead(Number, Hash);

/// <summary>
/// Keeps the newest seal, signed, in a file outside the database. Someone who can write only to the database can neither shorten the trail nor
/// rewrite it without contradicting the file.
/// </summary>
public sealed class AuditAnchor(DataFolder folder, IOptions<AuditOptions> options)
{
    public const string FileName = "audit.head";

    /// <summary>Null if there is none. One that was tampered with is not <see cref="IsGenuine"/>.</summary>
    public AnchoredHead? Read()
    {
        try
        {
            return JsonSerializer.Deserialize<AnchoredHead>(File.ReadAllText(folder.File(FileName)));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            return new(0, "", "");
        }
    }

    public bool IsGenuine(AnchoredHead head) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(head)), Encoding.UTF8.GetBytes(head.Signature ?? ""));

    public void Write(AuditHead head)
    {
        // Complete before it takes the old one's place.
        var file = folder.File($"{FileName}.{Guid.NewGuid():N}");
        File.WriteAllText(file, JsonSerializer.Serialize(new AnchoredHead(head.Number, head.Hash, Sign(head))));
        File.Move(file, folder.File(FileName), overwrite: true);
    }

    private string Sign(AuditHead head) => Convert.ToHexStringLower(HMACSHA256.HashData(Key(), Encoding.UTF8.GetBytes($"{head.Number}:{head.Hash}")));

    private byte[] Key()
    {
        if (options.Value.Key != "")
        {
            return Encoding.UTF8.GetBytes(options.Value.Key);
        }

        var file = folder.File("audit.key");
        if (!File.Exists(file))
        {
            // Of two processes at once, the one that moves first makes the key.
            var made = folder.File($"audit.key.{Guid.NewGuid():N}");
            var only = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                only.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var stream = new FileStream(made, only))
            {
                stream.Write(RandomNumberGenerator.GetBytes(32));
            }

            try
            {
                File.Move(made, file, overwrite: false);
            }
            catch (IOException)
            {
                File.Delete(made);
            }
        }

        return File.ReadAllBytes(file);
    }
}
