using System.Globalization;
using Hangfire;
using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Dunning;

/// <summary>Tells clients what comes: a card that expires, a year that begins, a higher price, a trial that ends. Each once, by its row.</summary>
public sealed class BillingNotices(
    IDbContextFactory<MarketplaceDb> databases, RenewalInvoices invoices, IOptions<DunningOptions> options, IOptions<PortalOptions> portal,
    TimeProvider clock)
{
    private const int Page = 200, MaxPeople = 20;

    /// <returns>How many notices were given.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var given = 0;
        foreach (var read in (Func<MarketplaceDb, int, CancellationToken, Task<List<Notice?>>>[])[CardsAsync, ComingAsync, TrialsAsync, LicensesAsync])
        {
            for (var (skip, count) = (0, Page); count == Page; skip += Page)
            {
                await using var db = await databases.CreateDbContextAsync(cancel);
                var some = await read(db, skip, cancel);
                count = some.Count;
                foreach (var notice in some.OfType<Notice>())
                {
                    given += await GiveAsync(notice, cancel) ? 1 : 0;
                }
            }
        }

        return given;
    }

    // The row and the mail are saved together, so that of two workers one mails.
    private async Task<bool> GiveAsync(Notice notice, CancellationToken cancel)
    {
        try
        {
            return await databases.TransactAsync(async db =>
            {
                var (kind, subject, organization, now) = (notice.Kind, notice.Subject, notice.OrganizationId, clock.UtcNow);
                if (await db.BillingNotices.AnyAsync(n => n.Kind == kind && n.Subject == subject, cancel))
                {
                    return false;
                }

                db.Add(new BillingNotice(kind, subject, now));
                var owners = await db.Memberships.Where(m => m.OrganizationId == organization && m.Role == MemberRole.Owner).OrderBy(m => m.UserId)
                    .Select(m => m.UserId).Take(MaxPeople).ToListAsync(cancel);
                owners.ForEach(owner => db.Notify(owner, notice.About, notice.Title, now, mails: false));
                foreach (var to in await db.BillingMailsAsync(organization, null, cancel))
                {
                    db.Mail(to, notice.Title, $"{notice.Text}\n\n{portal.Value.At(notice.Path)}", now, isOnce: true);
                }

                await db.SaveChangesAsync(cancel);
                return true;
            }, cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return false;
        }
    }

    private async Task<List<Notice?>> CardsAsync(MarketplaceDb db, int skip, CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(clock.UtcNow);
        var (until, subscriptions) = (today.AddDays(options.Value.CardDays), db.Subscriptions);
        // The last that is charged by it: what is charged before is no reason to write.
        var charged = subscriptions.Where(s => s.RenewsAt != null).OrderByDescending(s => s.RenewsAt);
        var cards = options.Value.CardDays == 0 ? [] : await db.SavedMethods.Where(m => m.RemovedAt == null && m.ExpiresOn >= today && m.ExpiresOn <= until)
            .OrderBy(m => m.Id).Skip(skip).Take(Page)
            .Select(m => new
            {
                m.Id, m.OrganizationId, m.Text, m.ExpiresOn,
                Name = charged.Where(s => s.OrganizationId == m.OrganizationId && (s.MethodId == m.Id || (s.MethodId == null && m.DefaultFor != null)))
                    .Select(s => s.Name).FirstOrDefault(),
                Next = charged.Where(s => s.OrganizationId == m.OrganizationId && (s.MethodId == m.Id || (s.MethodId == null && m.DefaultFor != null)))
                    .Select(s => s.RenewsAt).FirstOrDefault(),
            }).ToListAsync(cancel);
        return cards.ConvertAll(card => card.Next is { } next && DateOnly.FromDateTime(next) > card.ExpiresOn
            ? new Notice(
                BillingNoticeKind.CardExpires, $"method/{card.Id:N}/{card.ExpiresOn:yyyy-MM-dd}", card.OrganizationId, $"billing/{card.OrganizationId}",
                "/billing?tab=methods", $"{card.Text} expires on {Day(card.ExpiresOn!.Value.ToDateTime(default))}",
                $"{card.Text} expires on {Day(card.ExpiresOn.Value.ToDateTime(default))}, and your subscription of {card.Name} is next charged on "
                    + $"{Day(next)}. Add another payment method before, so that nothing is interrupted:")
            : null);
    }

    private async Task<List<Notice?>> ComingAsync(MarketplaceDb db, int skip, CancellationToken cancel)
    {
        var (now, settings) = (clock.UtcNow, options.Value);
        var (year, price) = (now.AddDays(settings.RenewalDays), now.AddDays(settings.PriceDays));
        var coming = await db.Subscriptions.AsNoTracking()
            .Where(s => s.Period >= 0 && s.RenewsAt > now && (s.RenewsAt <= price || (s.Model == OfferModel.Yearly && s.RenewsAt <= year)))
            .OrderBy(s => s.Id).Skip(skip).Take(Page).ToListAsync(cancel);
        return coming.ConvertAll(one => one.Model is OfferModel.Yearly && settings.RenewalDays > 0 ? Renewal(one) : PriceChange(one));
    }

    private async Task<List<Notice?>> TrialsAsync(MarketplaceDb db, int skip, CancellationToken cancel)
    {
        var (now, until) = (clock.UtcNow, clock.UtcNow.AddDays(options.Value.TrialDays));
        var trials = await db.Subscriptions.AsNoTracking().Where(s => s.Period < 0 && s.RenewsAt > now && s.RenewsAt <= until)
            .OrderBy(s => s.Id).Skip(skip).Take(Page).ToListAsync(cancel);
        return trials.ConvertAll(one => (Notice?)new Notice(
            BillingNoticeKind.TrialEnds, $"license/{one.LicenseId}", one.OrganizationId, $"subscription/{one.Id:N}", $"/subscriptions/{one.Id:D}",
            $"Your trial of {one.Name} ends on {Day(one.RenewsAt!.Value)}",
            $"Your trial of {one.Name} ends on {Day(one.RenewsAt.Value)}. It goes on as a subscription then, and "
                + $"{invoices.NetOf(one, one.Terms.Next().Period)} is charged, plus tax where it is due. If you do not want that, cancel it before:"));
    }

    // What is only tried, and goes over into nothing.
    private async Task<List<Notice?>> LicensesAsync(MarketplaceDb db, int skip, CancellationToken cancel)
    {
        var (now, until, subscriptions) = (clock.UtcNow, clock.UtcNow.AddDays(options.Value.TrialDays), db.Subscriptions);
        var trials = await db.Licenses.Where(l => l.Origin == LicenseOrigin.Trial && l.SoldWithId == null && l.RevokedAt == null && l.ExpiresAt > now
                && l.ExpiresAt <= until && !subscriptions.Any(s => s.LicenseId == l.Id && s.RenewsAt != null))
            .OrderBy(l => l.Id).Skip(skip).Take(Page).Select(l => new { l.Id, l.OrganizationId, l.Module.DisplayName, l.Module.PackageId, l.ExpiresAt })
            .ToListAsync(cancel);
        return trials.ConvertAll(one => (Notice?)new Notice(
            BillingNoticeKind.TrialEnds, $"license/{one.Id}", one.OrganizationId, "licenses", $"/modules/{Uri.EscapeDataString(one.PackageId)}?tab=pricing",
            $"Your trial of {one.DisplayName} ends on {Day(one.ExpiresAt!.Value)}",
            $"Your trial of {one.DisplayName} ends on {Day(one.ExpiresAt.Value)}. Nothing is charged. To keep using it, buy it here:"));
    }

    private Notice Renewal(Subscription one) => new(
        BillingNoticeKind.Renewal, $"subscription/{one.Id:N}/{one.Period + 1}", one.OrganizationId, $"subscription/{one.Id:N}", $"/subscriptions/{one.Id:D}",
        $"{one.Name} is renewed for a year on {Day(one.RenewsAt!.Value)}",
        $"Your subscription of {one.Name} is renewed for a year on {Day(one.RenewsAt.Value)}, and {invoices.NetOf(one, one.Terms.Next().Period)} is charged, "
            + "plus tax where it is due. See it, or cancel it before, at");

    // A change by the client was shown to it then.
    private Notice? PriceChange(Subscription one) => one.Terms is { Later: null, Shift: null } terms && terms.Next().Period is var coming
        && invoices.NetOf(one, coming) is var next && invoices.NetOf(one, coming with { Turn = terms.Turn, Line = terms.Line }) is var now && next > now
        ? new(
            BillingNoticeKind.PriceChange, $"subscription/{one.Id:N}/{one.Period + 1}", one.OrganizationId, $"subscription/{one.Id:N}",
            $"/subscriptions/{one.Id:D}", $"{one.Name} costs {next} from {Day(one.RenewsAt!.Value)} on",
            $"From {Day(one.RenewsAt.Value)} on your subscription of {one.Name} costs {next} a {(one.Model is OfferModel.Yearly ? "year" : "month")} "
                + $"instead of {now}, plus tax where it is due, as was {(coming.Line.OfferId == one.OfferId ? "agreed on when you bought it" : "announced")}. "
                + "See it, or cancel it before, at")
        : null;

    private static string Day(DateTime at) => at.ToString("MMMM d, yyyy", CultureInfo.InvariantCulture);

    /// <param name="About">What the notification in the portal leads to.</param>
    private sealed record Notice(BillingNoticeKind Kind, string Subject, long OrganizationId, string About, string Path, string Title, string Text);
}

/// <summary>Tells clients what comes. Safe to run twice: each is told once, by a row.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class BillingNoticesJob(BillingNotices notices)
{
    public Task RunAsync(CancellationToken cancel) => notices.RunAsync(cancel);
}
