using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Interest;

/// <summary>
/// Reminds clients of invoices of interest that are overdue, by rows, so that each reminder goes out once; after the last one operators are told. Nothing is
/// charged for that, since interest costs no interest, and nothing is taken from anyone: who pays by transfer has agreed to no other way.
/// </summary>
public sealed class InterestReminders(
    IDbContextFactory<MarketplaceDb> databases, IOptions<InterestOptions> options, IOptions<PortalOptions> portal, TimeProvider clock)
{
    private const int Page = 200, MaxPeople = 20;

    /// <returns>How many reminders were sent.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var (sent, last) = (0, 0L);
        while (options.Value.RemindEveryDays > 0)
        {
            var ids = await OverdueAsync(last, cancel);
            foreach (var id in ids)
            {
                sent += await TryAsync(id, cancel) ? 1 : 0;
            }

            if (ids.Count < Page)
            {
                break;
            }

            last = ids[^1];
        }

        return sent;
    }

    private async Task<List<long>> OverdueAsync(long last, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (since, told, end) = (DateOnly.FromDateTime(clock.UtcNow).AddDays(-options.Value.RemindEveryDays), db.Set<InterestReminder>(), options.Value.End);
        return await db.Invoices.ChargedInterest().Where(i => i.Id > last && i.Due <= since && !told.Any(r => r.InvoiceId == i.Id && r.Number == end))
            .WithRest().Where(rest => rest.Minor > 0).OrderBy(rest => rest.Invoice.Id).Select(rest => rest.Invoice.Id).Take(Page).ToListAsync(cancel);
    }

    private async Task<bool> TryAsync(long id, CancellationToken cancel)
    {
        try
        {
            return await databases.TransactAsync(db => RemindAsync(db, id, cancel), cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return false;
        }
    }

    private async Task<bool> RemindAsync(MarketplaceDb db, long id, CancellationToken cancel)
    {
        var (now, settings) = (clock.UtcNow, options.Value);
        if (await db.Invoices.Where(i => i.Id == id).WithRest().Where(rest => rest.Minor > 0).FirstOrDefaultAsync(cancel) is not { Invoice: var invoice } open)
        {
            return false;
        }

        var last = await db.Set<InterestReminder>().Where(r => r.InvoiceId == id).OrderByDescending(r => r.Number).FirstOrDefaultAsync(cancel);
        var told = last?.Number ?? 0;
        var due = DateOnly.FromDateTime(now).DayNumber - invoice.Due!.Value.DayNumber;
        // A client that was reminded late has as much time to pay before operators are notified.
        due = Math.Min(due / settings.RemindEveryDays, last is { } one && one.At.AddDays(settings.RemindEveryDays) <= now ? told + 1 : settings.Reminders);
        if (due <= told)
        {
            return false;
        }

        // After an outage one mail says what several would have.
        db.AddRange(Enumerable.Range(told + 1, due - told).Select(number => new InterestReminder(id, number, number == due, now)));
        if (due == settings.End)
        {
            var unpaid = $"Interest of {new Money(open.Minor, invoice.Currency)} on invoice {invoice.Number} stays unpaid after all reminders";
            await db.NotifyStaffAsync(StaffRole.Operator, $"invoice/{invoice.Number}", unpaid, now, cancel);
        }
        else
        {
            await WriteAsync(db, invoice, new(open.Minor, invoice.Currency), now, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return due < settings.End;
    }

    private async Task WriteAsync(MarketplaceDb db, Invoice invoice, Money rest, DateTime now, CancellationToken cancel)
    {
        var (document, organization) = (invoice.Document, invoice.OrganizationId);
        var title = $"Reminder: {rest} of interest, invoice {invoice.Number}, is overdue";
        var text = $"Invoice {invoice.Number} for interest on {document.InterestOn} was due on {Day(invoice.Due!.Value)}, and {rest} of it is open. "
            + $"Transfer it to {document.Bank!.Iban} with the reference {invoice.Reference}. If you have paid it in the last days, ignore this mail. "
            + $"It costs no interest itself.\n\n{portal.Value.At($"/invoices/{invoice.Number}")}";
        var owners = await db.Memberships.Where(m => m.OrganizationId == organization && m.Role == MemberRole.Owner).OrderBy(m => m.UserId)
            .Select(m => m.UserId).Take(MaxPeople).ToListAsync(cancel);
        owners.ForEach(owner => db.Notify(owner, $"invoice/{invoice.Number}", title, now, mails: false));
        foreach (var to in await db.BillingMailsAsync(organization, null, cancel))
        {
            db.Mail(to, title, text, now, isOnce: true);
        }
    }

    private static string Day(DateOnly day) => day.ToString("MMMM d, yyyy", CultureInfo.InvariantCulture);
}
