using System.Globalization;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Dunning;

/// <summary>
/// Mails the steps of a campaign: to the address for invoices, or to the owners. The row that a step was mailed is saved with the mail, and the database takes
/// one of each step, so that no job that runs again, or beside another, mails more than the campaign says.
/// </summary>
public sealed class DunningMails(DunningLink link, IOptions<PortalOptions> portal)
{
    /// <param name="next">When the payment is tried next; null where it is not.</param>
    /// <param name="isTried">The payment of today has just failed; otherwise a step that retries waits for that.</param>
    internal async Task SendDueAsync(MarketplaceDb db, DunningCase one, DateTime? next, bool isTried, DateTime now, CancellationToken cancel)
    {
        if (one.IsPausedAt(now))
        {
            return;
        }

        var times = one.Times;
        var due = one.Campaign.Plan.Steps
            .Where(step => step.Mail is not null && times.At(step.Day) <= now && one.Mails.All(mail => mail.Day != step.Day)).ToList();
        if (due.Count == 0 || (!isTried && due[^1].Retries))
        {
            return;
        }

        // After an outage one mail says what several would have.
        foreach (var step in due)
        {
            one.Mails.Add(new(one.PeriodId, step.Day, step.Mail!.Value, step == due[^1], now));
        }

        await WriteAsync(db, one, due[^1].Mail!.Value, next, now, cancel);
    }

    private async Task WriteAsync(MarketplaceDb db, DunningCase one, DunningLetter letter, DateTime? next, DateTime now, CancellationToken cancel)
    {
        var (organization, failed) = (one.OrganizationId, one.Period.FailedMethodId);
        var method = await db.SavedMethods.Where(m => m.Id == failed).Select(m => m.Text).FirstOrDefaultAsync(cancel);
        var text = DunningText.Of(letter, new(
            one.Subscription.Name, one.Amount, one.Period.Failure ?? PaymentFailure.Declined, method, next, one.Times.EndsAt, one.Times.Zone,
            portal.Value.At(letter is DunningLetter.Ended ? $"/subscriptions/{one.SubscriptionId:D}" : link.PathOf(one.PeriodId))));
        foreach (var address in await db.BillingMailsAsync(organization, cancel))
        {
            db.Mail(address, text.Subject, text.Body, now, isOnce: true);
        }

        if (letter is DunningLetter.PaymentFailed)
        {
            var closes = one.Period.From == one.Period.Until;
            var what = one.Period.Failure == PeriodPayments.NoMethod ? "there is no payment method" : "the payment failed";
            await db.NotifyMembersAsync(
                organization, $"subscription/{one.SubscriptionId:N}",
                $"{one.Subscription.Name} could not be {(closes ? "settled" : "renewed")}: {what}. Update it under Billing", now, mails: false, cancel);
        }
    }
}

/// <summary>What a mail of a campaign says.</summary>
/// <param name="Method">What failed, as people know it; null where there is nothing to pay by.</param>
/// <param name="Next">When it is tried next.</param>
/// <param name="Link">Where the payment method is updated.</param>
internal sealed record DunningFacts(
    string Name, Money Amount, string Failure, string? Method, DateTime? Next, DateTime EndsAt, TimeZoneInfo Zone, string Link);

internal static class DunningText
{
    public static (string Subject, string Body) Of(DunningLetter letter, DunningFacts facts) => letter switch
    {
        DunningLetter.PaymentFailed => (
            $"Your payment for {facts.Name} failed",
            $"We could not charge {facts.Amount} for your subscription of {facts.Name}: {Why(facts)}.\n\n{Next(facts)}\n\n{Update(facts)}\n\n"
                + "Your license goes on meanwhile."),
        DunningLetter.Reminder => (
            $"Reminder: {facts.Amount} for {facts.Name} is still unpaid",
            $"We tried again to charge {facts.Amount} for your subscription of {facts.Name}: {Why(facts)}.\n\n{Next(facts)}\n\n{Update(facts)}"),
        DunningLetter.LastNotice => (
            $"{facts.Name} ends on {Day(facts.EndsAt, facts.Zone)} unless it is paid",
            $"{facts.Amount} for your subscription of {facts.Name} is still unpaid: {Why(facts)}.\n\n{Next(facts)} If that fails too, the subscription ends "
                + $"on {Day(facts.EndsAt, facts.Zone)}, and its license with it, step by step.\n\n{Update(facts)}"),
        _ => (
            $"Your subscription of {facts.Name} has ended",
            $"{facts.Amount} was not paid, so your subscription of {facts.Name} has ended, and its license ends step by step. Your data is kept.\n\n"
                + $"See it at\n{facts.Link}"),
    };

    /// <summary>In a sentence.</summary>
    private static string Why(DunningFacts facts)
    {
        var method = facts.Method ?? "the payment method";
        return facts.Failure switch
        {
            PeriodPayments.NoMethod => "there is no payment method",
            PaymentFailure.InsufficientFunds => $"{method} has insufficient funds",
            PaymentFailure.Expired => $"{method} has expired",
            PaymentFailure.Authentication => $"your bank wants you to confirm it for {method}",
            PaymentFailure.MethodGone => "the payment method was removed",
            PaymentFailure.DebitReturned => $"the bank returned the debit of {method}",
            PaymentFailure.Limit => $"the limit of {method} has been reached",
            _ => $"{method} was declined",
        };
    }

    // The same card is not tried again after a hard decline, so that no day is promised.
    private static string Next(DunningFacts facts) =>
        facts.Next is { } next && !PeriodPayments.IsHard(facts.Failure) && facts.Failure != PeriodPayments.NoMethod
            ? $"We will try again on {Day(next, facts.Zone)}."
            : "It cannot be charged until you enter another payment method.";

    private static string Update(DunningFacts facts) =>
        $"Pay with another payment method here, without signing in. The link works for a few days:\n{facts.Link}";

    private static string Day(DateTime at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(at, zone).ToString("MMMM d, yyyy", CultureInfo.InvariantCulture);
}
