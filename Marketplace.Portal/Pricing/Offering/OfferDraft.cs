using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Rates;

namespace Marketplace.Portal.Pricing.Offering;

/// <summary>An offer while it is entered. What does not fit the tier or model that is chosen stays here and is left out of the terms.</summary>
public sealed class OfferDraft(string own)
{
    /// <summary>The marketplace's own currency, in which each amount is set.</summary>
    public string Own { get; } = own;

    /// <summary>Those that prices are set in beside it.</summary>
    public List<string> Others { get; } = [];

    public OfferTier Tier { get; set; } = OfferTier.Basic;
    public OfferModel Model { get; set; } = OfferModel.Monthly;
    public int? Sites { get; set; }
    public AmountDraft Price { get; private set; } = new();
    public AmountDraft SetupFee { get; private set; } = new();
    public PriceEnding Ending { get; set; }
    public ScaleDraft ExtraSites { get; private set; } = new();
    public int? TrialDays { get; set; }
    public bool TrialNeedsPayment { get; set; } = true;
    public int? UpdateMonths { get; set; }
    public int? LeaseMinutes { get; set; }
    public EndStepsDraft EndSteps { get; private set; } = new();
    public List<MeterDraft> Meters { get; } = [];
    public List<EntitlementDraft> Entitlements { get; } = [];
    public List<BundledModule> Bundle { get; } = [];

    public IReadOnlyList<string> Currencies => [Own, .. Others];

    public bool HasPrice => Tier is not (OfferTier.Free or OfferTier.Custom);

    public bool HasBasePrice => HasPrice && Model is not OfferModel.Freemium;

    public bool GoesOn => HasPrice && Model is not OfferModel.OneTime;

    public OfferTerms Terms => new(Tier, HasPrice ? Model : OfferModel.OneTime, Sites, HasBasePrice ? Price.In(Currencies) : [])
    {
        Details = new()
        {
            Trial = GoesOn && TrialDays is { } days ? new(days, TrialNeedsPayment) : null,
            SetupFee = HasPrice ? SetupFee.In(Currencies) : [],
            ExtraSites = HasPrice && Sites is not null && ExtraSites.Steps.Count > 0 ? ExtraSites.Scale(Currencies) : null,
            Meters = GoesOn ? [.. Meters.Select(meter => meter.Meter(Currencies))] : [],
            Entitlements = [.. Entitlements.Select(one => new Entitlement(one.Name ?? "", one.Limit))],
            UpdateMonths = HasPrice && Model is OfferModel.OneTime ? UpdateMonths : null,
            LeaseMinutes = HasPrice ? LeaseMinutes : null,
            EndSteps = EndSteps.Steps,
            Bundle = Tier is OfferTier.Free ? [] : [.. Bundle.Select(module => module.PackageId)],
            Ending = HasPrice ? Ending : PriceEnding.None,
        },
    };

    /// <summary>As buyers will read it; null while something is missing or wrong.</summary>
    public OfferRow? Row => Terms is var terms && terms.Problem(Own) is not null ? null
        : new(0, terms.Tier, terms.Model, terms.Sites, Own is var own && terms.Prices.Any(one => one.Currency == own)
            ? terms.Prices.First(one => one.Currency == own) : null, [.. terms.Prices.Where(one => one.Currency != own)])
        {
            Currency = Own, Details = terms.Details, Bundled = Tier is OfferTier.Free ? [] : [.. Bundle],
        };

    /// <summary>Begins with what an offer says.</summary>
    public static OfferDraft From(OfferRow offer, string own)
    {
        var (terms, details) = (offer.Terms, offer.Details);
        var draft = new OfferDraft(own)
        {
            Tier = offer.Tier, Model = offer.Model, Sites = offer.Sites, Price = AmountDraft.From(terms.Prices), SetupFee = AmountDraft.From(details.SetupFee),
            Ending = details.Ending, ExtraSites = ScaleDraft.From(details.ExtraSites), TrialDays = details.Trial?.Days,
            TrialNeedsPayment = details.Trial?.NeedsPaymentMethod ?? true, UpdateMonths = details.UpdateMonths,
            EndSteps = EndStepsDraft.From(details.EndSteps), LeaseMinutes = details.LeaseMinutes,
        };
        draft.Meters.AddRange(details.Meters.Select(MeterDraft.From));
        draft.Entitlements.AddRange(details.Entitlements.Select(one => new EntitlementDraft { Name = one.Name, Limit = one.Limit }));
        draft.Bundle.AddRange(offer.Bundled);
        draft.Others.AddRange(AmountsOf(offer).Select(amount => amount.Currency).Distinct().Where(code => code != own));
        return draft;
    }

    private static IEnumerable<Money> AmountsOf(OfferRow offer) =>
    [
        .. offer.Terms.Prices, .. offer.Details.SetupFee, .. offer.Details.ExtraSites?.Steps.SelectMany(step => step.Each) ?? [],
        .. offer.Details.Meters.SelectMany(meter => meter.Scale.Steps).SelectMany(step => step.Each),
    ];
}
