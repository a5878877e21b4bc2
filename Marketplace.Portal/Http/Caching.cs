namespace Marketplace.Portal.Http;

/// <summary>How long copies of our answers may be believed by browsers, proxies and content delivery networks.</summary>
internal static class Caching
{
    /// <summary>What is suspended, hidden or sold leaves every cache within so many seconds.</summary>
    public const int Seconds = 60;

    /// <summary>What an address that names its hash leads to: kept by browsers for good, and by nothing between.</summary>
    public const string Immutable = "private, max-age=31536000, immutable";

    /// <summary>Bytes that never change but may be withdrawn: copies are kept and asked for again by their entity tag, which costs no body.</summary>
    public static string Withdrawable(bool isPublic) => $"{(isPublic ? "public" : "private")}, max-age={Seconds}, must-revalidate";
}
