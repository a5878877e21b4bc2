using Marketplace.Portal.Shared;
using Marketplace.Revenue;
using Marketplace.Revenue.Reports;

namespace Marketplace.Portal.Revenue;

/// <summary>What pages say of saved views.</summary>
internal static class SavedViewText
{
    public static string Problem(ViewOutcome outcome) => outcome switch
    {
        ViewOutcome.NameTaken => "Another of your views has this name.",
        ViewOutcome.TooMany => $"You can keep up to {SavedViews.MaxOfOne} views. Delete one first.",
        ViewOutcome.BadName => "Choose another name.",
        ViewOutcome.BadQuestion => "This view cannot be saved.",
        _ => "You may no longer change this view.",
    };

    /// <summary>Last month vs the year before, by module, in USD, 2 filters.</summary>
    public static string What(ViewQuestion question)
    {
        var filters = FilterCount(question);
        return string.Join(", ", ((string?[])
        [
            (question.Period is RevenuePeriod.Fixed ? RevenueText.Of(question.Days(default)) : question.Period.Words())
                + (question.IsYearBefore ? " vs the year before" : ""),
            question.By is { } by ? $"by {RevenueText.Name(by).ToLowerInvariant()}" : null,
            question.Currency is { } currency ? $"in {currency}" : null,
            question.RateDay is { } day ? $"rates of {Format.Day(day)}" : null,
            filters > 0 ? CountText.Of(filters, "filter") : null,
        ]).OfType<string>());
    }

    private static int FilterCount(ViewQuestion question) => ((object?[])
    [
        question.Filter.ModuleId, question.Filter.ClientId, question.Filter.Tier, question.Filter.Model, question.Filter.Currency,
        question.Filter.Country, question.Filter.PromotionId,
    ]).Count(one => one is not null);
}
