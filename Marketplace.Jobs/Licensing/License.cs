using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Modules;
using Marketplace.Pricing;

namespace Marketplace.Licensing;

/// <summary>By what an organization came to a license. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LicenseOrigin>))]
public enum LicenseOrigin
{
    /// <summary>The publisher, or staff, issued it.</summary>
    Manual,
    Purchase,
    Trial,

    /// <summary>The client accepted a custom quote.</summary>
    Quote,
}

/// <param name="Until">When it became one of another.</param>
public sealed record FormerOffer(long OfferId, DateTime Until);

/// <summary>
/// The right of an organization to use a module on so many of its sites. What it allows changes with its subscription alone; any other right is another
/// license. How it stands follows from what happened to it.
/// </summary>
/// <param name="offerId">The offer that it was issued on; null for one that was agreed on otherwise.</param>
/// <param name="sites">Null for all of the organization's sites.</param>
/// <param name="expiresAt">Null if it has no end.</param>
public sealed class License(
    long moduleId, long organizationId, long? offerId, OfferTier tier, int? sites, DateTime? expiresAt, long issuedById, DateTime issuedAt)
{
    public const int MaxReason = 500, MaxFeatures = 8000, MaxFormer = 1000;
    private const int FormerKept = 10;

    private string _features = "[]", _former = "[]";
    private LicenseOrigin _origin;
    private EndSteps _steps = EndSteps.Default;
    private int? _lease;

    public long Id { get; private set; }
    public long ModuleId { get; private set; } = moduleId;
    public Module Module { get; private set; } = null!;
    public long OrganizationId { get; private set; } = organizationId;
    public Organization Organization { get; private set; } = null!;
    public long? OfferId { get; private set; } = offerId;
    public Offer? Offer { get; private set; }

    /// <summary>The license that it came along with in a bundle; null for one of its own.</summary>
    public License? SoldWith { get; init; }

    public long? SoldWithId { get; private set; }
    public OfferTier Tier { get; private set; } = tier;
    public LicenseOrigin Origin { get => _origin; init => _origin = value; }
    public int? Sites { get; private set; } = sites;
    public DateTime StartsAt { get; init; } = issuedAt;
    public DateTime? ExpiresAt { get; private set; } = expiresAt;

    /// <summary>Releases that were approved after it are not covered; null if all are.</summary>
    public DateTime? UpdatesUntil { get; init; }

    /// <summary>What a key activates is leased for so long and must ask again by then; null where it keeps its site until it is deactivated.</summary>
    public int? LeaseMinutes { get => _lease; init => _lease = value; }

    /// <summary>What ends on which day after its end.</summary>
    public EndSteps Steps { get => _steps; init => _steps = value; }

    public IReadOnlyList<LicensedFeature> Features
    {
        get => JsonSerializer.Deserialize<IReadOnlyList<LicensedFeature>>(_features, JsonSerializerOptions.Web)!;
        init => _features = JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
    }

    /// <summary>The offers that it was of before, the newest last: what was used then may be told yet.</summary>
    public IReadOnlyList<FormerOffer> FormerOffers => JsonSerializer.Deserialize<IReadOnlyList<FormerOffer>>(_former, JsonSerializerOptions.Web)!;

    public long IssuedById { get; private set; } = issuedById;
    public DateTime IssuedAt { get; private set; } = issuedAt;
    public DateTime? SuspendedAt { get; private set; }
    public long? SuspendedById { get; private set; }
    public string SuspendedBecause { get; private set; } = "";
    public DateTime? RevokedAt { get; private set; }
    public long? RevokedById { get; private set; }
    public string RevokedBecause { get; private set; } = "";

    /// <summary>Counts changes, so that of two hands one looks again.</summary>
    public int Version { get; private set; }

    public LicenseLife Life => new(Origin is LicenseOrigin.Trial, StartsAt, ExpiresAt, SuspendedAt, RevokedAt, Steps);

    /// <summary>What everybody has for nothing, or is the organization's own, goes on without a license. Known where its module is.</summary>
    public bool IsOptional => Module.Price.IsFree || Module.PublisherId == OrganizationId;

    /// <param name="byId">Null where a rule does it.</param>
    public void Suspend(long? byId, string reason, DateTime now) => Change(() => (SuspendedById, SuspendedBecause, SuspendedAt) = (byId, reason, now));

    public void Reinstate() => Change(() => (SuspendedById, SuspendedBecause, SuspendedAt) = (null, "", null));

    /// <param name="until">Null for no end.</param>
    public void Extend(DateTime? until) => Change(() => ExpiresAt = until);

    /// <summary>A trial is paid for: the same license, with its key and what that activated, goes on as one that was bought.</summary>
    public void Convert(EndSteps steps, DateTime until) => Change(() => (_origin, _steps, ExpiresAt) = (LicenseOrigin.Purchase, steps, until));

    /// <summary>Its subscription has changed: it is one of another offer, with its key and what that activated.</summary>
    public void Become(Offer offer, OfferTier tier, int? sites, DateTime now) => Change(() =>
    {
        if (OfferId is { } before && before != offer.Id)
        {
            _former = JsonSerializer.Serialize(FormerOffers.Append(new(before, now)).TakeLast(FormerKept), JsonSerializerOptions.Web);
        }

        (OfferId, Offer, Tier, Sites, _lease, _steps) = (offer.Id, offer, tier, sites, offer.Details.LeaseMinutes, offer.StepsOf(Origin));
        _features = JsonSerializer.Serialize(offer.Details.Features, JsonSerializerOptions.Web);
    });

    /// <param name="sites">Null for all.</param>
    public void Allow(int? sites) => Change(() => Sites = sites);

    /// <param name="byId">Null where a rule does it.</param>
    public void Revoke(long? byId, string reason, DateTime now) => Change(() => (RevokedById, RevokedBecause, RevokedAt) = (byId, reason, now));

    private void Change(Action change)
    {
        change();
        Version++;
    }
}
