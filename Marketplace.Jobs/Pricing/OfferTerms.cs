using Marketplace.Data;

namespace Marketplace.Pricing;

/// <summary>An offer as it is made.</summary>
/// <param name="Sites">On how many sites a license counts; null for all of the buyer's.</param>
/// <param name="Prices">One in each currency.</param>
public sealed record OfferTerms(OfferTier Tier, OfferModel Model, int? Sites, IReadOnlyList<Money> Prices)
{
    public const int MaxSites = 10_000;

    public OfferDetails Details { get; init; } = OfferDetails.None;

    /// <summary>Every amount that is set, by what it is for.</summary>
    internal IEnumerable<(string What, IReadOnlyList<Money> Amounts, bool MayBeNothing)> Amounts =>
    [
        ("price", Prices, false), ("setup fee", Details.SetupFee, false),
        .. Details.ExtraSites?.Steps.Select(step => ($"price of a site from {step.From:#,0} on", step.Each, true)) ?? [],
        .. Details.Meters.SelectMany(meter => meter.Scale.Steps.Select(step => ($"price of {meter.Unit} from {step.From:#,0} on", step.Each, true))),
    ];

    /// <summary>Whether each amount is set in this currency, so that nothing needs to be converted.</summary>
    public bool IsPricedIn(string currency) => Amounts.All(one => one.Amounts.Count == 0 || one.Amounts.Any(amount => amount.Currency == currency));

    /// <summary>Null if it can be offered; otherwise what to change.</summary>
    /// <param name="own">The marketplace's currency, in which each amount is set.</param>
    public string? Problem(string own) =>
        Sites is < 1 or > MaxSites ? $"A license counts on 1 to {MaxSites:#,0} sites, or on all of them."
        : Tier is OfferTier.Free or OfferTier.Custom ? Unpriced() ?? Details.Problem(this)
        : Amounts.Select(one => AmountsProblem(one.What, one.Amounts, one.MayBeNothing, own)).FirstOrDefault(problem => problem is not null)
            ?? ModelProblem(own) ?? Details.Problem(this);

    private string? Unpriced() => !Amounts.Any(one => one.Amounts.Count > 0) && Details.Trial is null ? null
        : $"The tier {Tier} has no price: {(Tier is OfferTier.Free ? "it costs nothing" : "it is told on request")}.";

    private string? ModelProblem(string own) => Model switch
    {
        OfferModel.Freemium when Prices.Count > 0 => "A freemium offer has no price: it costs nothing up to what is included.",
        OfferModel.Freemium when Details.Meters.Count == 0 && Details.ExtraSites is null =>
            "Say what costs something: a metered quantity, or sites beyond those included.",
        OfferModel.UsageBased when Details.Meters.Count == 0 => "Say what is counted: a usage-based offer needs a metered quantity.",
        OfferModel.OneTime when Details.Meters.Count > 0 => "Metered quantities are paid by the month. Choose a model that is.",
        OfferModel.OneTime when Details.Trial is not null => "A trial goes over into a subscription. Choose a model that is paid by the month or year.",
        OfferModel.OneTime or OfferModel.Monthly or OfferModel.Yearly when Prices.Count == 0 => $"Say the price in {own}, the marketplace's currency.",
        not OfferModel.OneTime when Details.UpdateMonths is not null =>
            "A subscription brings all updates for as long as it runs. Limit them only for what is paid once.",
        _ => null,
    };

    private static string? AmountsProblem(string what, IReadOnlyList<Money> amounts, bool mayBeNothing, string own)
    {
        foreach (var (minor, code) in amounts)
        {
            if (Currency.Find(code) is not { } currency || currency.Code != code)
            {
                return Currency.Unknown(code);
            }

            if (!Currency.IsPrice(minor) && !(mayBeNothing && minor == 0))
            {
                return currency.Problem(currency.Text(minor));
            }
        }

        return amounts.CountBy(amount => amount.Currency).Where(count => count.Value > 1).Select(count => count.Key).FirstOrDefault() is { } twice
                ? $"There are two amounts in {twice} for the {what}."
            : amounts.Count == 0 || amounts.Any(amount => amount.Currency == own) ? null
            : $"Say the {what} in {own}, the marketplace's currency.";
    }
}
