using Marketplace.Data;

namespace Marketplace.Pricing.Promotions;

/// <summary>What a code leads to.</summary>
/// <param name="Publisher">Its name.</param>
/// <param name="ClientUses">How often the client has used the promotion.</param>
/// <param name="IsUsed">The code was for one purchase, and that was made.</param>
internal sealed record FoundCode(Promotion Promotion, string Publisher, int ClientUses, bool IsUsed);

/// <summary>Why a code does not count, in one sentence each: pure.</summary>
internal static class CodeRefusals
{
    public const string TooMany = "Your organization has entered too many wrong codes. Try again in an hour, or leave the code out.";

    public static string Unknown(string code) =>
        $"There is no code “{code.Trim().Clip(PromotionCodes.MaxLength)}” for what is in this quote. Check how it is spelled.";

    public static string NoEffect(string code) =>
        $"The code {code} lowers nothing here: a promotion that applies already cannot be used together with it, or there is nothing left to pay.";

    public static string? Of(FoundCode found, string code, PromotionRequest request, bool hasBought) =>
        (UseProblem(found, request.At) ?? BuyerProblem(found, request, hasBought)
            ?? LineProblem(found.Promotion.Rule, [.. request.Lines.Where(line => line.PublisherId == found.Promotion.PublisherId)])) is { } problem
            ? $"The code {code} {problem}" : null;

    private static string? UseProblem(FoundCode found, DateTime at) => found.Promotion switch
    {
        { EndedAt: { } ended, TimeZone: var zone } => $"ended on {PromotionPeriod.Text(ended, zone)}.",
        { EndsAt: { } ends, TimeZone: var zone } when ends <= at => $"ended on {PromotionPeriod.Text(ends, zone)}.",
        { StartsAt: var starts, TimeZone: var zone } when starts > at => $"is not valid yet. It starts on {PromotionPeriod.Text(starts, zone)}.",
        _ when found.IsUsed => "was for one purchase, and that was made.",
        { MaxUses: { } most, Uses: var uses } when uses >= most => "was used as often as it can be.",
        { MaxUsesPerClient: { } most } when found.ClientUses >= most => "was used by your organization as often as one client can.",
        _ => null,
    };

    private static string? BuyerProblem(FoundCode found, PromotionRequest request, bool hasBought)
    {
        var (action, conditions) = (found.Promotion.Rule.Action, found.Promotion.Rule.Conditions);
        var currencies = action is AmountOff { Amounts: var amounts }
            ? [.. amounts.Select(amount => amount.Currency).Where(code => conditions.Currencies.Count == 0 || conditions.Currencies.Contains(code))]
            : conditions.Currencies;
        return conditions.Countries.Count > 0 && !conditions.Countries.Contains(request.Country)
                ? $"is not valid for buyers in {Country.NameOf(request.Country)}."
            : (currencies.Count > 0 || action is AmountOff) && !currencies.Contains(request.Currency)
                ? $"is not valid in {request.Currency}.{(currencies.Count == 0 ? "" : $" Pay in {string.Join(" or ", currencies)} to use it.")}"
            : conditions.FirstPurchaseOnly && hasBought
                ? $"is for a first purchase from {found.Publisher}, and your organization has bought from it before."
            : null;
    }

    private static string? LineProblem(PromotionRule rule, IReadOnlyList<PromotionLine> lines)
    {
        var (action, conditions) = (rule.Action, rule.Conditions);
        List<PromotionLine> ofModule = [.. lines.Where(line => conditions.Modules.Count == 0 || conditions.Modules.Contains(line.Module))];
        var ofTier = ofModule.FindAll(line => conditions.Tiers.Count == 0 || conditions.Tiers.Contains(line.Tier));
        var ofModel = ofTier.FindAll(line => conditions.Models.Count == 0 || conditions.Models.Contains(line.Model));
        return ofModule.Count == 0 ? $"is not valid for {string.Join(" or ", lines.Select(line => line.Name).Distinct())}."
            : ofTier.Count == 0 ? $"is not valid for the tier {string.Join(" or ", ofModule.Select(line => line.Tier).Distinct())}."
            : ofModel.Count == 0 ? $"is not valid for what is paid {string.Join(" or ", ofTier.Select(line => Words(line.Model)).Distinct())}."
            : action is FreeMonths && ofModel.TrueForAll(line => line.Model.Months() == 0) ? "gives free months, and what is paid once has none."
            : action is TierUpgrade { To: var to } && ofModel.TrueForAll(line => line.Tier >= to)
                ? $"leads to the tier {to}, and you have that tier or a better one."
            : null;
    }

    private static string Words(OfferModel model) => model switch
    {
        OfferModel.OneTime => "once", OfferModel.Monthly => "monthly", OfferModel.Yearly => "yearly", OfferModel.UsageBased => "by usage",
        _ => "only beyond what is included",
    };
}
