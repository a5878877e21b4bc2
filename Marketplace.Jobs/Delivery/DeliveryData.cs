using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Delivery;

public static class DeliveryData
{
    extension(MarketplaceDb db)
    {
        public DbSet<SiteToken> SiteTokens => db.Set<SiteToken>();
        public DbSet<AgentContact> AgentContacts => db.Set<AgentContact>();
        public DbSet<SiteMove> SiteMoves => db.Set<SiteMove>();
        public DbSet<DeliveryOrder> Deliveries => db.Set<DeliveryOrder>();
    }
}
