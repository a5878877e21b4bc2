using Marketplace.Data;
using Marketplace.Modules;
using Marketplace.Pricing;

namespace Marketplace.Planning;

/// <summary>What a module that a plan brings costs, or which right it comes under. Modules that are free for everybody have none.</summary>
/// <param name="Sites">On how many sites the organization's licenses count together; null for all of them, 0 without any.</param>
/// <param name="Others">How many of its other sites have the module; 0 where that does not matter.</param>
/// <param name="Offers">What it can be bought for, where a license is missing; the one whose first year costs least first.</param>
/// <param name="IsAsked">A license is asked for and not answered.</param>
public sealed record PlanLicense(string Id, LicenseVerdict Verdict, int? Sites, int Others, IReadOnlyList<PlanOffer> Offers, bool IsAsked)
{
    /// <summary>Why it may not come; null where it may.</summary>
    public string? Problem => Verdict switch
    {
        LicenseVerdict.Valid => null,
        LicenseVerdict.NotFound => $"{Id} needs a license, and you have none.",
        LicenseVerdict.Revoked => $"Your license of {Id} was revoked.",
        LicenseVerdict.Suspended => $"Your license of {Id} is suspended.",
        LicenseVerdict.Expired => $"Your license of {Id} has ended.",
        LicenseVerdict.NotYetValid => $"Your license of {Id} has not begun yet.",
        LicenseVerdict.WrongSite => $"The license of {Id} was deactivated on this site. Activate it here again first.",
        LicenseVerdict.OutsideReleaseWindow => $"Your license of {Id} covers earlier releases only. Choose one of them, or buy it again.",
        _ => $"Your licenses of {Id} count on {Sites} {(Sites == 1 ? "site" : "sites")}, and {Others} {(Others == 1 ? "has" : "have")} it.",
    };
}

/// <param name="Price">Null where it is told on request.</param>
public sealed record PlanOffer(long Id, OfferTier Tier, OfferModel Model, Money? Price, int? Sites);
