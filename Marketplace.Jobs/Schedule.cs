using Hangfire;
using Marketplace.Accounts;
using Marketplace.Live;

namespace Marketplace;

/// <summary>All recurring jobs. Times are UTC.</summary>
public static class Schedule
{
    /// <summary>Sweeps wake what is due and unclaimed: at start, every minute, and whenever a change says there is work.</summary>
    public static readonly IReadOnlyList<string> Sweeps = ["seal-audit"];

    public static void Write(IRecurringJobManager recurring)
    {
        recurring.AddOrUpdate<SealAuditJob>("seal-audit", job => job.RunAsync(CancellationToken.None), "* * * * *");
        recurring.AddOrUpdate<PurgeChangesJob>("purge-changes", job => job.RunAsync(CancellationToken.None), "*/10 * * * *");
    }
}
