using Marketplace.Accounts;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Changes;

/// <summary>Finds out whether a change may be, and what it does to the terms.</summary>
public sealed class ChangePlans(BasketLines offers, KeyActivations activations, IOptions<SubscriptionOptions> options)
{
    private ProrationUnit Unit => options.Value.ProrateBy;

    /// <returns>The plan, or what to do first.</returns>
    internal async Task<(ChangePlan? Plan, string? Problem)> OfAsync(
        MarketplaceDb db, Actor actor, Subscription subscription, SubscriptionPeriod? last, SubscriptionChange asked, DateTime at, CancellationToken cancel)
    {
        var terms = subscription.Terms;
        return Problem(subscription, asked, at) is { } problem ? (null, problem) : asked switch
        {
            SubscriptionChange.Terms to => await TermsAsync(db, actor, subscription, last, to, at, cancel),
            SubscriptionChange.BillingDay { Day: >= 1 and <= 28 } to => Moved(terms, ChangePlan.BillingDay(terms, to.Day)),
            SubscriptionChange.BillingDay => (null, "Choose a day of the month from 1 to 28: every month has it."),
            SubscriptionChange.Align to => await AlignAsync(db, subscription, to.With, cancel),
            SubscriptionChange.Pause to => await PauseAsync(db, subscription, to.Until, at, cancel),
            SubscriptionChange.Resume => subscription.PausedFrom is null ? (null, "It is not paused.") : (ChangePlan.Resume(terms, at), null),
            SubscriptionChange.Cancel to => Canceled(to.Reason, ChangePlan.Cancel()),
            SubscriptionChange.CancelNow to => Canceled(to.Reason, ChangePlan.CancelNow(terms, last, at, Unit)),
            _ => throw new ArgumentException($"{asked.GetType().Name} is no change.", nameof(asked)),
        };
    }

    private static (ChangePlan? Plan, string? Problem) Canceled(string reason, ChangePlan plan) =>
        reason.Trim().Length > Subscription.MaxReason ? (null, $"Give a reason of at most {Subscription.MaxReason} characters.") : (plan, null);

    private static string? Problem(Subscription subscription, SubscriptionChange asked, DateTime at) => subscription.StateAt(at) switch
    {
        SubscriptionState.Ended => "It has ended. Buy it again.",
        // Nobody has to pay or wait in order not to go on.
        _ when asked is SubscriptionChange.Cancel => subscription.CanceledAt is null ? null : "It is canceled already.",
        SubscriptionState.Parked => "Staff have to review its billing first. Try again later.",
        SubscriptionState.PastDue => "Pay the open period first.",
        SubscriptionState.Canceled when asked is not SubscriptionChange.CancelNow => "It is canceled. Reactivate it first.",
        SubscriptionState.Paused when asked is not (SubscriptionChange.Resume or SubscriptionChange.CancelNow) => "It is paused. Resume it first.",
        SubscriptionState.Trialing when asked is not (SubscriptionChange.Terms or SubscriptionChange.CancelNow) =>
            "This can be changed once the trial is over.",
        _ when subscription.PausedFrom is not null && asked is (SubscriptionChange.BillingDay or SubscriptionChange.Align) =>
            "A pause is scheduled. Resume the subscription first.",
        _ => subscription.PausedFrom is null && subscription.RenewsAt <= at ? "It is being renewed. Try again in an hour." : null,
    };

    private async Task<(ChangePlan? Plan, string? Problem)> TermsAsync(
        MarketplaceDb db, Actor actor, Subscription subscription, SubscriptionPeriod? last, SubscriptionChange.Terms to, DateTime at, CancellationToken cancel)
    {
        var (terms, current) = (subscription.Terms, subscription.Terms.Line);
        if (to.Sites is < 1 or > OfferTerms.MaxSites)
        {
            return (null, $"Enter 1 to {OfferTerms.MaxSites:#,0} sites.");
        }

        if (current.Offer.Tier is OfferTier.Custom)
        {
            return (null, "This subscription was agreed on in a custom quote. Ask the publisher for a new quote to change it.");
        }

        var line = current with { Sites = to.Sites };
        if (to.OfferId is { } offerId && offerId != current.OfferId)
        {
            var (found, problem) = await offers.ReadAsync(db, actor, [new(offerId, to.Sites)], subscription.Currency, cancel);
            if (problem is not null)
            {
                return (null, problem);
            }

            line = found[0].Line;
            if (line.Module != current.Module || line.Offer.Months == 0)
            {
                return (null, "Choose an offer of the same module that is billed by the month or year.");
            }

            if (line.Bundle.Count > 0 || current.Bundle.Count > 0)
            {
                return (null, "A bundle cannot be changed to another offer. Cancel it and buy the other offer.");
            }
        }

        if (line.OfferId == current.OfferId && line.Sites == current.Sites && !(to.AtPeriodEnd && terms.Later is not null))
        {
            return (null, "Choose a different plan or number of sites.");
        }

        return await TooManyAsync(db, subscription, line, at, cancel) is { } tooMany ? (null, tooMany)
            : (to.AtPeriodEnd ? ChangePlan.Later(terms, line) : ChangePlan.Now(terms, last, line, at, Unit), null);
    }

    // A change deactivates no site: owners choose which ones first.
    private async Task<string?> TooManyAsync(MarketplaceDb db, Subscription subscription, BasketLine line, DateTime at, CancellationToken cancel)
    {
        var offer = await db.Offers.AsNoTracking().SingleAsync(o => o.Id == line.OfferId, cancel);
        var allowed = await activations.RoomAsync(db, subscription.License, BoughtLicenses.SitesOf(offer, line.Offer.Tier, line.Sites), at, cancel);
        return allowed is not { } room || room.Used <= room.Sites ? null
            : $"{subscription.Name} is in use on {room.Used:#,0} sites. Deactivate {room.Used - room.Sites:#,0} of them first.";
    }

    private static async Task<(ChangePlan? Plan, string? Problem)> AlignAsync(MarketplaceDb db, Subscription subscription, Guid with, CancellationToken cancel)
    {
        var organization = subscription.OrganizationId;
        return await db.Subscriptions.AsNoTracking().FirstOrDefaultAsync(s => s.Id == with && s.OrganizationId == organization && s.RenewsAt != null, cancel)
            is not { } other || other.Id == subscription.Id
            ? (null, "Choose another active subscription of the organization.")
            : Moved(subscription.Terms, ChangePlan.Align(subscription.Terms, other.Terms));
    }

    private static (ChangePlan? Plan, string? Problem) Moved(BillingTerms terms, ChangePlan plan) =>
        plan.After!.Shift == terms.Shift ? (null, "It is billed on that day already.") : (plan, null);

    private async Task<(ChangePlan? Plan, string? Problem)> PauseAsync(
        MarketplaceDb db, Subscription subscription, DateOnly until, DateTime at, CancellationToken cancel)
    {
        var (id, year, terms, limits) = (subscription.Id, at.AddDays(-365), subscription.Terms, options.Value);
        if (subscription.PausedFrom is not null)
        {
            return (null, "It is paused already.");
        }

        var from = TimeZoneInfo.ConvertTimeFromUtc(terms.BilledUntil, terms.Zone);
        var days = until.DayNumber - DateOnly.FromDateTime(from).DayNumber;
        if (days < 1 || days > limits.MaxPauseDays)
        {
            return (null, limits.MaxPauseDays == 0 ? "Subscriptions cannot be paused here."
                : $"A pause begins when what is paid ends, on {from:yyyy-MM-dd}, and lasts 1 to {limits.MaxPauseDays} days.");
        }

        return await db.Set<SubscriptionEvent>().CountAsync(e => e.SubscriptionId == id && e.Kind == SubscriptionEventKind.Paused && e.At > year, cancel)
            >= limits.PausesPerYear
            ? (null, $"A subscription can be paused {limits.PausesPerYear:#,0} {(limits.PausesPerYear == 1 ? "time" : "times")} within a year.")
            : (ChangePlan.Pause(terms, BillingCycle.Local(until.ToDateTime(TimeOnly.FromDateTime(from)), terms.Zone)), null);
    }
}
