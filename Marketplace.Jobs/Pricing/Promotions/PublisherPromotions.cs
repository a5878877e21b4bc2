using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Promotions;

public abstract record PromotionOutcome
{
    public sealed record Made(long Id) : PromotionOutcome;

    public sealed record Ended : PromotionOutcome;

    /// <param name="Problem">What is wrong and what mends it.</param>
    public sealed record Invalid(string Problem) : PromotionOutcome;

    public sealed record NotAllowed : PromotionOutcome;
}

/// <summary>What publishers, or staff for them, promote.</summary>
public sealed class PublisherPromotions(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int MaxRunning = 100;

    public async Task<PromotionOutcome> MakeAsync(Actor actor, long publisherId, PromotionTerms terms, CancellationToken cancel)
    {
        if (terms.Problem(clock.UtcNow) is { } problem)
        {
            return new PromotionOutcome.Invalid(problem);
        }

        return await TryAsync(
            db => MakeAsync(db, actor, publisherId, terms, clock.UtcNow, cancel), "The code was taken by another promotion just now. Choose another code.",
            cancel);
    }

    /// <summary>Ends a promotion before its own end. Quotes that were made with it stay valid, and its codes may be given to another.</summary>
    public Task<PromotionOutcome> EndAsync(Actor actor, long promotionId, CancellationToken cancel) => TryAsync(async db =>
    {
        var now = clock.UtcNow;
        if (await db.PromotionsManagedBy(actor).FirstOrDefaultAsync(p => p.Id == promotionId, cancel) is not { } promotion)
        {
            return new PromotionOutcome.NotAllowed();
        }

        if (promotion.EndedAt is not null || promotion.EndsAt <= now)
        {
            return new PromotionOutcome.Invalid($"{promotion.Name} has ended already.");
        }

        promotion.End(actor.UserId, now);
        db.Audit(actor, "promotion.end", $"organization/{promotion.PublisherId}", $"Promotion {promotion.Id}, {promotion.Name}", now);
        db.Changed(LiveTopic.Promotions, now);
        await db.SaveChangesAsync(cancel);
        await db.PromotionCodes.Where(c => c.PromotionId == promotionId).ExecuteUpdateAsync(set => set.SetProperty(c => c.ReleasedAt, now), cancel);
        return new PromotionOutcome.Ended();
    }, "Someone else has ended it just now.", cancel);

    private async Task<PromotionOutcome> TryAsync(Func<MarketplaceDb, Task<PromotionOutcome>> act, string lost, CancellationToken cancel)
    {
        try
        {
            return await databases.TransactAsync(act, cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return new PromotionOutcome.Invalid(lost);
        }
    }

    private static async Task<PromotionOutcome> MakeAsync(
        MarketplaceDb db, Actor actor, long publisherId, PromotionTerms terms, DateTime now, CancellationToken cancel)
    {
        if (!await db.PublishersPromotedBy(actor).AnyAsync(o => o.Id == publisherId, cancel))
        {
            return new PromotionOutcome.NotAllowed();
        }

        var (modules, client) = (terms.Rule.Conditions.Modules.Select(Module.Normalize).Distinct().ToList(), terms.Client.Trim());
        var own = await db.Modules.Where(m => m.PublisherId == publisherId && modules.Contains(m.NormalizedId)).Select(m => m.NormalizedId).ToListAsync(cancel);
        long? clientId = terms.CodeKind is CodeKind.Client
            ? await db.Organizations.Where(o => o.Name == client && o.IsClient).Select(o => (long?)o.Id).FirstOrDefaultAsync(cancel) : null;
        if ((modules.Except(own).FirstOrDefault() is { } other ? $"{other} is no module of this publisher."
            : terms.CodeKind is CodeKind.Client && clientId is null
                ? $"There is no client “{client}”. Write the organization's name as it stands in its requests."
            : await db.Promotions.Running(now).CountAsync(p => p.PublisherId == publisherId, cancel) >= MaxRunning
                ? $"A publisher has at most {MaxRunning} promotions that have not ended. End one first."
            : await CodeProblemAsync(db, publisherId, terms, now, cancel)) is { } problem)
        {
            return new PromotionOutcome.Invalid(problem);
        }

        var (name, period) = (terms.Name.Trim(), terms.Period);
        var promotion = new Promotion(publisherId, name, period.StartUtc, period.EndUtc, period.TimeZone, actor.UserId, now)
        {
            Rule = terms.Rule with { Conditions = terms.Rule.Conditions with { Modules = modules } },
            CodeKind = terms.CodeKind, ClientId = clientId, MaxUses = terms.MaxUses, MaxUsesPerClient = terms.MaxUsesPerClient,
        };
        foreach (var code in CodesOf(terms))
        {
            promotion.Codes.Add(new PromotionCode(publisherId, code));
        }

        db.Add(promotion);
        db.Audit(actor, "promotion.make", $"organization/{publisherId}", $"{name}: {terms.Rule.ToJson()}", now);
        db.Changed(LiveTopic.Promotions, now);
        await db.SaveChangesAsync(cancel);
        return new PromotionOutcome.Made(promotion.Id);
    }

    private static IEnumerable<string> CodesOf(PromotionTerms terms) => terms.CodeKind switch
    {
        CodeKind.None => [],
        CodeKind.Many => PromotionCodes.Generate(terms.Codes),
        _ => [PromotionCodes.Normalize(terms.Code)!],
    };

    // The code of a promotion whose end has passed can be given to another.
    private static async Task<string?> CodeProblemAsync(MarketplaceDb db, long publisherId, PromotionTerms terms, DateTime now, CancellationToken cancel)
    {
        if (terms.CodeKind is not (CodeKind.Shared or CodeKind.Client))
        {
            return null;
        }

        var code = PromotionCodes.Normalize(terms.Code)!;
        var taken = db.PromotionCodes.Where(c => c.PublisherId == publisherId && c.Code == code && c.ReleasedAt == null);
        await taken.Where(c => c.Promotion.EndsAt <= now).ExecuteUpdateAsync(set => set.SetProperty(c => c.ReleasedAt, now), cancel);
        return await taken.Select(c => c.Promotion.Name).FirstOrDefaultAsync(cancel) is { } holder
            ? $"{code} is the code of {holder}. End that promotion first, or choose another code." : null;
    }
}
