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

/// <summary>How it is paid for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OfferModel>))]
public enum OfferModel
{
    OneTime,
    Monthly,
    Yearly,

    /// <summary>By what was used in a month, beside a base price if it has one.</summary>
    UsageBased,

    /// <summary>For nothing, up to what is included; what goes beyond is paid by the month.</summary>
    Freemium,
}

public static class OfferModels
{
    /// <summary>What one payment pays for: <c>month</c> or <c>year</c>; empty if there is but one.</summary>
    public static string Per(this OfferModel model) => model.Months() switch { 0 => "", 12 => "year", _ => "month" };

    /// <summary>In a sentence: monthly, once, by usage.</summary>
    public static string Words(this OfferModel model) => model switch
    {
        OfferModel.Monthly => "monthly", OfferModel.Yearly => "yearly", OfferModel.OneTime => "once", OfferModel.UsageBased => "by usage", _ => "freemium",
    };

    /// <summary>How many months one payment pays for; 0 where there is but one.</summary>
    public static int Months(this OfferModel model) => model switch { OfferModel.OneTime => 0, OfferModel.Yearly => 12, _ => 1 };
}

/// <summary>A way to buy a module. It never changes: another price is another offer, so what was once sold can be looked up.</summary>
/// <param name="sites">On how many sites of the buyer a license of it counts; null for all of them.</param>
public sealed class Offer(long moduleId, OfferTier tier, OfferModel model, int? sites, long byId, DateTime at)
{
    private string _details = OfferDetails.None.ToJson();

    public long Id { get; private set; }
    public long ModuleId { get; private set; } = moduleId;
    public Module Module { get; private set; } = null!;
    public OfferTier Tier { get; private set; } = tier;
    public OfferModel Model { get; private set; } = model;
    public int? Sites { get; private set; } = sites;

    /// <summary>One in each currency; none where the tier is Free or Custom, or only what is used is paid.</summary>
    public ICollection<OfferPrice> Prices { get; } = [];

    public OfferDetails Details
    {
        get => OfferDetails.Parse(_details);
        init => _details = value.ToJson();
    }

    /// <summary>As it was made.</summary>
    public OfferTerms Terms => new(Tier, Model, Sites, [.. Prices.Select(price => new Money(price.Minor, price.Currency))]) { Details = Details };

    /// <summary>A trial of it begins only with a way to pay.</summary>
    public bool NeedsMethodToTry => Details.Trial?.NeedsPaymentMethod is true;

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
