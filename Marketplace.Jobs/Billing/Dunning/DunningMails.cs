using System.Globalization;
using Marketplace.Accounts;
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

        await WriteAsync(db, one, due[^1], next, now, cancel);
    }

    private async Task WriteAsync(MarketplaceDb db, DunningCase one, DunningStep step, DateTime? next, DateTime now, CancellationToken cancel)
    {
        var (letter, organization, failed) = (step.Mail!.Value, one.OrganizationId, one.Period.FailedMethodId);
        var method = await db.SavedMethods.Where(m => m.Id == failed).Select(m => m.Text).FirstOrDefaultAsync(cancel);
        var client = await db.Organizations.Where(o => o.Id == organization).Select(o => o.Name).SingleAsync(cancel);
        var text = (step.Text ?? DunningWording.Default(letter)).Fill(DunningText.Of(new(
            client, one.Period.Names, one.Amount, one.Period.Failure ?? PaymentFailure.Declined, method, next, one.Times.EndsAt, one.Times.Zone,
            portal.Value.At(letter is DunningLetter.Ended ? $"/subscriptions/{one.SubscriptionId:D}" : link.PathOf(one.PeriodId)))));
        foreach (var address in await db.BillingMailsAsync(organization, null, cancel))
        {
            db.Mail(address, text.Subject.Clip(OutgoingMail.MaxSubject), text.Body, now, isOnce: true);
        }

        if (letter is DunningLetter.PaymentFailed)
        {
            var closes = one.Period.From == one.Period.Until;
            var what = one.Period.Failure == PeriodPayments.NoMethod ? "there is no payment method" : "the payment failed";
            await db.NotifyMembersAsync(
                organization, $"subscription/{one.SubscriptionId:N}",
                $"{one.Period.Names} could not be {(closes ? "settled" : "renewed")}: {what}. Update it under Billing", now, mails: false, cancel);
        }
    }
}

/// <summary>What is filled into a mail of a campaign.</summary>
/// <param name="Method">What failed, as people know it; null where there is nothing to pay by.</param>
/// <param name="Next">When it is tried next.</param>
/// <param name="Link">Where the payment method is updated.</param>
internal sealed record DunningFacts(
    string Client, string Name, Money Amount, string Failure, string? Method, DateTime? Next, DateTime EndsAt, TimeZoneInfo Zone, string Link);

internal static class DunningText
{
    /// <summary>By the names of <see cref="DunningWording.Placeholders"/>.</summary>
    public static Dictionary<string, string> Of(DunningFacts facts) => new()
    {
        ["client"] = facts.Client, ["module"] = facts.Name, ["amount"] = $"{facts.Amount}", ["reason"] = Why(facts), ["retry"] = Next(facts),
        ["ends"] = Day(facts.EndsAt, facts.Zone), ["link"] = facts.Link,
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

    private static string Day(DateTime at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(at, zone).ToString("MMMM d, yyyy", CultureInfo.InvariantCulture);
}
