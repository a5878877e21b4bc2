using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Promotions;

/// <summary>What someone would buy, as far as promotions ask.</summary>
/// <param name="Code">As it was entered; null if none was.</param>
public sealed record PromotionRequest(
    long OrganizationId, IReadOnlyList<PromotionLine> Lines, string Country, string Currency, string? Code, DateTime At);

/// <param name="Module">Its package id, normalized.</param>
public sealed record PromotionLine(long PublisherId, string Module, string Name, OfferTier Tier, OfferModel Model);

/// <param name="Open">Those that the quote may use, each limited to the modules of its publisher.</param>
/// <param name="BoughtFrom">The publishers from which the organization has bought before.</param>
/// <param name="ByCode">The one that the code opened.</param>
/// <param name="Problem">Why the code does not count.</param>
public sealed record PromotionsFound(IReadOnlyList<OpenPromotion> Open, IReadOnlyList<long> BoughtFrom, long? ByCode, string? Problem);

/// <summary>Finds the promotions that are open to a buyer now.</summary>
public sealed class BuyerPromotions(IPurchases purchases, Attempts attempts)
{
    private const int Most = 1000;

    /// <summary>Wrong codes of one organization: who guesses must not get far.</summary>
    public static readonly AttemptLimit WrongCodes = new("promotion code", 10, TimeSpan.FromHours(1));

    public async Task<PromotionsFound> FindAsync(MarketplaceDb db, PromotionRequest request, CancellationToken cancel)
    {
        var publishers = request.Lines.Select(line => line.PublisherId).Distinct().ToList();
        var bought = await purchases.BoughtFromAsync(db, request.OrganizationId, publishers, cancel);
        var redemptions = db.PromotionRedemptions.Where(r => r.OrganizationId == request.OrganizationId);
        var open = await db.Promotions.AsNoTracking().OpenAt(request.At)
            .Where(p => publishers.Contains(p.PublisherId) && p.CodeKind == CodeKind.None && (p.MaxUses == null || p.Uses < p.MaxUses)
                && (p.MaxUsesPerClient == null || redemptions.Count(r => r.PromotionId == p.Id) < p.MaxUsesPerClient))
            .OrderBy(p => p.Id).Take(Most).ToListAsync(cancel);
        var byCode = string.IsNullOrWhiteSpace(request.Code) ? null : await ByCodeAsync(db, request, bought, cancel);
        return new(
            [.. open.Concat(byCode?.Promotion is { } one ? [one] : []).Select(promotion => For(promotion, request, bought)).OfType<OpenPromotion>()],
            bought, byCode?.Promotion?.Id, byCode?.Problem);
    }

    private async Task<(Promotion? Promotion, string? Problem)?> ByCodeAsync(
        MarketplaceDb db, PromotionRequest request, IReadOnlyList<long> bought, CancellationToken cancel)
    {
        var (who, code) = ($"organization/{request.OrganizationId}", PromotionCodes.Normalize(request.Code!) ?? "");
        if (!await attempts.TryAsync(WrongCodes, who, cancel))
        {
            return (null, CodeRefusals.TooMany);
        }

        var found = await CandidatesAsync(db, request, code, cancel);
        if (found.Count == 0)
        {
            return (null, CodeRefusals.Unknown(request.Code!));
        }

        await attempts.ForgetOneAsync(WrongCodes, who, cancel);
        // Two publishers may have the same code: the one counts that fits.
        var judged = found.ConvertAll(one => (one.Promotion, Problem: CodeRefusals.Of(one, code, request, bought.Contains(one.Promotion.PublisherId))));
        var best = judged.FirstOrDefault(one => one.Problem is null, judged[0]);
        return (best.Problem is null ? best.Promotion : null, best.Problem);
    }

    // The code of another client is answered as one that is not there.
    private static async Task<List<FoundCode>> CandidatesAsync(MarketplaceDb db, PromotionRequest request, string code, CancellationToken cancel)
    {
        var (publishers, redemptions, own) = (
            request.Lines.Select(line => line.PublisherId).Distinct().ToList(), db.PromotionRedemptions,
            db.PromotionRedemptions.Where(r => r.OrganizationId == request.OrganizationId));
        return await db.PromotionCodes.AsNoTracking()
            .Where(c => c.Code == code && publishers.Contains(c.PublisherId)
                && (c.Promotion.ClientId == null || c.Promotion.ClientId == request.OrganizationId))
            .OrderBy(c => c.ReleasedAt != null).ThenByDescending(c => c.PromotionId).Take(20)
            .Select(c => new FoundCode(
                c.Promotion, c.Promotion.Publisher.Name, own.Count(r => r.PromotionId == c.PromotionId), redemptions.Any(r => r.SingleCodeId == c.Id)))
            .ToListAsync(cancel);
    }

    // What remains to be asked of the lines; null where nothing does.
    private static OpenPromotion? For(Promotion promotion, PromotionRequest request, IReadOnlyList<long> bought)
    {
        var own = request.Lines.Where(line => line.PublisherId == promotion.PublisherId).Select(line => line.Module).Distinct();
        return promotion.Rule.OfPublisher(own, isFirstPurchase: !bought.Contains(promotion.PublisherId)) is { } rule
            ? new(promotion.Id, promotion.Name, rule) : null;
    }
}

public static class PublisherRules
{
    extension(PromotionRule rule)
    {
        /// <summary>The rule for a basket with these modules of the promotion's publisher, whose first purchase is decided; null if it is for none.</summary>
        public PromotionRule? OfPublisher(IEnumerable<string> modules, bool isFirstPurchase)
        {
            var conditions = rule.Conditions;
            IReadOnlyList<string> own = conditions.Modules.Count == 0 ? [.. modules] : [.. conditions.Modules.Intersect(modules)];
            return own.Count == 0 || (conditions.FirstPurchaseOnly && !isFirstPurchase)
                ? null : rule with { Conditions = conditions with { Modules = own, FirstPurchaseOnly = false } };
        }
    }
}
