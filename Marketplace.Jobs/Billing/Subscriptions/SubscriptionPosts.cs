using Marketplace.Data;
using Marketplace.Updates;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Subscriptions;

internal static class SubscriptionPosts
{
    // With the longest names beside it a post stays within its column, though a letter may take six in JSON.
    private const int MaxReason = 200;

    /// <summary>What webhooks call what happened; null for what they are told otherwise, or not at all.</summary>
    public static string? TypeOf(SubscriptionEventKind kind) => kind switch
    {
        SubscriptionEventKind.Started => "subscription.started",
        SubscriptionEventKind.Paid => "subscription.paid",
        SubscriptionEventKind.Changed => "subscription.changed",
        SubscriptionEventKind.ChangePlanned => "subscription.change_planned",
        SubscriptionEventKind.Paused => "subscription.paused",
        SubscriptionEventKind.Resumed => "subscription.resumed",
        SubscriptionEventKind.Canceled => "subscription.canceled",
        SubscriptionEventKind.Reactivated => "subscription.reactivated",
        SubscriptionEventKind.Ended => "subscription.ended",
        SubscriptionEventKind.Parked => "subscription.parked",
        SubscriptionEventKind.Released => "subscription.released",
        _ => null,
    };

    extension(MarketplaceDb db)
    {
        /// <summary>Posts to the organization's webhook what happened to a subscription.</summary>
        /// <param name="type">Such as <c>subscription.renewed</c>.</param>
        /// <param name="reason">Why it was canceled or ended; empty otherwise.</param>
        public async Task PostAsync(Subscription subscription, string type, string reason, DateTime now, CancellationToken cancel)
        {
            var moduleId = subscription.ModuleId;
            var module = subscription.License?.Module?.PackageId
                ?? await db.Set<Catalog.Module>().Where(m => m.Id == moduleId).Select(m => m.PackageId).SingleAsync(cancel);
            await db.PostAsync(
                subscription.OrganizationId,
                new OrganizationEvent(type, "subscription", new
                {
                    subscription.Id, Module = module, subscription.Name, Tier = $"{subscription.Tier}", Model = $"{subscription.Model}", subscription.Sites,
                    State = $"{subscription.StateAt(now)}", subscription.Currency, subscription.BilledUntil, subscription.RenewsAt, subscription.EndsAt,
                    subscription.EndedAt, Reason = reason == "" ? null : reason.Clip(MaxReason),
                }),
                now, cancel);
        }
    }
}
