using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Search;

namespace Marketplace.Portal.Demo;

/// <summary>
/// What people searched for in the past month, and the synonyms and boosts that operators keep because of it. Changes tracked rows,
/// which the caller saves.
/// </summary>
internal static class DemoSearches
{
    private const int Days = 30;

    /// <summary>How often a day at most, how often a result was opened, and what one took.</summary>
    private static readonly (string Phrase, int Most, double Opened, int Milliseconds)[] Phrases =
    [
        ("invoice", 18, .71, 3), ("pdf", 13, .64, 3), ("newsletter", 9, .48, 4), ("image gallery", 7, .52, 6), ("payroll", 6, .6, 3), ("calendar", 5, .35, 8),
        ("invoice approval", 3, .2, 12), ("two factor", 2, 0, 21), ("sepa direct debit", 4, 0, 5), ("barcode scanner", 3, 0, 4),
        ("gantt chart", 2, 0, 4), ("kubernetes", 1, 0, 2),
    ];

    public static void Write(MarketplaceDb db, IEnumerable<Module> modules, DateOnly today, Random random)
    {
        foreach (var (phrase, most, opened, milliseconds) in Phrases)
        {
            for (var ago = 0; ago < Days; ago++)
            {
                var searches = random.Next(most + 1);
                if (searches == 0)
                {
                    continue;
                }

                var tally = db.Entry(new SearchTally(today.AddDays(-ago), phrase));
                tally.Property(t => t.Searches).CurrentValue = searches;
                tally.Property(t => t.Empty).CurrentValue = opened == 0 ? searches : 0;
                tally.Property(t => t.Opened).CurrentValue = (long)(searches * opened);
                tally.Property(t => t.Milliseconds).CurrentValue = searches * milliseconds;
                tally.Property(t => t.Slowest).CurrentValue = milliseconds + random.Next(milliseconds * 4);
                db.Add(tally.Entity);
            }
        }

        db.AddRange(
            new SearchSynonym("bill", "invoice"),
            new SearchSynonym("appointment", "calendar"),
            new SearchBoost(modules.Single(m => m.PackageId == "Fabrikam.DocumentArchive").Id, 1.2));
    }
}
