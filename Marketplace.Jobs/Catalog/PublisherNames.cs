using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

internal static class PublisherNames
{
    private const int MaxAlike = 10;

    extension(MarketplaceDb db)
    {
        /// <summary>The one written exactly so: a database may take names for equal that differ by case. Else the first of those.</summary>
        public async Task<Organization?> PublisherAsync(string name, CancellationToken cancel)
        {
            var alike = await db.Organizations.AsNoTracking().Where(o => o.Publishes && o.Name == name).OrderBy(o => o.Id).Take(MaxAlike).ToListAsync(cancel);
            return alike.Find(o => o.Name == name) ?? alike.FirstOrDefault();
        }
    }
}
