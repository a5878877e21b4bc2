using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Pricing;

/// <summary>What a publisher, or staff, offers a module for. The module's list price changes in the same transaction.</summary>
public sealed class Offers(IDbContextFactory<MarketplaceDb> databases, IOptions<PricingOptions> options, TimeProvider clock)
{
    private const int MaxOffers = 20;

    /// <summary>Opens an offer. The same tier paid in the same way again takes the place of the earlier offer.</summary>
    public async Task<ListingOutcome> OfferAsync(Actor actor, string packageId, OfferTerms terms, CancellationToken cancel)
    {
        if (terms.Problem(options.Value.Currency) is { } problem)
        {
            return new ListingOutcome.Invalid(problem);
        }

        return await ChangeAsync(actor, packageId, "offer.open", async (db, open, module) =>
        {
            var (bundle, unfit) = await db.BundleAsync(module, terms.Details.Bundle, cancel);
            if (unfit is not null)
            {
                return (null, unfit);
            }

            // Another price takes the earlier one's place at once: between two prices the module must not be free.
            var earlier = open.Find(offer => offer.Tier == terms.Tier && offer.Model == terms.Model);
            earlier?.Withdraw(actor.UserId, clock.UtcNow);
            open.Remove(earlier!);
            if (open.Count >= MaxOffers)
            {
                return (null, $"A module has at most {MaxOffers} offers. Withdraw one first.");
            }

            var offer = new Offer(module.Id, terms.Tier, terms.Model, terms.Sites, actor.UserId, clock.UtcNow)
            {
                Details = terms.Details with { Bundle = bundle },
            };
            foreach (var price in terms.Prices)
            {
                offer.Prices.Add(new OfferPrice(price.Currency, price.Minor));
            }

            open.Add(offer);
            return (offer, "");
        }, cancel);
    }

    public Task<ListingOutcome> WithdrawAsync(Actor actor, string packageId, long offerId, CancellationToken cancel) =>
        ChangeAsync(actor, packageId, "offer.withdraw", (_, open, _) =>
        {
            var offer = open.Find(one => one.Id == offerId);
            offer?.Withdraw(actor.UserId, clock.UtcNow);
            open.Remove(offer!);
            return Task.FromResult((offer, "This offer is withdrawn already."));
        }, cancel);

    private Task<ListingOutcome> ChangeAsync(
        Actor actor, string packageId, string action, Func<MarketplaceDb, List<Offer>, Module, Task<(Offer? Offer, string Problem)>> change,
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
        var (changed, problem) = await change(db, open, module);
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
}
