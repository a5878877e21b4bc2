using Marketplace.Insight;
using Marketplace.Operations;
using Marketplace.Portal.Shared;

namespace Marketplace.Portal.Insight;

/// <summary>How pages write the numbers of statistics.</summary>
internal static class StatisticsText
{
    /// <summary>The days that are asked for, if one can choose them; else 30.</summary>
    public static int Days(int? asked) => asked is { } days && OperationStatistics.Spans.Contains(days) ? days : 30;

    public static string Count(long number) => Format.Count(number);

    public static string Share(double? share) => share is { } part ? Format.Percent(part) : "–";

    public static string Cause(FailureCategory? category) => category switch
    {
        null => "Others",
        FailureCategory.SiteMoved => "The site had moved",
        FailureCategory.Network => "A package could not be downloaded",
        FailureCategory.Disk => "The site’s folder could not be written",
        FailureCategory.Verification => "A package may not be installed",
        FailureCategory.License => "A license was missing",
        FailureCategory.HostRefused => "The host refused",
        FailureCategory.HealthCheck => "A module failed its health check",
        FailureCategory.Timeout => "It took too long",
        _ => "A fault of the marketplace",
    };
}
