using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Promotions;

public enum RedeemOutcome
{
    Redeemed,

    /// <summary>There is no such promotion, or it has no such code for this client.</summary>
    NoSuchCode,

    /// <summary>It was not open when the quote was made.</summary>
    NotOpen,

    /// <summary>As many purchases have used it as may.</summary>
    UsedUp,

    /// <summary>As many purchases of this client have.</summary>
    UsedUpByClient,

    /// <summary>The code was for one purchase, and that was made.</summary>
    CodeUsed,
}

/// <param name="Code">Where the promotion has codes.</param>
/// <param name="QuotedAt">When the quote was made that promised it.</param>
/// <param name="Source">Of which purchase, such as <c>order/17</c>; a purchase uses a promotion once, however often it is told.</param>
public sealed record Redemption(long PromotionId, long OrganizationId, string? Code, DateTime QuotedAt, string Source);

/// <summary>Uses of promotions by purchases.</summary>
public sealed class Redemptions(TimeProvider clock)
{
    /// <summary>
    /// Claims a use for the purchase that is being made, in the transaction of it: where that is given up, nothing was used. All but
    /// <see cref="RedeemOutcome.Redeemed"/> has changed nothing.
    /// </summary>
    public async Task<RedeemOutcome> RedeemAsync(MarketplaceDb db, Redemption redemption, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("A promotion is used within the transaction of its purchase.");
        }

        // A write that changes nothing: other purchases that use the same promotion wait here until this one is made or given up.
        var id = redemption.PromotionId;
        await db.Promotions.Where(p => p.Id == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Uses, p => p.Uses), cancel);
        var promotion = await db.Promotions.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel);
        var uses = db.PromotionRedemptions.Where(r => r.PromotionId == id);
        if (promotion is null || await uses.AnyAsync(r => r.Source == redemption.Source, cancel))
        {
            return promotion is null ? RedeemOutcome.NoSuchCode : RedeemOutcome.Redeemed;
        }

        var code = promotion.CodeKind is CodeKind.None ? null : await CodeAsync(db, redemption, cancel);
        var single = promotion.CodeKind is CodeKind.Many ? code : null;
        var byClient = await uses.CountAsync(r => r.OrganizationId == redemption.OrganizationId, cancel);
        var at = redemption.QuotedAt;
        var refusal =
            (promotion.CodeKind is not CodeKind.None && code is null) || (promotion.ClientId is { } client && client != redemption.OrganizationId)
                ? RedeemOutcome.NoSuchCode
            : promotion.StartsAt > at || promotion.EndsAt <= at || promotion.EndedAt <= at ? RedeemOutcome.NotOpen
            : promotion.Uses >= promotion.MaxUses ? RedeemOutcome.UsedUp
            : byClient >= promotion.MaxUsesPerClient ? RedeemOutcome.UsedUpByClient
            : single is not null && await uses.AnyAsync(r => r.SingleCodeId == single, cancel) ? RedeemOutcome.CodeUsed
            : RedeemOutcome.Redeemed;
        if (refusal is not RedeemOutcome.Redeemed)
        {
            return refusal;
        }

        await db.Promotions.Where(p => p.Id == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Uses, p => p.Uses + 1), cancel);
        var number = await FreeAsync(uses.Select(r => r.Number), cancel);
        var ofClient = await FreeAsync(uses.Where(r => r.OrganizationId == redemption.OrganizationId).Select(r => r.ClientNumber), cancel);
        db.Add(new PromotionRedemption(id, number, redemption.OrganizationId, ofClient, single, redemption.Source, clock.UtcNow));
        db.Changed(LiveTopic.Promotions, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return RedeemOutcome.Redeemed;
    }

    /// <summary>Gives back what a purchase claimed that came to nothing, in the transaction that ends it.</summary>
    /// <param name="source">As it was claimed for.</param>
    public async Task ReleaseAsync(MarketplaceDb db, string source, CancellationToken cancel)
    {
        var claimed = await db.PromotionRedemptions.Where(r => r.Source == source).Select(r => r.PromotionId).ToListAsync(cancel);
        foreach (var id in claimed.Order())
        {
            await db.Promotions.Where(p => p.Id == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Uses, p => p.Uses - 1), cancel);
        }

        if (claimed.Count > 0)
        {
            await db.PromotionRedemptions.Where(r => r.Source == source).ExecuteDeleteAsync(cancel);
            db.Changed(LiveTopic.Promotions, clock.UtcNow);
        }
    }

    // The lowest that nobody has: what was given back is taken first, so that the numbers never pass the limit.
    private static async Task<int> FreeAsync(IQueryable<int> numbers, CancellationToken cancel) => !await numbers.AnyAsync(n => n == 1, cancel)
        ? 1
        : await numbers.Where(n => !numbers.Any(other => other == n + 1)).MinAsync(cancel) + 1;

    private static Task<long?> CodeAsync(MarketplaceDb db, Redemption redemption, CancellationToken cancel)
    {
        var code = PromotionCodes.Normalize(redemption.Code ?? "");
        return db.PromotionCodes.Where(c => c.PromotionId == redemption.PromotionId && c.Code == code).Select(c => (long?)c.Id).FirstOrDefaultAsync(cancel);
    }
}
