using Marketplace.Modules;
using Marketplace.Pricing;

namespace Marketplace.Licensing;

/// <summary>What licenses that are issued on an offer say.</summary>
internal static class LicensedOffers
{
    extension(OfferDetails details)
    {
        public IReadOnlyList<LicensedFeature> Features => [.. details.Entitlements.Select(one => new LicensedFeature(one.Name, one.Limit))];

        public DateTime? UpdatesUntil(DateTime now) => details.UpdateMonths is { } months ? now.AddMonths(months) : null;
    }

    public static EndSteps StepsOf(this Offer offer, LicenseOrigin origin) =>
        offer.Details.EndSteps ?? (origin is LicenseOrigin.Trial ? EndSteps.OfTrial : EndSteps.Default);
}
