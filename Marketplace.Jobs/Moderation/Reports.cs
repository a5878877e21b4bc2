using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Moderation;

public enum ReportOutcome
{
    Sent,

    /// <summary>There is no such module that the actor may see, or no such open report for a moderator.</summary>
    NotFound,

    /// <summary>A text of 10 to 2,000 characters is asked for; a moderator's answer has at most 500.</summary>
    Invalid,

    /// <summary>An earlier report of the same person about the same module is open.</summary>
    AlreadyOpen,
}

public enum ReportState
{
    Open,
    Closed,
}

/// <summary>A report in the moderators' list.</summary>
public sealed record ReportRow(
    long Id, string PackageId, string Version, string Publisher, ReportKind Kind, string Text,
    string By, DateTime At, DateTime? ClosedAt, string? ClosedBy, string Answer)
{
    /// <summary>The text of the review that it is about; null if it is about the module.</summary>
    public string? Review { get; init; }

    /// <summary>The moderators' review that approved the version, from which it can be suspended; null if it never was approved.</summary>
    public long? ApprovedBy { get; init; }
}

/// <summary>Takes in reports about modules, and lets moderators answer them.</summary>
public sealed class Reports(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>Those that wait for an answer come first, the oldest of them before.</summary>
    public static readonly ListColumns<Report> Columns = new ListColumns<Report>(r => r.Id, "state")
        .Text("module", r => r.Module.PackageId).Text("publisher", r => r.Module.Publisher.Name).Choice("kind", r => r.Kind).Text("text", r => r.Text)
        .Text("by", r => r.By.DisplayName).Time("sent", r => r.At).Choice("state", r => r.ClosedAt == null ? ReportState.Open : ReportState.Closed);

    /// <summary>Whether there is such a module that the actor may report.</summary>
    public async Task<bool> CanSendAsync(Actor actor, string packageId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Reportable(db, actor, packageId).AnyAsync(cancel);
    }

    public async Task<ReportOutcome> SendAsync(Actor actor, string packageId, string version, ReportKind kind, string text, CancellationToken cancel)
    {
        if (text.Trim() is not { Length: >= 10 and <= 2000 } words || version.Length > 100)
        {
            return ReportOutcome.Invalid;
        }

        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Reportable(db, actor, packageId).Select(m => (long?)m.Id).FirstOrDefaultAsync(cancel) is not { } module)
        {
            return ReportOutcome.NotFound;
        }

        if (await db.Set<Report>().AnyAsync(r => r.ModuleId == module && r.ById == actor.UserId && r.ReviewId == null && r.ClosedAt == null, cancel))
        {
            return ReportOutcome.AlreadyOpen;
        }

        db.Add(new Report(module, version, kind, words, actor.UserId, clock.UtcNow));
        db.Audit(actor, "module.report", $"module/{id}", $"{version} {kind}", clock.UtcNow);
        db.Changed(LiveTopic.Queue, clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
            return ReportOutcome.Sent;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Sent twice at once: the index kept one.
            return ReportOutcome.AlreadyOpen;
        }
    }

    /// <summary>Moderators only; nobody else gets any.</summary>
    public async Task<Page<ReportRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, actor, query).PageAsync(query, cancel);
    }

    /// <summary>All of them, as they are read.</summary>
    public IAsyncEnumerable<ReportRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, actor, query), cancel);

    public async Task<int> OpenAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var grants = db.StaffGrants.Allowing(actor, StaffRole.Moderator);
        return await db.Set<Report>().CountAsync(r => grants.Any() && r.ClosedAt == null, cancel);
    }

    /// <param name="answer">What came of it; needed.</param>
    public async Task<ReportOutcome> CloseAsync(Actor actor, long id, string answer, CancellationToken cancel)
    {
        if (answer.Trim() is not { Length: > 0 and <= 500 } words)
        {
            return ReportOutcome.Invalid;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var grants = db.StaffGrants.Allowing(actor, StaffRole.Moderator);
        if (await db.Set<Report>().Include(r => r.Module).FirstOrDefaultAsync(r => r.Id == id && r.ClosedAt == null && grants.Any(), cancel) is not { } report)
        {
            return ReportOutcome.NotFound;
        }

        report.Close(actor.UserId, words, clock.UtcNow);
        db.Audit(actor, "report.close", $"module/{report.Module.NormalizedId}", $"report {id}: {words}", clock.UtcNow);
        db.Changed(LiveTopic.Queue, clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
            return ReportOutcome.Sent;
        }
        catch (DbUpdateConcurrencyException)
        {
            return ReportOutcome.NotFound;
        }
    }

    private static IQueryable<ReportRow> Rows(MarketplaceDb db, Actor actor, ListQuery query)
    {
        var (grants, reviews) = (db.StaffGrants.Allowing(actor, StaffRole.Moderator), db.Reviews);
        return Columns.Apply(db.Set<Report>().Where(r => grants.Any()), query).Select(r => new ReportRow(
            r.Id, r.Module.PackageId, r.Version, r.Module.Publisher.Name, r.Kind, r.Text,
            r.By.DisplayName, r.At, r.ClosedAt, r.ClosedBy!.DisplayName, r.Answer)
        {
            Review = r.Review!.Text,
            ApprovedBy = reviews.Where(v => v.PackageId == r.Module.PackageId && v.Version == r.Version && v.State == ReviewState.Approved)
                .OrderByDescending(v => v.Id).Select(v => (long?)v.Id).FirstOrDefault(),
        });
    }

    private static IQueryable<Module> Reportable(MarketplaceDb db, Actor actor, string packageId)
    {
        var (id, releases, person) = (Module.Normalize(packageId), db.AvailableReleases(actor), db.Users.InPerson(actor));
        return db.Modules.Where(m => m.NormalizedId == id && person.Any() && releases.Any(r => r.ModuleId == m.Id));
    }
}
