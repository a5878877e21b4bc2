using Marketplace.Billing.Dunning;
using Marketplace.Billing.Runs;
using Marketplace.Billing.Subscriptions;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Access;

public sealed partial class World
{
    /// <summary>Of Home: what its last invoice is for could not be charged.</summary>
    public Guid FailedPeriod => Database.Read(db => db.DunningCases.Single(c => c.PausedUntil == null).PeriodId);

    public Guid PausedPeriod => Database.Read(db => db.DunningCases.Single(c => c.PausedUntil != null).PeriodId);

    public long Campaign => Database.Read(db => db.DunningCampaigns.Single(c => !c.IsDefault && c.RetiredAt == null).Id);

    public long RetiredCampaign => Database.Read(db => db.DunningCampaigns.Single(c => c.RetiredAt != null).Id);

    private async Task FailAsync(CancellationToken cancel)
    {
        await Get<CampaignChanges>().EnsureAsync(cancel);
        await using var db = Database.CreateDbContext();
        var (now, version) = (DateTime.UtcNow, await db.DunningVersions.SingleAsync(cancel));
        var period = await db.SubscriptionPeriods.Include(p => p.Subscription).SingleAsync(p => p.Subscription.PastDueSince != null, cancel);
        period.Fail(PaymentFailure.Declined, null, now.AddDays(1));
        var other = await db.SubscriptionPeriods.Include(p => p.Subscription).FirstAsync(p => p.Subscription.PastDueSince == null, cancel);
        var paused = new DunningCase(other, version, 500, "DE", now);
        paused.Pause(now.AddDays(5), Callers["operator"].Actor.UserId, now);
        var retired = new DunningCampaign("Retired", isDefault: false, DunningPlan.Default, null, now);
        retired.Retire(now);
        db.Add(new BillingPause("The bank is being asked.", Callers["operator"].Actor.UserId, now, now.AddHours(1)));
        db.Add(new BillingRun("worker", 3, 1, now));
        db.AddRange(
            new DunningCase(period, version, 500, "DE", now), paused, retired, new DunningCampaign("Other", isDefault: false, DunningPlan.Default, null, now));
        await db.SaveChangesAsync(cancel);
    }
}
