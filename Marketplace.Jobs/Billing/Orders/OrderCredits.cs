using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Orders;

/// <summary>
/// Credit that a client has, at an order: held from when it is placed, so that nothing else is paid by it, used by its invoice, and given back where it ends.
/// Orders that are paid in the sandbox use sandbox credit, and no others do.
/// </summary>
public sealed class OrderCredits(IDbContextFactory<MarketplaceDb> databases, PaymentProviders providers)
{
    /// <summary>By whom an order of the organization would be paid.</summary>
    /// <param name="name">Who was chosen; null for the first that is ready.</param>
    internal async Task<OrderPayer> PayerAsync(long organizationId, string currency, string? name, CancellationToken cancel)
    {
        if (name is not null)
        {
            return new(providers.Find(name), providers.Find(name).Face.IsTest);
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var country = await db.BillingProfiles.Where(p => p.OrganizationId == organizationId).Select(p => p.Address.Country).FirstOrDefaultAsync(cancel) ?? "";
        var first = await providers.ReadyAsync(currency, country, organizationId, cancel) is [var one, ..] ? one : null;
        return new(first, first?.Face.IsTest ?? (providers.On.Count > 0 && providers.On.All(other => other.Face.IsTest)));
    }

    /// <summary>Keeps for the order what there is and it needs.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Something else took it at the same moment.</exception>
    internal static async Task HoldAsync(MarketplaceDb db, Order order, OrderPayer payer, CancellationToken cancel)
    {
        var balance = order.DueMinor == 0 ? null : await db.ClientBalances.FindAsync([order.OrganizationId, order.Currency, payer.IsTest], cancel);
        if (payer.Uses(new(balance?.FreeMinor ?? 0, order.Currency), order.Due) is { Minor: > 0 } credit)
        {
            balance!.Hold(credit.Minor);
            order.HoldCredit(credit, payer.IsTest);
            await db.SaveChangesAsync(cancel);
        }
    }

    /// <summary>Gives back what is held for it; nothing where its invoice has used it.</summary>
    internal static async Task ReleaseAsync(MarketplaceDb db, Order order, CancellationToken cancel)
    {
        if (order is { CreditMinor: > 0, CreditUsedAt: null })
        {
            await ClientBalances.HoldAsync(db, order.OrganizationId, -order.Credit, order.IsTestCredit, cancel);
        }
    }

    /// <summary>Pays the order's invoice by what is held, as far as it goes.</summary>
    internal static async Task<InvoiceDocument> UseAsync(MarketplaceDb db, Order order, InvoiceDocument draft, DateTime now, CancellationToken cancel)
    {
        if (order is not { CreditMinor: > 0, CreditUsedAt: null } || order.IsTestCredit != draft.IsTest)
        {
            return draft;
        }

        await ReleaseAsync(db, order, cancel);
        order.UseCredit(now);
        return draft with { CreditUsed = order.Credit < draft.Total ? order.Credit : draft.Total };
    }

    /// <summary>Holds credit of the other kind instead, where another way to pay was chosen than when it was placed.</summary>
    /// <returns>Why the way cannot be taken any more; null where it can.</returns>
    internal async Task<string?> SuitAsync(Order order, string? provider, CancellationToken cancel)
    {
        if (order is not { CreditMinor: > 0, CreditUsedAt: null } || provider is null || providers.Find(provider).Face.IsTest == order.IsTestCredit)
        {
            return null;
        }

        var (payer, document) = (await PayerAsync(order.OrganizationId, order.Currency, provider, cancel), order.Document);
        try
        {
            return await databases.TransactAsync(async db =>
            {
                var fresh = await db.Orders.Include(o => o.Lines).SingleAsync(o => o.Id == order.Id, cancel);
                if (!fresh.IsOpen || fresh.Version != order.Version)
                {
                    return "Someone else changed this order first. Review it again.";
                }

                // All payments of an order ask for the same, so that one that is late pays all of it too.
                if (await db.Payments.AnyAsync(p => p.Document == document, cancel))
                {
                    return $"This order uses {(order.IsTestCredit ? "sandbox " : "")}credit, so it is paid as it was begun. To pay it otherwise, cancel it "
                        + "and get a new quote.";
                }

                await ReleaseAsync(db, fresh, cancel);
                fresh.HoldCredit(Money.Zero(fresh.Currency), payer.IsTest);
                await HoldAsync(db, fresh, payer, cancel);
                await db.SaveChangesAsync(cancel);
                return null;
            }, cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return "Someone else changed this order first. Review it again.";
        }
    }

    /// <summary>Whether a payment and the credit beside it are less than is due: it was begun when another amount was open.</summary>
    internal async Task<bool> IsShortAsync(MarketplaceDb db, Order order, Payment payment, CancellationToken cancel)
    {
        var credit = order.CreditUsedAt is null && order.IsTestCredit == providers.Find(payment.Provider).Face.IsTest ? order.CreditMinor : 0;
        return payment.Minor + credit < order.DueMinor && !await db.Invoices.AnyAsync(i => i.OrderId == order.Id, cancel);
    }

    /// <summary>The first that takes it as it was begun, where credit is held for it; null for any.</summary>
    internal async Task<string?> NameAsync(Order order, string country, CancellationToken cancel) => order.CreditMinor == 0 ? null
        : (await providers.ReadyAsync(order.Currency, country, order.OrganizationId, cancel))
            .FirstOrDefault(one => one.Face.IsTest == order.IsTestCredit)?.Name;
}

/// <summary>Who takes the payment of an order.</summary>
/// <param name="Provider">Null where nobody is ready.</param>
internal sealed record OrderPayer(IPaymentProvider? Provider, bool IsTest)
{
    /// <summary>What of the credit pays so much: none where what is left would be less than the provider takes.</summary>
    public Money Uses(Money credit, Money due)
    {
        var used = credit < due ? credit : due;
        var rest = due - used;
        return rest.Minor > 0 && Provider?.Problem(rest) is not null && Provider.Problem(due) is null ? Money.Zero(due.Currency) : used;
    }
}
