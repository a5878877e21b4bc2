using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Planning;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Orders;

/// <param name="Hash">Of the quote that was looked at.</param>
/// <param name="Install">What waits for the licenses.</param>
/// <param name="Again">The same may have been bought a moment ago, by whomever.</param>
/// <param name="Provider">Who is going to take the payment; null for the first that is ready. Only credit of its kind is used.</param>
/// <param name="Credit">What of it was shown to be paid by credit: with another amount nothing is ordered. Null where nobody looked.</param>
public sealed record PlaceOrder(
    Guid QuoteId, string Hash, InstallWish? Install = null, bool Again = false, string? Provider = null, Money? Credit = null);

/// <param name="PlanHash">The plan that was looked at.</param>
/// <param name="KeepOthers">When modules fail their health checks, to go on with the others instead of none.</param>
public sealed record InstallWish(long SiteId, ChangeRequest Request, string PlanHash, bool KeepOthers = false);

/// <summary>
/// Places orders: one for a quote, and one open one for an organization and offer, by the database. What the quote says is computed once more, so that
/// nobody pays a price, tax or promotion that is no more.
/// </summary>
public sealed class OrderPlacement(
    IDbContextFactory<MarketplaceDb> databases, QuoteRequests quotes, QuoteBaskets baskets, Redemptions redemptions, Planner planner, BuyingRules rules,
    EarlierOrders earlier, OrderCompletion completion, OrderCredits credits, TimeProvider clock)
{
    public async Task<OrderOutcome> PlaceAsync(Actor actor, PlaceOrder wanted, CancellationToken cancel)
    {
        if (await ReadAsync(actor, wanted.QuoteId, cancel) is not { } kept)
        {
            return new OrderOutcome.NotFound();
        }

        if (await earlier.ExistingAsync(kept.Id, cancel) is { } existing)
        {
            return existing;
        }

        if (kept.Hash != wanted.Hash || QuoteDocument.Hash(kept.Document) != kept.Hash)
        {
            return new OrderOutcome.Invalid("This is not the quote that was shown. Get a new one.");
        }

        var quote = QuoteDocument.Read(kept.Document);
        if (await StandsAsync(actor, kept, quote, cancel) is { } other)
        {
            return other;
        }

        var (install, problem) = await InstallAsync(actor, kept.OrganizationId, wanted.Install, cancel);
        return problem is not null ? new OrderOutcome.Invalid(problem)
            : !wanted.Again && await earlier.JustBoughtAsync(kept.OrganizationId, quote, cancel) is { } bought ? bought
            : await AddAsync(actor, kept, quote, wanted, install, cancel);
    }

    // For as long as it is valid a quote keeps its prices and promotions; what cannot be sold any more, or is taxed otherwise now, it does not keep. A custom
    // quote is valid once it was accepted, and its prices stand in no offer: it cannot be computed again.
    private async Task<OrderOutcome?> StandsAsync(Actor actor, KeptQuote kept, Quote quote, CancellationToken cancel)
    {
        if (quote.IsCustom && kept.Ending?.Kind is not QuoteEndingKind.Accepted)
        {
            return new OrderOutcome.Invalid(kept.Ending is null
                ? "An owner of the organization has to accept this quote before it is ordered."
                : $"This quote was {(kept.Ending.Kind is QuoteEndingKind.Declined ? "declined" : "withdrawn")}. Ask the publisher for another one.");
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (quote.IsCustom || (clock.UtcNow < kept.ValidUntil && !await db.HasTriedAsync(kept.OrganizationId, quote, cancel)))
        {
            var (open, refused) = await baskets.OpenAsync(db, kept.OrganizationId, quote.Currency, cancel);
            var (modules, listed) = (quote.Lines.Select(line => line.Module).Distinct().ToList(), db.ListedModules(actor));
            var there = await listed.Where(m => modules.Contains(m.NormalizedId)).Select(m => m.NormalizedId).ToListAsync(cancel);
            if (quote.Lines.FirstOrDefault(line => !there.Contains(line.Module)) is { } gone)
            {
                return new OrderOutcome.Invalid($"{gone.Name} is no longer available. Nothing was ordered.");
            }

            if (open?.Basket.Tax.Equals(quote.Decision) is true)
            {
                return null;
            }
        }

        if (quote.IsCustom)
        {
            return new OrderOutcome.Invalid("Its tax has changed since the quote was made. Ask the publisher for another quote; nothing was ordered.");
        }

        return await quotes.MakeAsync(actor, QuoteChanges.RequestOf(kept.OrganizationId, quote), cancel) switch
        {
            QuoteOutcome.Made made => QuoteChanges.Between(quote, made.Quote) is { } what ? new OrderOutcome.Changed(made.Id, what) : null,
            QuoteOutcome.Invalid invalid => new OrderOutcome.Invalid(invalid.Problem),
            QuoteOutcome.NeedsBillingDetails => new OrderOutcome.Invalid("Enter the billing details of the organization first."),
            _ => new OrderOutcome.NotFound(),
        };
    }

    // Each promotion is used by one purchase more, as long as the order stands.
    private async Task RedeemAsync(MarketplaceDb db, Order order, Quote quote, CancellationToken cancel)
    {
        foreach (var used in quote.Promotions.OrderBy(used => used.Id))
        {
            if (await redemptions.RedeemAsync(
                db, new(used.Id, order.OrganizationId, used.Code, quote.At, order.Document), cancel) is not RedeemOutcome.Redeemed)
            {
                throw new UsedUpException($"The promotion {used.Name} was used up, or ended, meanwhile. Get a new quote; nothing was ordered.");
            }
        }
    }

    private async Task<OrderOutcome> AddAsync(
        Actor actor, KeptQuote kept, Quote quote, PlaceOrder wanted, OrderInstall? install, CancellationToken cancel)
    {
        var payer = await credits.PayerAsync(kept.OrganizationId, quote.Currency, wanted.Provider, cancel);
        try
        {
            return await databases.TransactAsync(async db =>
            {
                var needsApproval = await rules.NeedsApprovalAsync(db, actor, kept.OrganizationId, quote.DueToday, cancel);
                var order = new Order(kept, quote, actor.UserId, needsApproval, install, clock.UtcNow);
                await AddLinesAsync(db, order, quote, cancel);
                db.Add(order);
                await RedeemAsync(db, order, quote, cancel);
                await OrderCredits.HoldAsync(db, order, payer, cancel);
                if (wanted.Credit is { } shown && shown != order.Credit)
                {
                    throw new UsedUpException("Your credit changed meanwhile. Look at what is left to pay; nothing was ordered.");
                }

                var names = string.Join(", ", quote.Lines.Select(line => line.Name).Distinct());
                db.Audit(actor, "order.place", $"order/{order.Id:N}", $"{quote.DueToday} for {names}", clock.UtcNow);
                if (needsApproval)
                {
                    await AskAsync(db, actor, order, quote, cancel);
                }

                await db.PostAsync(order, "order.placed", clock.UtcNow, cancel);
                db.TellOrder(order, clock.UtcNow);
                await db.SaveChangesAsync(cancel);
                if (!needsApproval && !order.AwaitsPayer)
                {
                    await completion.CompleteAsync(db, order, null, cancel);
                    await db.SaveChangesAsync(cancel);
                }

                return new OrderOutcome.Placed(order.Id);
            }, cancel);
        }
        catch (UsedUpException usedUp)
        {
            return new OrderOutcome.Invalid(usedUp.Message);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // A double click, another tab, or another member was first.
            return await earlier.ExistingAsync(kept.Id, cancel) ?? await earlier.OpenAsync(kept.OrganizationId, quote, cancel)
                ?? new OrderOutcome.Invalid("Someone ordered at the same moment. Look at it again.");
        }
    }

    private static async Task AddLinesAsync(MarketplaceDb db, Order order, Quote quote, CancellationToken cancel)
    {
        var ids = quote.Lines.Select(line => line.OfferId).Distinct().ToList();
        var offers = await db.Set<Pricing.Offer>().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, cancel);
        foreach (var (index, line) in quote.Lines.Index())
        {
            var ordered = new OrderLine(
                index + 1, line.Kind, order.OrganizationId, line.OfferId, offers[line.OfferId].ModuleId, line.Name, line.Tier, line.Model, line.Sites,
                line.Net.Minor, line.Tax.Minor, line.TrialEnds);
            // A custom quote has several lines of one offer.
            if (order.Lines.Any(earlier => earlier.OpenOfferId == ordered.OpenOfferId))
            {
                ordered.Close();
            }

            order.Lines.Add(ordered);
            if (line.TrialEnds is not null && offers[line.OfferId].NeedsMethodToTry)
            {
                order.RequireMethod();
            }
        }
    }

    private static async Task AskAsync(MarketplaceDb db, Actor actor, Order order, Quote quote, CancellationToken cancel)
    {
        var name = await db.Users.Where(u => u.Id == actor.UserId).Select(u => u.DisplayName).SingleAsync(cancel);
        foreach (var owner in await db.Memberships.Where(m => m.OrganizationId == order.OrganizationId && m.Role == MemberRole.Owner)
            .OrderBy(m => m.UserId).Select(m => m.UserId).Take(100).ToListAsync(cancel))
        {
            db.Notify(owner, $"order/{order.Id:N}", $"{name} asks you to approve an order of {quote.DueToday}", order.PlacedAt);
        }
    }

    private async Task<KeptQuote?> ReadAsync(Actor actor, Guid quoteId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.Organizations.Of(actor);
        return await db.Quotes.AsNoTracking().Include(q => q.Ending)
            .FirstOrDefaultAsync(q => q.Id == quoteId && own.Any(o => o.Id == q.OrganizationId && o.IsClient), cancel);
    }

    private async Task<(OrderInstall? Install, string? Problem)> InstallAsync(Actor actor, long organizationId, InstallWish? wanted, CancellationToken cancel)
    {
        if (wanted is null)
        {
            return (null, null);
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.Sites.AnyAsync(s => s.Id == wanted.SiteId && s.OrganizationId == organizationId, cancel)
            || await planner.PlanAsync(actor, wanted.SiteId, wanted.Request, cancel) is not PlanOutcome.Ready plan)
        {
            return (null, "This install can no longer be planned. Review the plan.");
        }

        return plan.Hash != wanted.PlanHash ? (null, "The plan changed since it was shown. Look at it again.")
            : (new OrderInstall(wanted.SiteId, ChangeRequestText.Write(wanted.Request), plan.Document.Content(), wanted.KeepOthers), null);
    }

    // Ends the transaction with nothing ordered.
    private sealed class UsedUpException(string message) : Exception(message);
}
