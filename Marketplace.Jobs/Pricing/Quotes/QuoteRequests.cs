using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing.Rates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Pricing.Quotes;

/// <param name="Currency">ISO 4217; that of the billing details where it is null.</param>
public sealed record QuoteRequest(long OrganizationId, IReadOnlyList<QuoteRequestLine> Lines, string? Currency = null);

/// <param name="Sites">On how many sites, 1 to <see cref="OfferTerms.MaxSites"/>.</param>
public sealed record QuoteRequestLine(long OfferId, int Sites);

public abstract record QuoteOutcome
{
    public sealed record Made(Guid Id, Quote Quote) : QuoteOutcome;

    /// <summary>Nothing is kept.</summary>
    public sealed record Computed(Quote Quote) : QuoteOutcome;

    /// <param name="Problem">What is wrong and what mends it.</param>
    public sealed record Invalid(string Problem) : QuoteOutcome;

    /// <summary>Tax needs the buyer's billing details, and there are none.</summary>
    public sealed record NeedsBillingDetails : QuoteOutcome;

    public sealed record NotAllowed : QuoteOutcome;
}

/// <summary>
/// Makes quotes for client organizations, from what is offered, the billing details, the seller, the rates of tax and exchange as they are now.
/// </summary>
public sealed class QuoteRequests(
    IDbContextFactory<MarketplaceDb> databases, QuoteBaskets baskets, RatesQueries rates, IOptions<PricingOptions> options,
    TimeProvider clock)
{
    private const int MaxLines = 50;

    /// <summary>Keeps the quote, so that it can be shared and accepted.</summary>
    public async Task<QuoteOutcome> MakeAsync(Actor actor, QuoteRequest request, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var outcome = await ComputeAsync(db, actor, request, cancel);
        if (outcome is not QuoteOutcome.Computed { Quote: var quote })
        {
            return outcome;
        }

        var kept = KeptQuote.Of(quote, request.OrganizationId, actor.UserId);
        db.Add(kept);
        await db.SaveChangesAsync(cancel);
        return new QuoteOutcome.Made(kept.Id, quote);
    }

    /// <summary>What it would cost now; nothing is kept.</summary>
    public async Task<QuoteOutcome> ComputeAsync(Actor actor, QuoteRequest request, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await ComputeAsync(db, actor, request, cancel);
    }

    private async Task<QuoteOutcome> ComputeAsync(MarketplaceDb db, Actor actor, QuoteRequest request, CancellationToken cancel)
    {
        if (!await db.Organizations.Of(actor).AnyAsync(o => o.Id == request.OrganizationId && o.IsClient, cancel))
        {
            return new QuoteOutcome.NotAllowed();
        }

        if (Problem(request) is { } problem)
        {
            return new QuoteOutcome.Invalid(problem);
        }

        var (open, refused) = await baskets.OpenAsync(db, request.OrganizationId, request.Currency, cancel);
        if (open is null)
        {
            return refused!;
        }

        var lines = await LinesAsync(db, actor, request, open.Basket.Currency, cancel);
        return lines.Problem is { } missing ? new QuoteOutcome.Invalid(missing) : new QuoteOutcome.Computed(open.Price(lines.Found));
    }

    private static string? Problem(QuoteRequest request) =>
        request.Lines.Count is 0 or > MaxLines ? $"A quote has 1 to {MaxLines} lines."
        : request.Lines.Any(line => line.Sites is < 1 or > OfferTerms.MaxSites) ? $"Enter 1 to {OfferTerms.MaxSites:#,0} sites."
        : request.Currency is { } code && Currency.Find(code)?.Code != code ? Currency.Unknown(code)
        : null;

    private async Task<(IReadOnlyList<BasketLine> Found, string? Problem)> LinesAsync(
        MarketplaceDb db, Actor actor, QuoteRequest request, string currency, CancellationToken cancel)
    {
        var (ids, listed) = (request.Lines.Select(line => line.OfferId).Distinct().ToList(), db.ListedModules(actor));
        var offers = await db.Offers.AsNoTracking().Open().Include(o => o.Prices).Include(o => o.Module)
            .Where(o => ids.Contains(o.Id) && listed.Any(m => m.Id == o.ModuleId)).ToDictionaryAsync(o => o.Id, cancel);
        var table = await rates.NowAsync(cancel) ?? new RatesOf(DateOnly.FromDateTime(clock.UtcNow), new Dictionary<string, decimal>());
        var lines = new List<BasketLine>();
        foreach (var line in request.Lines)
        {
            if (!offers.TryGetValue(line.OfferId, out var offer))
            {
                return ([], "One of these offers is no longer open. Choose again on the module’s page.");
            }

            var name = offer.Module.DisplayName;
            if (offer.Tier is OfferTier.Free or OfferTier.Custom)
            {
                return ([], offer.Tier is OfferTier.Free ? $"{name} is free in this tier and needs no quote." : $"Ask the publisher of {name} for a price.");
            }

            if (PricedOffer.In(offer.Terms, currency, options.Value.Currency, table) is not { } priced)
            {
                return ([], $"{name} has no price in {currency}, and there is no exchange rate. Choose {options.Value.Currency}.");
            }

            lines.Add(new(offer.Id, offer.Module.NormalizedId, name, priced, line.Sites));
        }

        return (lines, null);
    }
}
