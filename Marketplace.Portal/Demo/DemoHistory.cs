using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Ratings;
using Marketplace.Sites;
using Marketplace.Usage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Demo;

/// <summary>
/// Gives the demo a past: more companies with sites, downloads of twelve weeks, and reviews. The sites and their operations are
/// rows alone, without folders; what the rows mean for the figures is counted by the ordinary jobs. Numbers come from a fixed seed.
/// </summary>
internal sealed class DemoHistory(
    IDbContextFactory<MarketplaceDb> databases, Statistics statistics, ScoreModules scores, HostOutcomes outcomes,
    RatingWriting writing, ModuleRatings reviews, TimeProvider clock)
{
    private const int Days = 84;

    private static readonly string[] Companies =
    [
        "Woodgrove Bank", "Alpine Ski House", "Blue Yonder Airlines", "City Power & Light", "Consolidated Messenger", "Fourth Coffee",
        "Graphic Design Institute", "Humongous Insurance", "Lucerne Publishing", "Margie’s Travel", "School of Fine Art",
        "Southridge Video", "The Phone Company", "VanArsdel", "Wingtip Toys", "Bellows College", "Best For You Organics",
        "First Up Consultants", "Munson’s Pickles", "Nod Publishers", "Relecloud", "Tailwind Traders", "Liberty’s Delights",
        "Lamna Healthcare",
    ];

    private static readonly (int Rating, string Text)[] Words =
    [
        (5, "Set up in ten minutes, and it has run since without a word. The release notes say what changes, which is rare."),
        (4, "Does what it says. Could do with more settings for the date formats of our branches."),
        (5, "We replaced two scripts of our own by it. Updates came through without a restart."),
        (3, "Good module, but the last update needed a host that we did not have yet. The plan said so before, so nothing broke."),
        (4, "Support answered within a day. One star off for the readme, which leaves out how to move existing data."),
        (2, "Slow with more than ten thousand records. We went back to the version before."),
        (5, "Small, clear, no permissions that it does not need."),
    ];

    /// <summary>Does nothing where the past is there.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        var last = Companies[^1];
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            if (!await db.Organizations.AnyAsync(o => o.Name == last, cancel))
            {
                await WriteAsync(db, new Random(20), cancel);
            }
        }

        await outcomes.CountAsync(cancel);
        await statistics.RollUpAsync(cancel);
        await scores.ScoreAsync(cancel);
    }

    private async Task WriteAsync(MarketplaceDb db, Random random, CancellationToken cancel)
    {
        var modules = await db.Modules.Include(m => m.Figures).Include(m => m.Releases).OrderBy(m => m.Id).ToListAsync(cancel);
        await DemoDates.SpreadReleasesAsync(db, modules, clock.UtcNow, new Random(7), cancel);
        await DemoDates.SpreadOperationsAsync(db, modules, clock.UtcNow, new Random(5), cancel);
        DemoSearches.Write(db, modules, DateOnly.FromDateTime(clock.UtcNow), new Random(9));
        var popular = modules.Where(m => m.Releases.Count > 0).Select(m => (Module: m, Share: Math.Pow(random.NextDouble(), 1.6))).ToList();
        var users = new List<(Organization Company, User User, List<Release> Has)>();
        // Thousands of rows are in hand: each save would look through all of them for what has changed.
        db.ChangeTracker.DetectChanges();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        foreach (var name in Companies)
        {
            var since = clock.UtcNow.AddDays(-random.Next(5, Days));
            var has = popular.Where(p => random.NextDouble() < p.Share * .9).Select(p => p.Module.Releases.OrderBy(_ => random.Next()).First()).ToList();
            users.Add(await CompanyAsync(db, name, since, has, clock.UtcNow, random, cancel));
        }

        foreach (var (module, share) in popular)
        {
            Use(db, module, share, [.. users.SelectMany(u => u.Has.Where(r => r.ModuleId == module.Id))], random);
        }

        db.ChangeTracker.DetectChanges();
        await db.SaveChangesAsync(cancel);
        await ReviewAsync(users, random, cancel);
    }

    private static async Task<(Organization, User, List<Release>)> CompanyAsync(
        MarketplaceDb db, string name, DateTime since, List<Release> has, DateTime now, Random random, CancellationToken cancel)
    {
        var email = $"owner@{string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant()}.example";
        var user = new User
        {
            DisplayName = $"Owner of {name}",
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            EmailConfirmed = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            CreatedAt = since,
        };
        var company = new Organization(name, publishes: false, isClient: true, since);
        db.AddRange(user, company);
        await db.SaveChangesAsync(cancel);
        var site = new Site(company.Id, "Main", "3.2.1", $"demo-{company.Id}", since);
        db.AddRange(new Membership(company.Id, user.Id, MemberRole.Owner, since), site);
        await db.SaveChangesAsync(cancel);
        DemoOperations.Write(db, site, user, has, since, now, random);
        return (company, user, has);
    }

    private void Use(MarketplaceDb db, Module module, double share, List<Release> sites, Random random)
    {
        var today = DateOnly.FromDateTime(clock.UtcNow);
        string[] countries = ["DE", "US", "GB", "FR", "", ""];
        var releases = module.Releases.OrderBy(r => r.Id).ToList();
        var figures = releases.ToDictionary(r => r.Id, r => new ReleaseFigures(r.Id));
        db.AddRange(figures.Values);
        for (var ago = Days; ago >= 0; ago--)
        {
            var day = today.AddDays(-ago);
            var weekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? .3 : 1;
            if (releases.LastOrDefault(r => DateOnly.FromDateTime(r.ApprovedAt) <= day) is not { } release)
            {
                continue;
            }

            var daily = new DailyFigures(module.Id, release.Id, day, countries[random.Next(countries.Length)]);
            daily.Count((long)(share * weekend * (40 + random.Next(80)) * (1 + ((Days - ago) / (double)Days))), 0);
            db.Add(daily);
            module.Figures.Count(daily.Downloads, 0);
            figures[release.Id].Count(daily.Downloads);
        }

        foreach (var release in sites)
        {
            db.Add(UsageEvent.Installed(module.Id, release.Id, clock.UtcNow.AddDays(-random.Next(Math.Min(Days, Age(release))))));
        }

        foreach (var release in sites.GroupBy(r => r.Id))
        {
            var (first, count) = (Math.Min(random.Next(40, Days), Age(release.First()) - 1), release.Count());
            foreach (var day in Enumerable.Range(1, count).GroupBy(step => today.AddDays(-(first * (count - step) / count) - 1)))
            {
                var adoption = new ReleaseAdoption(module.Id, release.Key, day.Key);
                adoption.Spread(day.Max());
                db.Add(adoption);
            }
        }

        module.Figures.Spread(sites.Count);
    }

    private int Age(Release release) => (int)(clock.UtcNow - release.ApprovedAt).TotalDays;

    private async Task ReviewAsync(List<(Organization Company, User User, List<Release> Has)> users, Random random, CancellationToken cancel)
    {
        foreach (var (company, user, has) in users)
        {
            foreach (var release in has.Where(_ => random.NextDouble() < .35))
            {
                var (rating, text) = Words[random.Next(Words.Length)];
                await writing.WriteAsync(new Actor(user.Id), release.Module.PackageId, company.Id, rating, text, cancel);
            }
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        await DemoDates.SpreadReviewsAsync(db, clock.UtcNow, random, cancel);
        var critical = await db.Ratings.Where(r => r.Stars <= 3).OrderBy(r => r.Id).Take(8)
            .Select(r => new { r.Id, Owner = r.Module.Publisher.Memberships.OrderBy(m => m.UserId).Select(m => m.UserId).FirstOrDefault() })
            .ToListAsync(cancel);
        foreach (var review in critical)
        {
            await reviews.AnswerAsync(
                new Actor(review.Owner), review.Id,
                "Thank you for telling us. The next release reads in pages; it is in review now.", cancel);
        }
    }
}
