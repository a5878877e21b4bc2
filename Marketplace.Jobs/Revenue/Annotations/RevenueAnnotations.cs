using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Revenue.Measures;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue.Annotations;

public sealed record AnnotationRow(long Id, DateOnly Day, string Text, string Author, DateTime ChangedAt);

/// <summary>Dated notes on revenue, for operators alone.</summary>
public sealed class RevenueAnnotations(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>So many are shown at most, the newest.</summary>
    public const int MaxShown = 500;

    private static readonly DateOnly Earliest = new(2000, 1, 1), Latest = new(2199, 12, 31);

    /// <summary>Of some days, by day; none for who is no operator.</summary>
    public async Task<IReadOnlyList<AnnotationRow>> ListAsync(Actor actor, RevenueSpan span, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        var rows = await db.RevenueAnnotations.Where(a => a.Day >= span.From && a.Day <= span.To && operators.Any())
            .OrderByDescending(a => a.Day).ThenByDescending(a => a.Id)
            .Select(a => new AnnotationRow(a.Id, a.Day, a.Text, a.Author.DisplayName, a.ChangedAt)).Take(MaxShown).ToListAsync(cancel);
        rows.Reverse();
        return rows;
    }

    /// <summary>Why this cannot be noted, in words; null if nothing speaks against it.</summary>
    public static string? Problem(string text) =>
        text.Trim().Length is 0 or > RevenueAnnotation.MaxText ? $"Enter a text of at most {RevenueAnnotation.MaxText} characters."
        : text.Trim().Any(char.IsControl) ? "Enter the text on one line." : null;

    /// <summary>False for who is no operator, and where the text or the day cannot be noted.</summary>
    public async Task<bool> AddAsync(Actor actor, DateOnly day, string text, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await MayWriteAsync(db, actor, day, text, cancel))
        {
            return false;
        }

        db.Add(new RevenueAnnotation(day, text.Trim(), actor.UserId, clock.UtcNow));
        await SaveAsync(db, actor, "add", $"{day:yyyy-MM-dd}: {text.Trim()}", cancel);
        return true;
    }

    public async Task<bool> ChangeAsync(Actor actor, long id, DateOnly day, string text, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await MayWriteAsync(db, actor, day, text, cancel) || await FindAsync(db, id, cancel) is not { } annotation)
        {
            return false;
        }

        var before = $"{annotation.Day:yyyy-MM-dd}: {annotation.Text}";
        annotation.Change(day, text.Trim(), actor.UserId, clock.UtcNow);
        await SaveAsync(db, actor, "change", $"{before} → {day:yyyy-MM-dd}: {text.Trim()}", cancel);
        return true;
    }

    public async Task<bool> RemoveAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel) || await FindAsync(db, id, cancel) is not { } annotation)
        {
            return false;
        }

        db.Remove(annotation);
        await SaveAsync(db, actor, "remove", $"{annotation.Day:yyyy-MM-dd}: {annotation.Text}", cancel);
        return true;
    }

    private static async Task<bool> MayWriteAsync(MarketplaceDb db, Actor actor, DateOnly day, string text, CancellationToken cancel) =>
        Problem(text) is null && day >= Earliest && day <= Latest && await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel);

    private static Task<RevenueAnnotation?> FindAsync(MarketplaceDb db, long id, CancellationToken cancel) =>
        db.RevenueAnnotations.FirstOrDefaultAsync(a => a.Id == id, cancel);

    private async Task SaveAsync(MarketplaceDb db, Actor actor, string verb, string details, CancellationToken cancel)
    {
        db.Audit(actor, $"revenue-annotation.{verb}", "revenue", details, clock.UtcNow);
        db.Changed(LiveTopic.Revenue, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
    }
}
