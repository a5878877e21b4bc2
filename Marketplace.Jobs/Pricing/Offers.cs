using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Pricing;

/// <param name="Sites">On how many sites a license counts; null for all of the buyer's.</param>
/// <param name="Prices">One in each currency.</param>
public sealed record OfferTerms(OfferTier Tier, OfferModel Model, int? Sites, IReadOnlyList<Money> Prices);

/// <summary>What a publisher, or staff, offers a module for. The module's list price changes in the same transaction.</summary>
public sealed class Offers(IDbContextFactory<MarketplaceDb> databases, IOptions<PricingOptions> options, TimeProvider clock)
{
    private const int MaxOffers = 20, MaxSites = 10_000;

    /// <summary>Opens an offer. The same tier paid in the same way again takes the place of the earlier offer.</summary>
    public async Task<ListingOutcome> OfferAsync(Actor actor, string packageId, OfferTerms terms, CancellationToken cancel)
    {
        if (Problem(terms, options.Value.Currency) is { } problem)
        {
            return new ListingOutcome.Invalid(problem);
        }

        return await ChangeAsync(actor, packageId, "offer.open", (open, module) =>
        {
            // Another price takes the earlier one's place at once: between two prices the module must not be free.
            var earlier = open.Find(offer => offer.Tier == terms.Tier && offer.Model == terms.Model);
            earlier?.Withdraw(actor.UserId, clock.UtcNow);
            open.Remove(earlier!);
            if (open.Count >= MaxOffers)
            {
                return (null, $"A module has at most {MaxOffers} offers. Withdraw one first.");
            }

            var offer = new Offer(module.Id, terms.Tier, terms.Model, terms.Sites, actor.UserId, clock.UtcNow);
            foreach (var price in terms.Prices)
            {
                offer.Prices.Add(new OfferPrice(price.Currency, price.Minor));
            }

            open.Add(offer);
            return (offer, "");
        }, cancel);
    }

    public Task<ListingOutcome> WithdrawAsync(Actor actor, string packageId, long offerId, CancellationToken cancel) =>
        ChangeAsync(actor, packageId, "offer.withdraw", (open, _) =>
        {
            var offer = open.Find(one => one.Id == offerId);
            offer?.Withdraw(actor.UserId, clock.UtcNow);
            open.Remove(offer!);
            return (offer, "This offer is withdrawn already.");
        }, cancel);

    private Task<ListingOutcome> ChangeAsync(
        Actor actor, string packageId, string action, Func<List<Offer>, Module, (Offer? Offer, string Problem)> change,
        CancellationToken cancel) => databases.TransactAsync<ListingOutcome>(async db =>
    {
        var id = Module.Normalize(packageId);
        // A write that changes nothing: whoever changes the same module's offers waits here, so the list price is of all of them.
        if (await db.ModulesSoldBy(actor)
            .Where(m => m.NormalizedId == id)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.ChangedAt, m => m.ChangedAt), cancel) == 0)
        {
            return await db.ModulesManagedBy(actor).AnyAsync(m => m.NormalizedId == id, cancel)
                ? new ListingOutcome.Invalid("Ask an owner of the publisher: only owners decide on prices.")
                : new ListingOutcome.NotFound();
        }

        var module = await db.Modules.SingleAsync(m => m.NormalizedId == id, cancel);
        var open = await db.Offers.Open().Include(o => o.Prices).Where(o => o.ModuleId == module.Id).OrderBy(o => o.Id).Take(MaxOffers).ToListAsync(cancel);
        var (changed, problem) = change(open, module);
        if (changed is null)
        {
            return new ListingOutcome.Invalid(problem);
        }

        // First what is withdrawn, since of a tier paid in one way the database takes one open offer. Then a new one is added; one that was
        // read is there already.
        await db.SaveChangesAsync(cancel);
        db.Attach(changed);
        module.PriceAt(ListPrices.Of(open, options.Value.Currency));
        db.Audit(
            actor, action, $"module/{module.NormalizedId}",
            $"{changed.Tier}, {changed.Model}: {string.Join(", ", changed.Prices.Select(price => new Money(price.Minor, price.Currency)))}",
            clock.UtcNow);
        db.ListingChanged(module, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return new ListingOutcome.Done();
    }, cancel);

    private static string? Problem(OfferTerms terms, string own)
    {
        if (terms.Sites is < 1 or > MaxSites)
        {
            return $"A license counts on 1 to {MaxSites:#,0} sites, or on all of them.";
        }

        if (terms.Tier is OfferTier.Free or OfferTier.Custom)
        {
            return terms.Prices.Count > 0
                ? $"The tier {terms.Tier} has no price: {(terms.Tier is OfferTier.Free ? "it costs nothing" : "it is told on request")}."
                : null;
        }

        foreach (var (minor, code) in terms.Prices)
        {
            if (Currency.Find(code) is not { } currency || currency.Code != code)
            {
                return Currency.Unknown(code);
            }

            if (!Currency.IsPrice(minor))
            {
                return currency.Problem(currency.Text(minor));
            }
        }

        return terms.Prices.CountBy(price => price.Currency).Where(count => count.Value > 1).Select(count => count.Key).FirstOrDefault() is { } twice
                ? $"There are two prices in {twice}."
            : terms.Prices.Any(price => price.Currency == own) ? null
            : $"Say the price in {own}, the marketplace's currency.";
    }
}
