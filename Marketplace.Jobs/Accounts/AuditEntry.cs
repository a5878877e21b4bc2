using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Data;

namespace Marketplace.Accounts;

/// <summary>One sensitive act: who did what to which thing, and when. Written in the same transaction as the act, never changed.</summary>
public sealed class AuditEntry(DateTime at, long? userId, long? apiKeyId, string action, string subject, string details) : IAppendOnly
{
    public long Id { get; private set; }
    public DateTime At { get; private set; } = at;

    /// <summary>Null where nobody was signed in, such as a failed sign-in.</summary>
    public long? UserId { get; private set; } = userId;
    public long? ApiKeyId { get; private set; } = apiKeyId;

    /// <summary>What was done, as <c>thing.verb</c>.</summary>
    public string Action { get; private set; } = action;

    /// <summary>To what, as <c>kind/id</c>.</summary>
    public string Subject { get; private set; } = subject;
    public string Details { get; private set; } = details;

    /// <summary>SHA-256 over the seal before and every field of this entry, each with its length, so that no two entries read alike.</summary>
    public string SealAfter(string previous)
    {
        string[] fields =
        [
            previous,
            Id.ToString(CultureInfo.InvariantCulture),
            At.Ticks.ToString(CultureInfo.InvariantCulture),
            UserId?.ToString(CultureInfo.InvariantCulture) ?? "",
            ApiKeyId?.ToString(CultureInfo.InvariantCulture) ?? "",
            Action,
            Subject,
            Details,
        ];
        var text = string.Concat(fields.Select(field => $"{field.Length}:{field};"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}

/// <summary>An entry's link in the chain. Written soon after the entry, in one order for all processes.</summary>
public sealed class AuditSeal(long number, long entryId, string hash) : IAppendOnly
{
    /// <summary>Its place in the chain, from 1 without gaps.</summary>
    public long Number { get; private set; } = number;
    public long EntryId { get; private set; } = entryId;
    public AuditEntry Entry { get; private set; } = null!;
    public string Hash { get; private set; } = hash;
}
