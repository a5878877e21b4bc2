using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Pricing.Quotes;

/// <summary>A quote as it is kept: the same quote is always the same text, so its hash binds it.</summary>
public static class QuoteDocument
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static string Write(Quote quote) => JsonSerializer.Serialize(quote, Options);

    public static Quote Read(string document) => JsonSerializer.Deserialize<Quote>(document, Options)!;

    // Whole, since nothing is not the default everywhere: a promotion of every period says so.
    public static string Write(Basket basket) => JsonSerializer.Serialize(basket, JsonSerializerOptions.Web);

    public static Basket ReadBasket(string document) => JsonSerializer.Deserialize<Basket>(document, JsonSerializerOptions.Web)!;

    public static string Write(BasketLine line) => JsonSerializer.Serialize(line, JsonSerializerOptions.Web);

    public static BasketLine ReadLine(string document) => JsonSerializer.Deserialize<BasketLine>(document, JsonSerializerOptions.Web)!;

    public static string Hash(string document) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));
}
