using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Rates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Planning;

/// <summary>A module for which licenses are missing.</summary>
/// <param name="Problem">Why it may not come.</param>
/// <param name="Sites">For how many more sites.</param>
/// <param name="Offers">Those that have a price, the one whose first year costs least on so many sites first; none where it is told on request.</param>
/// <param name="Chosen">One of them; null where there is none.</param>
public sealed record PlanPriceLine(string Id, string Problem, int Sites, bool IsAsked, IReadOnlyList<PlanOffer> Offers, PlanOffer? Chosen);

/// <summary>What the licenses cost that plans lack.</summary>
/// <param name="Outcome">The quote for what is chosen, or why there is none; null where nothing is to be bought.</param>
public sealed record PlanPrice(IReadOnlyList<PlanPriceLine> Lines, QuoteOutcome? Outcome)
{
    public Quote? Quote => (Outcome as QuoteOutcome.Computed)?.Quote;
}

/// <summary>Prices plans: one of a site, or those of a batch together, for so many sites as they bring each module to.</summary>
public sealed class PlanPricing(IDbContextFactory<MarketplaceDb> databases, QuoteRequests quotes, IOptions<PricingOptions> options)
{
    private const int MaxOffers = 1000;

    /// <param name="plans">Of sites of one organization.</param>
    /// <param name="chosen">Ids of offers, of any modules; a module of which none is named takes the one that costs least in the first year.</param>
    public async Task<PlanPrice> ComputeAsync(
        Actor actor, long organizationId, IReadOnlyCollection<PlanDocument> plans, IReadOnlyCollection<long> chosen, CancellationToken cancel)
    {
        var lines = await LinesAsync(actor, plans, chosen, cancel);
        return new(lines, Request(organizationId, lines) is { } request ? await quotes.ComputeAsync(actor, request, cancel) : null);
    }

    /// <summary>The same as a quote that is kept; null where nothing is to be bought.</summary>
    public async Task<QuoteOutcome?> MakeAsync(
        Actor actor, long organizationId, IReadOnlyCollection<PlanDocument> plans, IReadOnlyCollection<long> chosen, CancellationToken cancel) =>
        Request(organizationId, await LinesAsync(actor, plans, chosen, cancel)) is { } request ? await quotes.MakeAsync(actor, request, cancel) : null;

    private static QuoteRequest? Request(long organizationId, IReadOnlyList<PlanPriceLine> lines)
    {
        List<QuoteRequestLine> wanted = [.. lines.Where(line => line.Chosen is not null).Select(line => new QuoteRequestLine(line.Chosen!.Id, line.Sites))];
        return wanted.Count == 0 ? null : new(organizationId, wanted);
    }

    private async Task<IReadOnlyList<PlanPriceLine>> LinesAsync(
        Actor actor, IReadOnlyCollection<PlanDocument> plans, IReadOnlyCollection<long> chosen, CancellationToken cancel)
    {
        var missing = Missing(plans);
        if (missing.Count == 0)
        {
            return [];
        }

        var own = options.Value.Currency;
        var ids = missing.ConvertAll(one => Module.Normalize(one.License.Id));
        await using var db = await databases.CreateDbContextAsync(cancel);
        var listed = db.ListedModules(actor);
        var offers = (await db.Offers.AsNoTracking().Open().Include(o => o.Prices)
                .Where(o => ids.Contains(o.Module.NormalizedId) && listed.Any(m => m.Id == o.ModuleId) && o.Prices.Any())
                .OrderBy(o => o.Id).Take(MaxOffers).Select(o => new { Offer = o, o.Module.NormalizedId }).ToListAsync(cancel))
            .ToLookup(found => found.NormalizedId, found => found.Offer);
        return [.. missing.Select(one => Line(one.License, one.Sites, plans.Count == 1, offers[Module.Normalize(one.License.Id)], chosen, own))];
    }

    // Each plan counts the other sites that have the module now, so of all plans together each is one more.
    private static List<(PlanLicense License, int Sites)> Missing(IReadOnlyCollection<PlanDocument> plans) =>
    [
        .. from plan in plans
           from license in plan.Licenses ?? []
           group license by license.Id into same
           let first = same.First()
           let sites = first.Sites is { } counted ? first.Others + same.Count() - counted : 0
           where sites > 0
           select (first, sites),
    ];

    private static PlanPriceLine Line(
        PlanLicense license, int sites, bool isOnePlan, IEnumerable<Offer> offers, IReadOnlyCollection<long> chosen, string own)
    {
        var noRates = new RatesOf(default, new Dictionary<string, decimal>());
        List<PlanOffer> priced =
        [
            .. offers.Select(offer => (Offer: offer, Priced: PricedOffer.In(offer.Terms, own, own, noRates)))
                .Where(one => one.Priced is not null).OrderBy(one => one.Priced!.FirstYear(sites)).ThenBy(one => one.Offer.Id)
                .Select(one => new PlanOffer(one.Offer.Id, one.Offer.Tier, one.Offer.Model, new Money(one.Priced!.ForSites(sites), own), one.Offer.Sites)),
        ];
        return new(
            license.Id,
            isOnePlan && license.Problem is { } problem ? problem : $"{license.Id} needs licenses for {sites} more {(sites == 1 ? "site" : "sites")}.",
            sites, license.IsAsked, priced, priced.Find(offer => chosen.Contains(offer.Id)) ?? priced.FirstOrDefault());
    }
}
