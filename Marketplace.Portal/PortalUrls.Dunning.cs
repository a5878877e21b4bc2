using System.Globalization;

namespace Marketplace.Portal;

public static partial class PortalUrls
{
    public const string Dunning = "/dunning";
    public const string DunningCsv = "/dunning.csv";
    public const string NewCampaign = "/dunning/campaigns/new";

    /// <param name="tab"><c>calendar</c> or <c>campaigns</c>.</param>
    public static string DunningIn(string tab) => With(Dunning, ("tab", tab));

    public static string DunningMonth(DateOnly month) =>
        With(Dunning, ("tab", "calendar"), ("month", month.ToString("yyyy-MM", CultureInfo.InvariantCulture)));

    public static string Campaign(long id) => $"/dunning/campaigns/{id}";

    public static string PayLink(string token) => $"{Marketplace.Billing.Dunning.DunningLink.Page}/{token}";
}
