using System.Globalization;

namespace Marketplace.Portal;

/// <summary>Offers of a module, as its publisher works on them.</summary>
public static partial class PortalUrls
{
    /// <param name="from">The offer to begin with.</param>
    public static string NewOffer(string id, long? from = null) => With($"{Offers(id)}/new", ("from", from?.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Which offer those who hold one go over to.</summary>
    public static string Succession(string id, long offer) => $"{Offers(id)}/{offer.ToString(CultureInfo.InvariantCulture)}/successor";
}
