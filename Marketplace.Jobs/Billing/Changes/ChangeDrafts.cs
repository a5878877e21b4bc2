using Marketplace.Accounts;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Licensing.Metering;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Changes;

/// <summary>A change as it was computed, and all that carries it out.</summary>
/// <param name="Last">What was billed last; null where nothing was yet.</param>
/// <param name="Invoice">That of the last period; null where nothing was due.</param>
/// <param name="Part">What of it is given back.</param>
/// <param name="Quote">What is billed instead; null where nothing is.</param>
internal sealed record ChangeDraft(
    Subscription Subscription, ChangePlan Plan, SubscriptionPeriod? Last, Invoice? Invoice, CreditPart? Part, Quote? Quote, ChangePreview Preview);

/// <summary>Computes changes of subscriptions to the minor unit; nothing is changed.</summary>
public sealed class ChangeDrafts(RenewalInvoices invoices, ChangePlans plans, IOptions<SubscriptionOptions> options)
{
    internal async Task<(ChangeDraft? Draft, ChangeOutcome? Refused)> ComputeAsync(
        MarketplaceDb db, Actor actor, Guid id, SubscriptionChange asked, OpenBasket open, DateTime at, CancellationToken cancel)
    {
        if (await Changeable(db, actor).Include(s => s.License.Module).FirstOrDefaultAsync(s => s.Id == id, cancel) is not { } subscription)
        {
            return (null, new ChangeOutcome.NotFound());
        }

        // It ends with its next period, and until then it may be canceled.
        if (subscription.License.RevokedAt is not null && asked is not (SubscriptionChange.Cancel or SubscriptionChange.CancelNow))
        {
            return (null, new ChangeOutcome.Invalid("Its license was revoked, so it is not renewed. Buy it again."));
        }

        var number = subscription.Period;
        var last = await db.SubscriptionPeriods.FirstOrDefaultAsync(p => p.SubscriptionId == id && p.Number == number, cancel);
        var (plan, problem) = await plans.OfAsync(db, actor, subscription, last, asked, at, cancel);
        if (plan is null)
        {
            return (null, new ChangeOutcome.Invalid(problem!));
        }

        var (invoice, credit) = await CreditAsync(db, last, plan, at, cancel);
        // What was used so far is billed by the offer that it was used on.
        var used = plan.Bills is { } bills && bills.Line.OfferId != subscription.OfferId ? await RenewalInvoices.UsedAsync(db, subscription, cancel) : [];
        var quote = plan.Bills is null ? null : RenewalInvoices.Price(open, subscription, plan.Bills.Line, plan.Bills.Price, used);
        var (_, isTest) = await invoices.PayerAsync(db, subscription, cancel);
        var preview = Preview(subscription, plan, credit, quote, at) with
        {
            Upcoming = plan.After is { } after ? invoices.Upcoming(open, subscription, after) : [],
            Balance = await ClientBalances.OfAsync(db, subscription.OrganizationId, subscription.Currency, isTest, cancel),
        };
        var have = preview.Balance + preview.Credit;
        // What is given back of a payment in the sandbox pays nothing that is real.
        var usable = invoice is null || invoice.IsTest == isTest ? have : preview.Balance;
        var pays = usable < preview.Charge ? usable : preview.Charge;
        return (new(
            subscription, plan, last, invoice, credit is null ? null : new(credit.Lines[0].Of!.Value, credit.Net), quote,
            preview with { Due = preview.Charge - pays, Kept = have - pays }), null);
    }

    internal static IQueryable<Subscription> Changeable(MarketplaceDb db, Actor actor)
    {
        var (own, operators) = (db.Subscriptions.ManagedBy(actor), db.StaffGrants.Allowing(actor, StaffRole.Operator));
        return db.Subscriptions.Where(s => own.Any(o => o.Id == s.Id) || operators.Any());
    }

    // What of the last invoice was for days that are not used any more; never more than was not credited yet.
    private static async Task<(Invoice? Invoice, InvoiceDocument? Credit)> CreditAsync(
        MarketplaceDb db, SubscriptionPeriod? last, ChangePlan plan, DateTime at, CancellationToken cancel)
    {
        if (plan.Credits is not { } portion || last?.InvoiceId is not { } invoiceId)
        {
            return (null, null);
        }

        var invoice = await db.Invoices.AsNoTracking().SingleAsync(i => i.Id == invoiceId, cancel);
        var (document, earlier) = (invoice.Document, await CreditCases.EarlierAsync(db, invoice, cancel));
        var (line, left) = (last.InvoiceLine, CreditDraft.Left(document, earlier, last.InvoiceLine));
        var part = new Money(Math.Min(portion.From(document.Lines[line].Net.Minor), left.Minor), left.Currency);
        return part.Minor <= 0 ? (invoice, null)
            : (invoice, CreditIssue.Draft(document, earlier, [new(line, part)], "", isKept: true, at));
    }

    private ChangePreview Preview(Subscription subscription, ChangePlan plan, InvoiceDocument? credit, Quote? quote, DateTime at)
    {
        var zero = Money.Zero(subscription.Currency);
        List<ChangeLine> lines =
        [
            .. (credit?.Lines ?? []).Select(line => new ChangeLine(
                $"{line.Text}, unused", $"{line.Detail}{Share(plan.Credits)}", -line.Net, -line.Gross)),
            .. (quote?.Lines ?? []).Select(line => new ChangeLine(InvoiceDraft.TextOf(line), InvoiceDraft.DetailOf(line), line.Net, line.Gross)),
        ];
        var next = plan.After?.Later ?? plan.After?.Line;
        var effective = plan is { EndsLater: true } or { Bills: null, After: { Later: not null } or { Shift: not null } } ? subscription.BilledUntil : at;
        return new(
            subscription.Id, subscription.Version, at, next is null ? null : Subscription.WordsOf(next.Offer.Tier, next.Offer.Model, next.Sites),
            effective < at ? at : effective, lines, credit?.Total ?? zero, quote?.Total ?? zero, zero, zero, zero, []);
    }

    private string Share(Portion? of) => of is not { IsAll: false, Of: > 0 } part ? ""
        : options.Value.ProrateBy is ProrationUnit.Day ? $", {part.Part:#,0} of {part.Of:#,0} days" : $", {100m * part.Part / part.Of:0.##}%";
}
