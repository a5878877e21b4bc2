using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Pricing;
using Marketplace.Revenue.Movements;
using Marketplace.Tests.Billing;
using Microsoft.EntityFrameworkCore;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Marketplace.Tests.Revenue;

/// <summary>Recurring revenue computed a second time, plainly: what invoices say is bought at an instant, and what the offers of the world cost.</summary>
/// <param name="price">Of a tier and model on so many sites, by period.</param>
internal sealed partial class PlainRevenue(Shop shop, Func<OfferTier, OfferModel, int, long> price)
{
    /// <returns>Where movements say something else.</returns>
    public IEnumerable<string> Faults()
    {
        var movements = Movements.All(shop);
        var subscriptions = shop.Read(db => db.Subscriptions.AsNoTracking().Include(s => s.Periods).AsSplitQuery().ToList());
        var invoices = shop.Read(db => db.Invoices.AsNoTracking().Where(i => i.Kind == InvoiceKind.Invoice).ToDictionary(i => i.Id, i => i.Document));
        for (var at = shop.Now; at > shop.Now.AddDays(-100); at = at.AddHours(-31))
        {
            foreach (var one in subscriptions)
            {
                var (wanted, found) = (MonthlyAt(one, invoices, at), movements.Where(m => m.SubscriptionId == one.Id && m.At <= at).Sum(m => m.Minor));
                if (wanted != found)
                {
                    yield return $"{one.Id} brings {wanted} a month at {at:u} by its invoices, and {found} by its movements";
                }
            }
        }

        foreach (var client in movements.GroupBy(m => m.OrganizationId))
        {
            foreach (var fault in Kinds(client))
            {
                yield return fault;
            }
        }
    }

    private long MonthlyAt(Subscription one, Dictionary<long, InvoiceDocument> invoices, DateTime at)
    {
        // What a person has to look at goes on meanwhile.
        var period = one.Periods.Where(p => p.From <= at && (at < p.Until || one.ParkedAt is not null)).MaxBy(p => p.Number);
        if (period?.InvoiceId is not { } id || one.EndedAt <= at)
        {
            return 0;
        }

        var words = Words().Match(invoices[id].Lines[period.InvoiceLine].Detail);
        var (tier, model) = (Enum.Parse<OfferTier>(words.Groups[1].Value), words.Groups[2].Value is "year" ? OfferModel.Yearly : OfferModel.Monthly);
        var each = price(tier, model, int.Parse(words.Groups[3].Value, CultureInfo.InvariantCulture));
        return (long)Math.Round((decimal)each / model.Months(), MidpointRounding.AwayFromZero);
    }

    // In the order in which they were written, each is what its client's sum says.
    private static IEnumerable<string> Kinds(IEnumerable<RecurringMovement> movements)
    {
        var (left, was) = (0L, false);
        foreach (var group in movements.GroupBy(m => (m.SubscriptionId, m.At)))
        {
            var (before, kinds) = (left, group.Select(m => m.Kind).Distinct().ToList());
            left += group.Sum(m => m.Minor);
            var kind = left < before ? left == 0 ? MovementKind.Churn : MovementKind.Contraction
                : before > 0 ? MovementKind.Expansion : was ? MovementKind.Reactivation : MovementKind.New;
            was = true;
            if (!kinds.SequenceEqual([kind]) || left < 0)
            {
                yield return $"{group.Key}: {string.Join(", ", kinds)} and not {kind}, {left} are left";
            }
        }
    }

    [GeneratedRegex(@"^(\w+), a (month|year), ([\d,]+) site")]
    private static partial Regex Words();
}
