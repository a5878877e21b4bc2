using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Promotions;

/// <param name="Code">Where it has one; null where it needs none or has many.</param>
/// <param name="Codes">How many it has.</param>
/// <param name="Client">Whose code it is.</param>
/// <param name="By">Who made it.</param>
/// <param name="EndedBy">Who ended it early.</param>
public sealed record PromotionRow(
    long Id, long PublisherId, string Publisher, string Name, string Document, PromotionState State, CodeKind CodeKind, string? Code, int Codes, string? Client,
    DateTime StartsAt, DateTime? EndsAt, string TimeZone, int Uses, int? MaxUses, int? MaxUsesPerClient, string By, DateTime At, DateTime? EndedAt,
    string? EndedBy)
{
    public PromotionRule Rule => PromotionRule.Parse(Document);
}

/// <param name="UsedBy">The client that used it; null while none has.</param>
public sealed record PromotionCodeRow(long Id, string Code, DateTime? UsedAt, string? UsedBy, string? Source);

/// <param name="Modules">Its modules that could be promoted.</param>
public sealed record PromotedPublisher(long Id, string Name, IReadOnlyList<PromotedModule> Modules);

/// <param name="Id">Its package id, normalized.</param>
public sealed record PromotedModule(string Id, string Name);

/// <summary>Reads promotions, for those who decide on them.</summary>
public sealed class PromotionQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int MaxPublishers = 20, MaxModules = 500;

    public static readonly IListColumns Columns = ColumnsAt(default);

    public static readonly ListColumns<PromotionCode> CodeColumns = new ListColumns<PromotionCode>(c => c.Id).Text("code", c => c.Code);

    public async Task<Page<PromotionRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, actor, query, clock.UtcNow).PageAsync(query, cancel);
    }

    /// <summary>All of them, as they are read.</summary>
    public IAsyncEnumerable<PromotionRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, actor, query, clock.UtcNow), cancel);

    /// <summary>Whether there is such a promotion, and the actor decides on it.</summary>
    public async Task<bool> HasAsync(Actor actor, long promotionId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.PromotionsManagedBy(actor).AnyAsync(p => p.Id == promotionId, cancel);
    }

    /// <summary>The codes of a promotion, as they are read; none if there are none to see.</summary>
    public IAsyncEnumerable<PromotionCodeRow> StreamCodesAsync(Actor actor, long promotionId, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(
            db =>
            {
                var (managed, uses) = (db.PromotionsManagedBy(actor), db.PromotionRedemptions);
                return CodeColumns.Apply(db.PromotionCodes.AsNoTracking().Where(c => c.PromotionId == promotionId), query)
                    .Where(c => managed.Any(p => p.Id == c.PromotionId))
                    .Select(c => new PromotionCodeRow(
                        c.Id, c.Code, uses.Where(r => r.SingleCodeId == c.Id).Select(r => (DateTime?)r.At).FirstOrDefault(),
                        uses.Where(r => r.SingleCodeId == c.Id).Select(r => r.Organization.Name).FirstOrDefault(),
                        uses.Where(r => r.SingleCodeId == c.Id).Select(r => r.Source).FirstOrDefault()));
            },
            cancel);

    /// <summary>The publishers for which the actor may make promotions, the first by name.</summary>
    /// <param name="part">Of the name; any if it is empty.</param>
    public async Task<IReadOnlyList<PromotedPublisher>> PublishersAsync(Actor actor, string part, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (like, modules) = (part.Trim().AsLikePart(), db.Modules);
        return await db.PublishersPromotedBy(actor).Where(o => EF.Functions.Like(o.Name, like, Texts.LikeEscape))
            .OrderBy(o => o.Name).Take(MaxPublishers)
            .Select(o => new PromotedPublisher(
                o.Id, o.Name, modules.Where(m => m.PublisherId == o.Id).OrderBy(m => m.DisplayName).Take(MaxModules)
                    .Select(m => new PromotedModule(m.NormalizedId, m.DisplayName)).ToList()))
            .ToListAsync(cancel);
    }

    private static IQueryable<PromotionRow> Rows(MarketplaceDb db, Actor actor, ListQuery query, DateTime now)
    {
        var users = db.Users;
        return ColumnsAt(now).Apply(db.PromotionsManagedBy(actor).AsNoTracking(), query)
            .Select(p => new PromotionRow(
                p.Id, p.PublisherId, p.Publisher.Name, p.Name, EF.Property<string>(p, "_rule"),
                p.EndedAt != null || p.EndsAt <= now ? PromotionState.Ended : p.StartsAt > now ? PromotionState.Planned : PromotionState.Open,
                p.CodeKind, p.CodeKind == CodeKind.Many ? null : p.Codes.OrderBy(c => c.Id).Select(c => c.Code).FirstOrDefault(), p.Codes.Count,
                p.Client!.Name, p.StartsAt, p.EndsAt, p.TimeZone, p.Uses, p.MaxUses, p.MaxUsesPerClient,
                users.Where(u => u.Id == p.ById).Select(u => u.DisplayName).First(), p.At, p.EndedAt,
                users.Where(u => u.Id == p.EndedById).Select(u => u.DisplayName).FirstOrDefault()));
    }

    // What is open depends on the moment.
    private static ListColumns<Promotion> ColumnsAt(DateTime now) => new ListColumns<Promotion>(p => p.Id, "-starts")
        .Text("name", p => p.Name).Text("publisher", p => p.Publisher.Name).Choice("code", p => p.CodeKind)
        .Choice("state", p => p.EndedAt != null || p.EndsAt <= now ? PromotionState.Ended : p.StartsAt > now ? PromotionState.Planned : PromotionState.Open)
        .Time("starts", p => p.StartsAt).Time("ends", p => p.EndsAt).Number("uses", p => p.Uses).Time("made", p => p.At);
}
