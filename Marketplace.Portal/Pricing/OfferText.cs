using Marketplace.Data;
using Marketplace.Portal.Shared;
using Marketplace.Pricing;
using Marketplace.Pricing.Rates;

namespace Marketplace.Portal.Pricing;

/// <summary>What an offer consists of beside its price, in words, one line for each.</summary>
internal static class OfferText
{
    /// <summary>In the marketplace's own currency.</summary>
    public static IEnumerable<string> Lines(OfferRow offer) => Lines(offer, offer.Priced);

    /// <param name="priced">In the currency to say it in; null where the price is told on request.</param>
    public static IEnumerable<string> Lines(OfferRow offer, PricedOffer? priced)
    {
        if (offer.Details.Trial is { } trial)
        {
            yield return $"{trial.Days}-day trial{(trial.NeedsPaymentMethod ? ", with a payment method" : "")}";
        }

        if (priced is { SetupFee: > 0 })
        {
            yield return $"Setup fee {Amount(priced.SetupFee, priced)}";
        }

        if (priced is { ExtraSites: { } scale })
        {
            yield return $"Each further site {Steps(scale, priced.Currency)}";
        }

        foreach (var meter in priced?.Meters ?? [])
        {
            yield return Usage(meter, priced!.Currency);
        }

        if (offer.Details.UpdateMonths is { } months)
        {
            yield return $"Updates for {CountText.Of(months, "month")}";
        }

        if (offer.Details.LeaseMinutes is { } lease)
        {
            yield return $"Floating: a key leases a site for {CountText.Of(lease, "minute")}";
        }

        if (offer.Details.EndSteps is { } steps)
        {
            yield return $"After its end read-only from day {steps.ReadOnly}, off from day {steps.Disabled}";
        }
    }

    /// <summary>100 documents a month included, then €0.12 for a document, from the 1,001st €0.09.</summary>
    public static string Usage(PricedMeter meter, string currency)
    {
        var each = $"{Steps(meter.Scale, currency)} / {meter.PerText}";
        return meter.Included > 0 ? $"{Format.Count(meter.Included)} {meter.Unit} a month included, then {each}" : $"{Capital(meter.Unit)}: {each}";
    }

    /// <summary>export.pdf, seats up to 25.</summary>
    public static string Allows(OfferRow offer) => string.Join(
        ", ", offer.Details.Entitlements.Select(one => one.Limit is { } limit ? $"{one.Name} up to {Format.Count(limit)}" : one.Name));

    /// <summary>Up to 25; yes for a flag.</summary>
    public static string Limit(Entitlement entitlement) => entitlement.Limit is { } limit ? $"Up to {Format.Count(limit)}" : "Yes";

    public static string Ending(PriceEnding ending) => ending switch
    {
        PriceEnding.Zero => ".00", PriceEnding.Ninety => ".90", PriceEnding.NinetyNine => ".99", _ => "As converted",
    };

    public static string Kind(ScaleKind kind) => kind is ScaleKind.Volume ? "All at the last step’s price" : "Each at its own step’s price";

    /// <summary>€8.00, from the 10th on €6.00.</summary>
    private static string Steps(PricedScale scale, string currency) => string.Join(
        scale.Kind is ScaleKind.Volume ? ", all of them from " : ", from ",
        scale.Steps.Select(step => step.From == 1 ? Format.Amount(new(step.Each, currency))
            : $"{Format.Count(step.From)} on {Format.Amount(new(step.Each, currency))}"));

    private static string Amount(long minor, PricedOffer priced) => Format.Amount(new Money(minor, priced.Currency));

    private static string Capital(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";
}
