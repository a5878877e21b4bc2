using Marketplace.Pricing.Promotions;

namespace Marketplace.Tests.Access;

public sealed partial class World
{
    public static readonly PromotionTerms Promoted = new("Spring", new(new PercentOff(10), PromotionConditions.None), new(new(2026, 1, 1), null, "UTC"))
    {
        CodeKind = CodeKind.Shared, Code = "SPRING",
    };

    /// <summary>Of Home.</summary>
    public long Promotion { get; private set; }

    private async Task PromoteAsync(CancellationToken cancel) =>
        Promotion = Assert.IsType<PromotionOutcome.Made>(await Get<PublisherPromotions>().MakeAsync(Owner, HomeId, Promoted, cancel)).Id;
}
