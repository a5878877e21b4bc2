using Marketplace.Data;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using static Marketplace.Tests.Access.ServiceCall;

namespace Marketplace.Tests.Access;

internal static partial class ServiceTable
{
    private static IEnumerable<ServiceCall> Promotions =>
    [
        Writes<PublisherPromotions>(Who.Owner | Who.Staff, (s, w, a) => s.MakeAsync(a, w.HomeId, World.Promoted with { Code = "ANOTHER" }, Cancel)),
        Writes<PublisherPromotions>(Who.Owner | Who.Staff, (s, w, a) => s.EndAsync(a, w.Promotion, Cancel)),
        Reads<PromotionQueries>(Who.Owner | Who.Staff, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<PromotionQueries>(Who.Owner | Who.Staff, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<PromotionQueries>(Who.Owner | Who.Staff, (s, w, a) => s.HasAsync(a, w.Promotion, Cancel)),
        Reads<PromotionQueries>(Who.Owner | Who.Staff, (s, w, a) => AllAsync(s.StreamCodesAsync(a, w.Promotion, ListQuery.First, Cancel))),
        Reads<PromotionQueries>(Who.Owner | Who.Other | Who.Staff, (s, w, a) => s.PublishersAsync(a, "", Cancel)),
        Reads<PromotionSimulator>(Who.Owner | Who.Staff, (s, w, a) => s.SimulateAsync(a, w.HomeId, World.Promoted, null, SimulatedBasis.Quotes, Cancel)),
    ];
}
