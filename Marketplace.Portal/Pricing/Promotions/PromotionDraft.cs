using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;

namespace Marketplace.Portal.Pricing.Promotions;

public enum PromotionEffect
{
    Percent,
    Amount,
    Months,
    Upgrade,
}

public enum PromotionSpan
{
    First,
    Some,
    All,
}

/// <summary>A promotion while it is typed.</summary>
public sealed class PromotionDraft
{
    public string? Name { get; set; }
    public PromotionEffect Effect { get; set; }
    public decimal? Percent { get; set; }
    public List<DraftAmount> Amounts { get; } = [];
    public int? Months { get; set; }
    public OfferTier To { get; set; } = OfferTier.Premium;
    public PromotionSpan Span { get; set; }
    public int? Periods { get; set; }

    public CodeKind CodeKind { get; set; }
    public string? Code { get; set; }
    public int? Codes { get; set; } = 100;
    public string? Client { get; set; }

    public DateTime? StartDay { get; set; }
    public TimeSpan? StartTime { get; set; } = TimeSpan.Zero;
    public DateTime? EndDay { get; set; }
    public TimeSpan? EndTime { get; set; } = TimeSpan.Zero;
    public string Zone { get; set; } = "UTC";

    public int? MaxUses { get; set; }
    public int? MaxUsesPerClient { get; set; }
    public bool FirstPurchaseOnly { get; set; }
    public IReadOnlyList<string> Modules { get; set; } = [];
    public IReadOnlyList<OfferTier> Tiers { get; set; } = [];
    public IReadOnlyList<OfferModel> Models { get; set; } = [];
    public IReadOnlyList<string> Currencies { get; set; } = [];
    public IReadOnlyList<string> Countries { get; set; } = [];
    public int Order { get; set; }
    public bool IsExclusive { get; set; }

    public bool HasSpan => Effect is PromotionEffect.Percent or PromotionEffect.Amount;

    public PromotionTerms Terms() => new(
        Name ?? "", new(Action(), Conditions(), Order, IsExclusive, Periods: HasSpan ? SpanPeriods() : 1),
        new((StartDay ?? default) + (StartTime ?? default), EndDay + (EndTime ?? default), Zone))
    {
        MaxUses = MaxUses, MaxUsesPerClient = MaxUsesPerClient, CodeKind = CodeKind,
        Code = CodeKind is CodeKind.Shared or CodeKind.Client ? Code ?? "" : "",
        Codes = CodeKind is CodeKind.Many ? Codes ?? 0 : 0,
        Client = CodeKind is CodeKind.Client ? Client ?? "" : "",
    };

    private int? SpanPeriods() => Span switch { PromotionSpan.First => 1, PromotionSpan.Some => Periods ?? 0, _ => null };

    private PromotionAction Action() => Effect switch
    {
        PromotionEffect.Percent => new PercentOff(Percent ?? 0),
        PromotionEffect.Amount => new AmountOff([.. Amounts.Select(one => one.Amount).OfType<Money>()]),
        PromotionEffect.Months => new FreeMonths(Months ?? 0),
        _ => new TierUpgrade(To),
    };

    private PromotionConditions Conditions() => new()
    {
        FirstPurchaseOnly = FirstPurchaseOnly, Modules = Modules, Tiers = Tiers, Models = Models, Currencies = Currencies, Countries = Countries,
    };
}

public sealed class DraftAmount(string currency)
{
    public string Currency { get; set; } = currency;
    public Money? Amount { get; set; }
}
