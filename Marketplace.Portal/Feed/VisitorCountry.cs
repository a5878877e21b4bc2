using Marketplace.Catalog;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Feed;

/// <summary>Where a request comes from, as the operator's proxy says.</summary>
internal sealed class VisitorCountry(IOptions<CatalogOptions> options)
{
    private readonly string _header = options.Value.CountryHeader;

    /// <summary>Two capital letters, or empty: unknown. XX and T1 are how proxies say that they do not know.</summary>
    public string Of(HttpRequest request) =>
        _header.Length > 0 && request.Headers[_header].ToString() is [var first, var second] && char.IsAsciiLetter(first) && char.IsAsciiLetter(second)
            && $"{first}{second}".ToUpperInvariant() is var country and not "XX"
            ? country
            : "";
}
