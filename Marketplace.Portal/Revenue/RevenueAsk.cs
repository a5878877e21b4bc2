using System.Globalization;
using Marketplace.Portal.Shared;
using Marketplace.Pricing;
using Marketplace.Revenue;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Portal.Revenue;

/// <summary>What an address asks to see of revenue. What cannot be read counts as not given.</summary>
public sealed record RevenueAsk
{
    private const int MaxYears = 10;

    /// <summary>It is asked on the pages of publishers, and not on those of operators.</summary>
    public bool IsPublishers { get; init; }

    /// <summary>Null for this month to date.</summary>
    public RevenueSpan? Span { get; init; }

    /// <summary>It is compared with the same days of the year before, and not with the period before.</summary>
    public bool IsYearBefore { get; init; }

    /// <summary>In which it is reported; null for the usual one.</summary>
    public string? Currency { get; init; }

    /// <summary>Whose exchange rates all days have; null for each its own.</summary>
    public DateOnly? RateDay { get; init; }

    public RevenueFilter Filter { get; init; } = new();

    /// <summary>Of breakdowns.</summary>
    public RevenueShow Show { get; init; }

    /// <summary>Cohorts are of revenue, and not of clients.</summary>
    public bool IsRevenueKept { get; init; }

    internal (string Name, string? Value)[] Values =>
    [
        ("from", Text(Span?.From)), ("to", Text(Span?.To)), ("compare", IsYearBefore ? "year" : null), ("in", Currency), ("rates", Text(RateDay)),
        ("module", Text(Filter.ModuleId)), ("publisher", Text(Filter.PublisherId)), ("client", Text(Filter.ClientId)), ("tier", Text(Filter.Tier)),
        ("model", Text(Filter.Model)), ("currency", Filter.Currency), ("country", Filter.Country), ("promotion", Text(Filter.PromotionId)),
        ("show", Show is RevenueShow.Mrr ? null : $"{Show}".ToLowerInvariant()), ("cohorts", IsRevenueKept ? "revenue" : null),
    ];

    /// <summary>What counts for figures of the whole marketplace.</summary>
    internal (string Name, string? Value)[] MarketplaceValues => (this with { Filter = new(), IsRevenueKept = false, Show = RevenueShow.Mrr }).Values;

    /// <param name="query">Of an address.</param>
    internal static RevenueAsk Of(string query, bool isPublishers = false)
    {
        var values = QueryHelpers.ParseQuery(query);
        string? Of(string name) => values.TryGetValue(name, out var value) ? value.ToString() : null;
        var (from, to, currency) = (Day(Of("from")), Day(Of("to")), Of("in"));
        return new()
        {
            IsPublishers = isPublishers,
            Span = from <= to && from >= to.Value.AddYears(-MaxYears) ? new(from.Value, to.Value) : null,
            IsYearBefore = Of("compare") is "year",
            Currency = Data.Currency.All.Any(one => one.Code == currency) ? currency : null,
            RateDay = Day(Of("rates")),
            Show = Of("show") switch { "movements" => RevenueShow.Movements, "sales" => RevenueShow.Sales, _ => RevenueShow.Mrr },
            IsRevenueKept = Of("cohorts") is "revenue",
            Filter = new()
            {
                ModuleId = QueryText.Long(Of("module")), PublisherId = QueryText.Long(Of("publisher")), ClientId = QueryText.Long(Of("client")),
                Tier = Named<OfferTier>(Of("tier")), Model = Named<OfferModel>(Of("model")), Currency = Of("currency"), Country = Of("country"),
                PromotionId = QueryText.Long(Of("promotion")),
            },
        };
    }

    internal RevenueView View(RevenueQueries queries)
    {
        var span = Span ?? queries.ThisMonth;
        return new(span, IsYearBefore ? span.YearBefore() : span.Before(), Currency ?? queries.Currency, RateDay, Filter);
    }

    /// <summary>Of one part of a breakdown alone.</summary>
    internal RevenueAsk Part(RevenueDimension by, string? key) => this with
    {
        Filter = by switch
        {
            RevenueDimension.Module => Filter with { ModuleId = QueryText.Long(key) },
            RevenueDimension.Publisher => Filter with { PublisherId = QueryText.Long(key) },
            RevenueDimension.Client => Filter with { ClientId = QueryText.Long(key) },
            RevenueDimension.Tier => Filter with { Tier = Named<OfferTier>(key) },
            RevenueDimension.Model => Filter with { Model = Named<OfferModel>(key) },
            RevenueDimension.Currency => Filter with { Currency = key },
            RevenueDimension.Country => Filter with { Country = key },
            _ => Filter with { PromotionId = QueryText.Long(key) },
        },
    };

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 2200
            ? day : null;

    private static TEnum? Named<TEnum>(string? text)
        where TEnum : struct, Enum => Enum.GetNames<TEnum>().Contains(text) ? Enum.Parse<TEnum>(text!) : null;

    private static string? Text<TValue>(TValue? value)
        where TValue : struct => value switch
        {
            null => null,
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            { } other => string.Create(CultureInfo.InvariantCulture, $"{other}"),
        };
}
