using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Dunning;

/// <summary>Everything that the page behind a mail's link shows.</summary>
/// <param name="Open">Null once it is paid.</param>
/// <param name="Method">What failed, by its last four digits; null where there is nothing, or it is paid.</param>
public sealed record LinkedPayment(Money? Open, string? Method);

/// <summary>
/// Failed payments that are paid through the link in a mail. Anyone with the link may pay, and sees only the open amount and the last four digits of what
/// failed; once that is paid the link is dead.
/// </summary>
public sealed class LinkedPayments(
    IDbContextFactory<MarketplaceDb> databases, DunningLink link, PeriodCharges charges, PaymentStarts payments, Attempts attempts)
{
    private static readonly AttemptLimit Starts = new("dunning-link", 10, TimeSpan.FromHours(1));

    /// <summary>Null for a link that is forged, too old, or of what nobody has to pay any more.</summary>
    public async Task<LinkedPayment?> ReadAsync(string? token, CancellationToken cancel)
    {
        if (link.Read(token) is not { } id)
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        await LookAsync(db, id, cancel);
        var (invoices, methods) = (db.Invoices.WithRest(), db.SavedMethods);
        return await db.DunningCases.Where(c => c.PeriodId == id).Select(c => new
        {
            c.State, c.Currency, Rest = invoices.Where(i => i.Invoice.Id == c.Period.InvoiceId).Select(i => i.Minor).FirstOrDefault(),
            Method = methods.Where(m => m.Id == c.Period.FailedMethodId).Select(m => m.Text).FirstOrDefault(),
        }).FirstOrDefaultAsync(cancel) switch
        {
            { State: DunningState.Recovered } => new(null, null),
            { State: DunningState.Open, Rest: > 0 } open => new(new(open.Rest, open.Currency), open.Method),
            _ => null,
        };
    }

    /// <summary>Leads to the provider, where the open amount is paid, and what is entered is saved.</summary>
    public async Task<PayOutcome> PayAsync(string? token, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (link.Read(token) is not { } id || !await db.DunningCases.AnyAsync(c => c.PeriodId == id && c.State == DunningState.Open, cancel))
        {
            return new PayOutcome.NotFound();
        }

        if (!await attempts.TryAsync(Starts, $"{id:N}", cancel))
        {
            return new PayOutcome.Refused("Too many attempts with this link. Try again in an hour.");
        }

        var period = await db.SubscriptionPeriods.AsNoTracking().WithTogether().SingleAsync(p => p.Id == id, cancel);
        return await charges.PayAsync(db, period, period.Subscription.ById, $"{DunningLink.Page}/{token}", cancel);
    }

    // Who comes back from the provider need not wait for a webhook.
    private async Task LookAsync(MarketplaceDb db, Guid id, CancellationToken cancel)
    {
        var document = SubscriptionPeriod.DocumentOf(id);
        foreach (var live in await db.Payments.Where(p => p.Live == document && p.State != PaymentState.Succeeded).Select(p => p.Id).ToListAsync(cancel))
        {
            await payments.LookAsync(live, cancel);
        }
    }
}
