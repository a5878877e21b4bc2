using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Runs;

public static class BillingRunsData
{
    extension(MarketplaceDb db)
    {
        public DbSet<BillingRun> BillingRuns => db.Set<BillingRun>();

        internal IQueryable<BillingPause> PausesAt(DateTime now) => db.Set<BillingPause>().Where(p => p.Until > now);
    }
}
