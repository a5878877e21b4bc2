namespace Marketplace.Portal;

/// <summary>The files of lists.</summary>
public static partial class PortalUrls
{
    public const string SitesCsv = "/sites.csv";
    public const string OperationsCsv = "/operations.csv";
    public const string BatchesCsv = "/batches.csv";
    public const string SubmissionsCsv = "/submissions.csv";
    public const string PublisherModulesCsv = "/publisher/modules.csv";
    public const string BoostsCsv = "/searches/boosts.csv";
    public const string VersionsCsv = "/statistics/versions.csv";
    public const string OwnLicensesCsv = "/licenses.csv";
    public const string TaxRatesCsv = "/tax/rates.csv";
    public const string MembersCsv = "/organization/members.csv";
    public const string ApiKeysCsv = "/organization/keys.csv";

    public static string SearchesCsv(int? days = null) => With("/searches.csv", ("days", days is null ? null : $"{days}"));

    public static string SiteVersionsCsv(long? organization = null) =>
        With("/statistics/sites/versions.csv", ("organization", organization is { } id ? $"{id}" : null));

    public static string ModuleVersionsCsv(string id) => $"/modules/{Segment(id)}/versions.csv";

    public static string ModuleHistoryCsv(string id) => $"/modules/{Segment(id)}/history.csv";

    public static string ListingCsv(string id) => $"/modules/{Segment(id)}/listing.csv";

    public static string LicensesCsv(string id) => $"/modules/{Segment(id)}/licenses.csv";
}
