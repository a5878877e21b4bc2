using System.Text.Json.Serialization;
using Marketplace.Data;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Tax;

namespace Marketplace.Pricing.Quotes;

/// <summary>What a basket costs: what is due today, and what each later payment will be.</summary>
/// <param name="Lines">The first payment of each: those that are due today, then those of trials.</param>
/// <param name="Taxes">By rate, over all lines.</param>
/// <param name="Later">The payments after today, the earliest first.</param>
/// <param name="ShowsGross">Amounts of lines are shown with tax.</param>
/// <param name="RateDay">The day of the exchange rates that were used; null where the publisher set all prices in this currency.</param>
public sealed record Quote(
    string Currency, IReadOnlyList<QuoteLine> Lines, IReadOnlyList<TaxSum> Taxes, Money Net, Money Tax, Money DueToday, IReadOnlyList<LaterPayment> Later,
    TaxDecision Decision, bool ShowsGross, DateTime At, DateTime ValidUntil, DateOnly? RateDay)
{
    /// <summary>Those that changed something, today or later: a purchase uses each of them.</summary>
    public IReadOnlyList<UsedPromotion> Promotions { get; init; } = [];

    /// <summary>What is paid by use, after each month; null where nothing is.</summary>
    public IReadOnlyList<QuotedUsage>? Usage { get; init; }

    /// <summary>Whether what a custom quote has monthly or yearly goes on at its price until the client cancels; null of any other, which does so.</summary>
    public bool? Renews { get; init; }

    /// <summary>Both parties stand on the document; null where nothing is kept.</summary>
    public QuoteParty? Seller { get; init; }

    public QuoteParty? Buyer { get; init; }

    /// <summary>A publisher made it for this client; it is answered, and its prices stand in no offer.</summary>
    [JsonIgnore]
    public bool IsCustom => Lines.All(line => line.Tier is OfferTier.Custom);

    /// <summary>All first payments together, with tax.</summary>
    public Money Total => Net + Tax;
}

/// <param name="Code">By which it was opened; null if it was automatic.</param>
public sealed record UsedPromotion(long Id, string Name, string? Code);

[JsonConverter(typeof(JsonStringEnumConverter<QuoteLineKind>))]
public enum QuoteLineKind
{
    /// <summary>The price, or that of the first period.</summary>
    License,
    SetupFee,

    /// <summary>What was used of a quantity in the period before.</summary>
    Usage,
}

/// <param name="Tier">What the license is of: that of the offer, or a better one by a promotion.</param>
/// <param name="List">Before discounts, without tax.</param>
/// <param name="Net">After discounts, without tax.</param>
/// <param name="TrialEnds">When its first payment is due; null if that is today.</param>
public sealed record QuoteLine(
    QuoteLineKind Kind, long OfferId, string Module, string Name, OfferTier Tier, OfferModel Model, int Sites, Money List, IReadOnlyList<Discount> Discounts,
    Money Net, Money Tax, DateTime? TrialEnds)
{
    /// <summary>The names of the modules that come along; null where none do.</summary>
    public IReadOnlyList<string>? Bundle { get; init; }

    /// <summary>How much of a period it is for; null for a whole one.</summary>
    public Portion? Part { get; init; }

    /// <summary>How much was used of what; null but for usage.</summary>
    public string? Used { get; init; }

    public Money Gross => Net + Tax;
}

/// <summary>What a quantity of an offer costs, in the quote's currency and without tax. Promotions do not lower it.</summary>
/// <param name="From">From when it is counted: after the trial, if there is one.</param>
public sealed record QuotedUsage(long OfferId, string Module, string Name, PricedMeter Meter, DateTime From);

/// <summary>Payments that are all alike.</summary>
/// <param name="From">When the first of them is due.</param>
/// <param name="Months">How many months lie between them; 0 where there is one.</param>
/// <param name="Times">How many there are; null if they go on.</param>
public sealed record LaterPayment(DateTime From, int Months, int? Times, Money Net, Money Tax)
{
    public Money Total => Net + Tax;
}
