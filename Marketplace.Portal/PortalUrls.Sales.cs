namespace Marketplace.Portal;

/// <summary>What publishers sold.</summary>
public static partial class PortalUrls
{
    public const string PublisherSales = "/publisher/sales";

    /// <param name="days">Of how many days; null for the usual ones.</param>
    /// <param name="currency">Whose sums are shown; null for that of most sales.</param>
    public static string PublisherSalesOver(int? days, string? currency = null) => With(PublisherSales, ("days", Number(days)), ("in", currency));

    public static string PublisherSalesCsv(int? days = null) => With($"{PublisherSales}.csv", ("days", Number(days)));
}
