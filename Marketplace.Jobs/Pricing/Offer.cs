using System.Text.Json.Serialization;
using Marketplace.Catalog;
using Marketplace.Data;

namespace Marketplace.Pricing;

/// <summary>What a buyer gets more of. Free costs nothing, and what Custom costs is told on request.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OfferTier>))]
public enum OfferTier
{
    Free,
    Basic,
    Premium,
    Enterprise,
    Custom,
}

/// <summary>How often the price is paid.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OfferModel>))]
public enum OfferModel
{
    OneTime,
    Monthly,
    Yearly,
}

public static class OfferModels
{
    /// <summary>What one payment pays for: <c>month</c> or <c>year</c>; empty if there is but one.</summary>
    public static string Per(this OfferModel model) => model switch { OfferModel.Monthly => "month", OfferModel.Yearly => "year", _ => "" };
}

/// <summary>A way to buy a module. It never changes: another price is another offer, so what was once sold can be looked up.</summary>
/// <param name="sites">On how many sites of the buyer a license of it counts; null for all of them.</param>
public sealed class Offer(long moduleId, OfferTier tier, OfferModel model, int? sites, long byId, DateTime at)
{
    public long Id { get; private set; }
    public long ModuleId { get; private set; } = moduleId;
    public Module Module { get; private set; } = null!;
    public OfferTier Tier { get; private set; } = tier;
    public OfferModel Model { get; private set; } = model;
    public int? Sites { get; private set; } = sites;

    /// <summary>One in each currency; none where the tier is Free or Custom.</summary>
    public ICollection<OfferPrice> Prices { get; } = [];

    public long ById { get; private set; } = byId;
    public DateTime At { get; private set; } = at;

    /// <summary>Since when it is no longer offered; licenses that were issued on it stay.</summary>
    public DateTime? WithdrawnAt { get; private set; }

    public long? WithdrawnById { get; private set; }

    public void Withdraw(long byId, DateTime now) => (WithdrawnById, WithdrawnAt) = (byId, now);
}

/// <summary>The price of an offer in one currency.</summary>
public sealed class OfferPrice(string currency, long minor)
{
    public long OfferId { get; private set; }
    public string Currency { get; private set; } = currency;
    public long Minor { get; private set; } = minor;
}

/// <summary>An offer as people read it.</summary>
/// <param name="Price">In the marketplace's own currency; null if it is free or told on request.</param>
/// <param name="Others">Its prices in other currencies.</param>
public sealed record OfferRow(long Id, OfferTier Tier, OfferModel Model, int? Sites, Money? Price, IReadOnlyList<Money> Others)
{

    /// <summary>What the first year costs on so many sites; null if it is free or told on request.</summary>
    public Money? FirstYear(int sites = 1) => Price * (Model is OfferModel.Monthly ? 12 : 1) * Licenses(sites);

    /// <summary>What is due at a time on so many sites.</summary>
    public Money? PriceFor(int sites) => Price * Licenses(sites);

    // A license counts on so many sites; more sites need more of them.
    private int Licenses(int sites) => Sites is { } each ? (Math.Max(sites, 1) + each - 1) / each : 1;
}
