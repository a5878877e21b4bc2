using System.Text.Json.Serialization;

namespace Marketplace.Pricing.Tax;

/// <summary>What is sold, as far as tax asks: where it is taxed, and by which rate.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProductClass>))]
public enum ProductClass
{
    /// <summary>Of a rate only: it counts for every class that has none of its own.</summary>
    Any,

    /// <summary>Modules and their use: a service delivered over the internet, taxed where the buyer is.</summary>
    Electronic,

    /// <summary>Work by people, such as setting up; sold to consumers it is taxed where the seller is.</summary>
    Service,
}
