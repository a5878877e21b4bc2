using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Pricing;

namespace Marketplace.Licensing;

/// <summary>The right of an organization to use a module on so many of its sites. Never changed: another right is another license.</summary>
/// <param name="offerId">The offer that it was issued on; null for one that was agreed on otherwise.</param>
/// <param name="sites">Null for all of the organization's sites.</param>
/// <param name="expiresAt">Null if it has no end.</param>
public sealed class License(
    long moduleId, long organizationId, long? offerId, OfferTier tier, int? sites, DateTime? expiresAt, long issuedById, DateTime issuedAt)
{
    public long Id { get; private set; }
    public long ModuleId { get; private set; } = moduleId;
    public Module Module { get; private set; } = null!;
    public long OrganizationId { get; private set; } = organizationId;
    public Organization Organization { get; private set; } = null!;
    public long? OfferId { get; private set; } = offerId;
    public Offer? Offer { get; private set; }
    public OfferTier Tier { get; private set; } = tier;
    public int? Sites { get; private set; } = sites;
    public DateTime? ExpiresAt { get; private set; } = expiresAt;
    public long IssuedById { get; private set; } = issuedById;
    public DateTime IssuedAt { get; private set; } = issuedAt;
    public DateTime? RevokedAt { get; private set; }
    public long? RevokedById { get; private set; }
    public string RevokedBecause { get; private set; } = "";

    /// <param name="byId">Null where a rule does it.</param>
    public void Revoke(long? byId, string reason, DateTime now) => (RevokedById, RevokedBecause, RevokedAt) = (byId, reason, now);
}

/// <summary>Whether a module may be installed on one more site of an organization. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LicenseVerdict>))]
public enum LicenseVerdict
{
    Valid,

    /// <summary>The organization never had a license.</summary>
    Missing,

    /// <summary>Every license that it had was revoked.</summary>
    Revoked,

    /// <summary>Every license that was not revoked has ended.</summary>
    Expired,

    /// <summary>Its licenses count on fewer sites than would have the module.</summary>
    TooManySites,
}

/// <summary>What a license says, apart from whose it is.</summary>
public sealed record LicenseTerm(int? Sites, DateTime? ExpiresAt, DateTime? RevokedAt)
{
    public bool IsValid(DateTime now) => RevokedAt is null && !(ExpiresAt <= now);

    /// <summary>One verdict, in this order.</summary>
    /// <param name="terms">All licenses that the organization has, or had, of the module.</param>
    /// <param name="others">Its other sites that have the module.</param>
    /// <param name="now">The moment.</param>
    public static LicenseVerdict Judge(IReadOnlyCollection<LicenseTerm> terms, int others, DateTime now) => terms switch
    {
        { Count: 0 } => LicenseVerdict.Missing,
        _ when terms.All(term => term.RevokedAt is not null) => LicenseVerdict.Revoked,
        _ when !terms.Any(term => term.IsValid(now)) => LicenseVerdict.Expired,
        _ when SitesOf(terms, now) <= others => LicenseVerdict.TooManySites,
        _ => LicenseVerdict.Valid,
    };

    /// <summary>On how many sites those that are valid count together; null for all.</summary>
    public static int? SitesOf(IEnumerable<LicenseTerm> terms, DateTime now) =>
        terms.Where(term => term.IsValid(now)).ToList() is var valid && valid.Exists(term => term.Sites is null) ? null : valid.Sum(term => term.Sites!.Value);
}
