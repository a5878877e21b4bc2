namespace Marketplace.Portal;

/// <summary>What publishers promote.</summary>
public static partial class PortalUrls
{
    public const string Promotions = "/publisher/promotions";
    public const string NewPromotion = Promotions + "/new";
    public const string PromotionsCsv = Promotions + ".csv";

    public static string PromotionCodesCsv(string id) => $"{Promotions}/{Segment(id)}/codes.csv";
}
