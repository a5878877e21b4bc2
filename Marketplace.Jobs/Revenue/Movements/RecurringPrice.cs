using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Pricing.Quotes;

namespace Marketplace.Revenue.Movements;

/// <summary>
/// What a month of a subscription brings: the price of the period that was billed last, net of tax and less the promotions that lower it, by its months.
/// Setup fees and what is used are no part of it.
/// </summary>
/// <param name="Minor">0 before the first paid period, during a pause, and from the end on.</param>
/// <param name="PromotionId">The first promotion that lowers it.</param>
internal readonly record struct RecurringPrice(long Minor, long? PromotionId)
{
    public static RecurringPrice Of(Subscription subscription, DateTime at)
    {
        var (basket, months) = (subscription.Basket, subscription.Basket.Lines[subscription.Line].Offer.Months);
        if (months == 0 || subscription.Turn < 0 || subscription.EndedAt is not null || subscription.EndsAt <= at || subscription.PausedFrom <= at)
        {
            return default;
        }

        var due = Quoting.Due(basket, subscription.Turn)
            .Single(line => line.Kind is QuoteLineKind.License && ReferenceEquals(line.Of, basket.Lines[subscription.Line]));
        return new(Whole.Nearest(due.Left, months), due.Discounts.Count > 0 ? due.Discounts[0].PromotionId : null);
    }
}
