using Marketplace.Accounts;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Disputes;

/// <summary>What people of the client were told of what they paid: of the order, the invoice and the subscription, and reminders of its payment.</summary>
internal static class MessageRecords
{
    private const int MaxRows = 60;
    private const string Billing = "Address for invoices";

    public static async Task<IReadOnlyList<RecordedMessage>> ReadAsync(
        MarketplaceDb db, Payment payment, Guid? orderId, SubscriptionPeriod? period, Invoice? invoice, CancellationToken cancel)
    {
        List<string> subjects = [];
        subjects.AddRange(orderId is { } order ? [Order.DocumentOf(order)] : []);
        subjects.AddRange(period?.Together.Select(one => $"subscription/{one.SubscriptionId:N}") ?? []);
        subjects.AddRange(invoice is not null ? [$"invoice/{invoice.Number}"] : []);
        var members = db.Memberships.Where(m => m.OrganizationId == payment.OrganizationId);
        var told = await db.Set<Notification>().Where(n => subjects.Contains(n.Subject) && (n.UserId == payment.ById || members.Any(m => m.UserId == n.UserId)))
            .OrderBy(n => n.Id).Take(MaxRows).Select(n => new { n.At, n.User.DisplayName, n.User.Email, n.Text, n.MailedAt }).ToListAsync(cancel);
        var reminders = period is null ? [] : await db.Set<DunningMail>().Where(m => m.PeriodId == period.Id && m.IsSent).OrderBy(m => m.At).Take(MaxRows)
            .ToListAsync(cancel);
        // What was marked as it was written is in the portal alone, or beside a letter of its own.
        return
        [
            .. told.Select(n => new RecordedMessage(n.At, $"{n.DisplayName}, {n.Email}", n.Text, n.MailedAt > n.At))
                .Concat(Invoiced(invoice))
                .Concat(reminders.Select(m => new RecordedMessage(m.At, Billing, $"{Words($"{m.Letter}")} (day {m.Day})", IsMailed: true)))
                .OrderBy(message => message.At).Take(MaxRows),
        ];
    }

    private static IEnumerable<RecordedMessage> Invoiced(Invoice? invoice) =>
        invoice is null ? [] : (RecordedMessage[])[new(invoice.IssuedAt, Billing, $"Invoice {invoice.Number}, with its PDF", IsMailed: true)];

    // PaymentFailed is “Payment failed”.
    private static string Words(string name) =>
        string.Concat(name.Select((letter, at) => at > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
}
