using Marketplace.Pricing;

namespace Marketplace.Revenue.Movements;

/// <summary>Of which movements a figure is; what is null is not asked for.</summary>
public sealed record RevenueFilter
{
    public long? ModuleId { get; init; }
    public long? PublisherId { get; init; }
    public long? ClientId { get; init; }
    public OfferTier? Tier { get; init; }
    public OfferModel? Model { get; init; }

    /// <summary>In which it is paid, ISO 4217.</summary>
    public string? Currency { get; init; }

    /// <summary>Of the client, ISO 3166-1.</summary>
    public string? Country { get; init; }

    public long? PromotionId { get; init; }

    internal const string TierPart = "tier/", ModelPart = "model/", CountryPart = "country/";

    /// <summary>Under which the sums of its movements are kept: empty for all; null where none are kept, so that movements are read.</summary>
    internal string? Part => this with { Currency = null } is var of && of == new RevenueFilter() ? ""
        : of == new RevenueFilter { Tier = Tier } ? TierPart + Tier
        : of == new RevenueFilter { Model = Model } ? ModelPart + Model
        : of == new RevenueFilter { Country = Country } ? CountryPart + Country : null;

    internal IQueryable<RecurringMovement> Of(IQueryable<RecurringMovement> movements)
    {
        movements = ModuleId is { } module ? movements.Where(m => m.ModuleId == module) : movements;
        movements = PublisherId is { } publisher ? movements.Where(m => m.PublisherId == publisher) : movements;
        movements = ClientId is { } client ? movements.Where(m => m.OrganizationId == client) : movements;
        movements = Tier is { } tier ? movements.Where(m => m.Tier == tier) : movements;
        movements = Model is { } model ? movements.Where(m => m.Model == model) : movements;
        movements = Currency is { } currency ? movements.Where(m => m.Currency == currency) : movements;
        movements = Country is { } country ? movements.Where(m => m.Country == country) : movements;
        return PromotionId is { } promotion ? movements.Where(m => m.PromotionId == promotion) : movements;
    }
}
