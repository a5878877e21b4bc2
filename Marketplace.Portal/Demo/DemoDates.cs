using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Moderation;
using Marketplace.Operations;
using Marketplace.Publishing;
using Marketplace.Ratings;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using NuGet.Versioning;

namespace Marketplace.Portal.Demo;

/// <summary>Spreads over the past months what the demo's first start does within seconds.</summary>
internal static class DemoDates
{
    /// <summary>Changes tracked rows, which the caller saves.</summary>
    public static async Task SpreadReleasesAsync(MarketplaceDb db, IEnumerable<Module> modules, DateTime now, Random random, CancellationToken cancel)
    {
        var submissions = await db.Submissions.ToDictionaryAsync(s => s.PackageHash, cancel);
        var reviews = await db.Reviews.Include(r => r.Decisions).ToDictionaryAsync(r => r.PackageHash, cancel);
        foreach (var module in modules.Where(m => m.Releases.Count > 0))
        {
            var ago = module.Releases.Count is 1 ? random.Next(30, 300) : random.Next(3, 40);
            foreach (var release in module.Releases.OrderByDescending(r => r.Id))
            {
                var decided = now.AddDays(-ago).AddMinutes(-random.Next(600));
                db.Entry(release).Property(r => r.ApprovedAt).CurrentValue = decided;
                Move(db.Entry(submissions[release.PackageHash]), decided);
                Move(db.Entry(reviews[release.PackageHash]), decided);
                ago += random.Next(14, 60);
            }

            var shown = module.Releases.OrderBy(r => r.IsPrerelease).ThenByDescending(r => NuGetVersion.Parse(r.Version)).First();
            db.Entry(module).Property(m => m.UpdatedAt).CurrentValue = shown.ApprovedAt;
            db.Entry(module).Property(m => m.CreatedAt).CurrentValue = module.Releases.Min(r => r.ApprovedAt);
        }
    }

    /// <summary>Each comes after the releases that it brought. Changes tracked rows, which the caller saves.</summary>
    public static async Task SpreadOperationsAsync(MarketplaceDb db, IEnumerable<Module> modules, DateTime now, Random random, CancellationToken cancel)
    {
        var approved = modules.SelectMany(m => m.Releases, (m, r) => (Id: (m.PackageId, r.Version), r.ApprovedAt)).ToDictionary(r => r.Id, r => r.ApprovedAt);
        var revisions = await db.Revisions.Include(r => r.Modules).Where(r => r.OperationId != null).ToDictionaryAsync(r => r.OperationId!.Value, cancel);
        var operations = await db.Operations
            .Include(o => o.Plan).Include(o => o.Site).Include(o => o.Steps).Include(o => o.Log)
            .AsSplitQuery()
            .OrderBy(o => o.Id)
            .ToListAsync(cancel);
        foreach (var site in operations.GroupBy(o => o.Site))
        {
            var last = now.AddDays(-80);
            db.Entry(site.Key).Property(s => s.CreatedAt).CurrentValue = last;
            foreach (var operation in site)
            {
                var revision = revisions.GetValueOrDefault(operation.Id);
                var since = (revision?.Modules ?? []).Select(m => approved[(m.PackageId, m.Version)]).Append(last).Max();
                last = since + ((now - since) * (.1 + (.3 * random.NextDouble())));
                var by = last - operation.QueuedAt;
                foreach (var row in (IEnumerable<object?>)[operation, operation.Plan, .. operation.Steps, .. operation.Log, revision])
                {
                    Move(db, row, by);
                }
            }
        }
    }

    /// <summary>Each is written some time after the release that it is about.</summary>
    public static async Task SpreadReviewsAsync(MarketplaceDb db, DateTime now, Random random, CancellationToken cancel)
    {
        var approved = await db.Releases.ToDictionaryAsync(r => (r.ModuleId, r.Version), r => r.ApprovedAt, cancel);
        foreach (var review in await db.Ratings.ToListAsync(cancel))
        {
            var since = approved[(review.ModuleId, review.Version)];
            db.Entry(review).Property(r => r.WrittenAt).CurrentValue = since + ((now - since) * random.NextDouble());
        }

        await db.SaveChangesAsync(cancel);
    }

    private static void Move(MarketplaceDb db, object? row, TimeSpan by)
    {
        foreach (var property in row is null ? [] : db.Entry(row).Properties.Where(p => p.CurrentValue is DateTime))
        {
            property.CurrentValue = (DateTime)property.CurrentValue! + by;
        }
    }

    private static void Move(EntityEntry<Submission> submission, DateTime decided)
    {
        submission.Property(s => s.ReceivedAt).CurrentValue = decided.AddHours(-5);
        submission.Property(s => s.ScannedAt).CurrentValue = decided.AddHours(-5).AddSeconds(2);
        submission.Property(s => s.DecidedAt).CurrentValue = decided;
    }

    private static void Move(EntityEntry<Review> review, DateTime decided)
    {
        review.Property(r => r.OpenedAt).CurrentValue = decided.AddHours(-5).AddSeconds(2);
        review.Property(r => r.DueAt).CurrentValue = decided.AddHours(19);
        review.Property(r => r.DecidedAt).CurrentValue = decided;
        foreach (var decision in review.Entity.Decisions)
        {
            review.Context.Entry(decision).Property(d => d.At).CurrentValue = decided;
        }
    }
}
