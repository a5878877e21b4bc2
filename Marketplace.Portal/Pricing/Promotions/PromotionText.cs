using Marketplace.Data;
using Marketplace.Portal.Pricing.Tax;
using Marketplace.Portal.Shared;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;

namespace Marketplace.Portal.Pricing.Promotions;

/// <summary>Promotions in words, alike on every page.</summary>
internal static class PromotionText
{
    /// <summary>20% off the first 3 payments; €10.00 or $11.00 off; 2 months free; Premium for the price of the tier below.</summary>
    public static string What(PromotionRule rule) => rule.Action switch
    {
        PercentOff percent => $"{TaxText.Percent(percent.Percent)} off {Span(rule)}",
        AmountOff amount => $"{string.Join(" or ", amount.Amounts.Select(Format.Amount))} off {Span(rule)}",
        FreeMonths free => $"{CountText.Of(free.Months, "month")} free",
        TierUpgrade upgrade => $"{upgrade.To} for the price of the tier chosen",
        _ => "",
    };

    /// <summary>For whom and for what, one line for each condition.</summary>
    public static IEnumerable<string> Conditions(PromotionRule rule)
    {
        var conditions = rule.Conditions;
        string[] all =
        [
            conditions.FirstPurchaseOnly ? "First purchase" : "",
            string.Join(", ", conditions.Modules),
            string.Join(", ", [.. conditions.Tiers.Select(tier => $"{tier}"), .. conditions.Models.Select(PriceText.Model)]),
            string.Join(", ", [.. conditions.Currencies, .. conditions.Countries.Select(Country.NameOf)]),
            rule.IsExclusive ? "Not with others" : "",
        ];
        return all.Where(line => line != "");
    }

    public static string Code(PromotionRow row) => row.CodeKind switch
    {
        CodeKind.None => "Automatic",
        CodeKind.Many => CountText.Of(row.Codes, "single code"),
        _ => row.Code ?? "",
    };

    /// <summary>As the filter of the list calls it.</summary>
    public static string Kind(CodeKind kind) => kind switch
    {
        CodeKind.None => "Automatic", CodeKind.Shared => "One code for everybody", CodeKind.Many => "Single codes", _ => "Code for one client",
    };

    public static string Uses(PromotionRow row) => Most(row) is { } most ? $"{Format.Count(row.Uses)} of {Format.Count(most)}" : Format.Count(row.Uses);

    public static string? Badge(PromotionState state) => state switch { PromotionState.Open => "success", PromotionState.Planned => "info", _ => null };

    // Each single code is a use.
    private static int? Most(PromotionRow row) => row.CodeKind is CodeKind.Many ? Math.Min(row.Codes, row.MaxUses ?? int.MaxValue) : row.MaxUses;

    private static string Span(PromotionRule rule) => rule.Periods switch
    {
        1 => "the first payment", { } some => $"the first {some} payments", null => "every payment",
    };
}
