using Marketplace.Data;
using Marketplace.Portal.Shared;
using Marketplace.Pricing;

namespace Marketplace.Portal.Pricing;

/// <summary>What an offer consists of beside its price, in words, one line for each.</summary>
internal static class OfferText
{
    public static IEnumerable<string> Lines(OfferRow offer)
    {
        var (details, currency) = (offer.Details, offer.Price?.Currency);
        if (details.Trial is { } trial)
        {
            yield return $"{trial.Days}-day trial{(trial.NeedsPaymentMethod ? ", with a payment method" : "")}";
        }

        if (details.SetupFee.Count > 0)
        {
            yield return $"Setup fee {Format.Amount(Own(details.SetupFee, currency))}";
        }

        if (details.ExtraSites is { } scale)
        {
            yield return $"Each further site {Steps(scale, currency)}";
        }

        foreach (var meter in details.Meters)
        {
            var per = meter.Per == 1 ? "" : $" for {Format.Count(meter.Per)}";
            yield return $"{Format.Count(meter.Included)} {meter.Unit} a month included, then {Steps(meter.Scale, currency)}{per}";
        }

        if (details.UpdateMonths is { } months)
        {
            yield return $"Updates for {CountText.Of(months, "month")}";
        }

        if (details.Bundle.Count > 0)
        {
            yield return $"With {string.Join(", ", details.Bundle)}";
        }
    }

    /// <summary>€8.00, from the 10th €6.00.</summary>
    private static string Steps(Scale scale, string? currency) => string.Join(
        scale.Kind is ScaleKind.Volume ? ", all of them from " : ", from ",
        scale.Steps.Select(step => (step.From, Each: Format.Amount(Own(step.Each, currency))))
            .Select(step => step.From == 1 ? step.Each : $"{Format.Count(step.From)} on {step.Each}"));

    private static Money Own(IReadOnlyList<Money> amounts, string? currency) =>
        amounts.Where(amount => amount.Currency == currency).DefaultIfEmpty(amounts[0]).First();
}
