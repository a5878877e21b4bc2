using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Usage;

public static class UsageData
{
    extension(MarketplaceDb db)
    {
        public DbSet<DailyFigures> DailyFigures => db.Set<DailyFigures>();
        public DbSet<ReleaseAdoption> ReleaseAdoptions => db.Set<ReleaseAdoption>();
        public DbSet<DailyViews> DailyViews => db.Set<DailyViews>();
        public DbSet<UsageEvent> UsageEvents => db.Set<UsageEvent>();
    }
}
