using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Marketplace.Moderation;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Publishing;

/// <summary>What publishers may send: section <c>Publishing</c>.</summary>
public sealed class PublishingOptions
{
    public const string Section = "Publishing";

    /// <summary>The largest package taken in, in megabytes of 1024 × 1024 bytes.</summary>
    [Range(1, 512)]
    public int MaxPackageMegabytes { get; set; } = 250;

    /// <summary>Packages that one address may send in a minute; more are answered 429.</summary>
    [Range(1, 100_000)]
    public int PushesPerMinute { get; set; } = 120;

    /// <summary>Within how many hours a moderator should decide; what is older counts as overdue.</summary>
    [Range(1, 1000)]
    public int ReviewHours { get; set; } = 24;
}

public static class PublishingServices
{
    public static void AddPublishing(this IServiceCollection services)
    {
        services.AddOptions<PublishingOptions>().BindConfiguration(PublishingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Quarantine>();
        services.AddSingleton<Admissions>();
        services.AddSingleton<PackageIntake>();
        services.AddSingleton<SubmissionQueries>();
        services.AddSingleton<PackageComparisons>();
        services.AddSingleton<SubmissionPipeline>();
        services.AddSingleton<Rescans>();
        services.AddSingleton<SubmissionTexts>();
        services.AddSingleton<ReleaseImages>();
        services.AddSingleton<IReviewListener, ReleaseMaker>();
    }
}

internal static class PublishingMetrics
{
    public static readonly Counter<long> Received = Telemetry.Metrics.CreateCounter<long>("marketplace.submissions.received");
    public static readonly Counter<long> Released = Telemetry.Metrics.CreateCounter<long>("marketplace.releases");
}
