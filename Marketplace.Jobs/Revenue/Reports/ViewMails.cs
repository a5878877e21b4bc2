using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Revenue.Reports;

/// <summary>Mails views that are due, each once to each recipient, with its figures as PDF and CSV. Of what was missed the latest alone is sent.</summary>
public sealed class ViewMails(IDbContextFactory<MarketplaceDb> databases, ViewFiles files, IOptions<PortalOptions> portal, TimeProvider clock)
    : IMailAttachments
{
    private const string About = "revenue-view/";
    private const int Batch = 100;

    // By then a mail has left or was given up.
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(62);

    /// <returns>How many mails are on their way.</returns>
    public async Task<int> SendAsync(CancellationToken cancel)
    {
        var (sent, after, now) = (0, 0L, clock.UtcNow);
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var last = after;
            var views = await db.SavedViews.AsNoTracking().Where(v => v.ScheduledAt != null && v.Id > last).OrderBy(v => v.Id).Take(Batch)
                .ToListAsync(cancel);
            foreach (var view in views)
            {
                sent += await SendAsync(db, view, now, cancel);
            }

            if (views.Count < Batch)
            {
                return sent;
            }

            after = views[^1].Id;
        }
    }

    /// <summary>The right to the figures is asked for once more, when the mail leaves.</summary>
    public async Task<bool> MaySendAsync(MarketplaceDb db, string about, CancellationToken cancel) =>
        !about.StartsWith(About, StringComparison.Ordinal) || await FindAsync(db, about, cancel) is not null;

    public async Task<IReadOnlyList<MailAttachment>> ReadAsync(MarketplaceDb db, string about, CancellationToken cancel) =>
        await FindAsync(db, about, cancel) is { } found
            ? await files.WriteAsync(Actor.Mailed(found.UserId), found.View, found.View.Schedule!.DayOf(found.DueAt), cancel) : [];

    private async Task<int> SendAsync(MarketplaceDb db, SavedView view, DateTime now, CancellationToken cancel)
    {
        var schedule = view.Schedule!;
        var due = schedule.LatestDue(now);
        var allowed = db.WhoMaySee(view.PublisherId);
        // Nobody could stop what is mailed for someone who has left.
        if (due <= view.ScheduledAt || !await allowed.AnyAsync(u => u.Id == view.OwnerId, cancel))
        {
            return 0;
        }

        var (recipients, mailings) = (db.ViewRecipients.Where(r => r.ViewId == view.Id), db.ViewMailings.Where(m => m.ViewId == view.Id));
        var people = await allowed.Where(u => recipients.Any(r => r.UserId == u.Id) && !mailings.Any(m => m.UserId == u.Id && m.DueAt == due))
            .OrderBy(u => u.Id).Select(u => new { u.Id, u.Email }).ToListAsync(cancel);
        var sent = 0;
        foreach (var person in people)
        {
            sent += await SendAsync(view, due, person.Id, person.Email!, cancel) ? 1 : 0;
        }

        var past = due - KeptFor;
        await mailings.Where(m => m.DueAt < past).ExecuteDeleteAsync(cancel);
        return sent;
    }

    private async Task<bool> SendAsync(SavedView view, DateTime due, long userId, string to, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var mailing = db.Add(new ViewMailing(Guid.CreateVersion7(clock.GetUtcNow()), view.Id, userId, due)).Entity;
        var days = new RevenueFormat().Days(view.Question.Days(view.Schedule!.DayOf(due)));
        db.Mail(
            to, $"Revenue: {view.Name}, {days}",
            $"“{view.Name}” for {days} is attached as PDF and CSV.\n\nOpen it in the portal:\n{portal.Value.At($"/revenue/views/{view.Id}")}\n\n"
                + $"{view.Schedule.Words()}. Stop these mails under Views:\n"
                + portal.Value.At(view.PublisherId is null ? "/revenue/views" : "/publisher/revenue/views"),
            clock.UtcNow, $"{About}{mailing.Id:N}");
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Another worker mails it.
            return false;
        }
    }

    private static async Task<ViewMailing?> FindAsync(MarketplaceDb db, string about, CancellationToken cancel)
    {
        if (!about.StartsWith(About, StringComparison.Ordinal) || !Guid.TryParse(about[About.Length..], out var id)
            || await db.ViewMailings.AsNoTracking().Include(m => m.View).FirstOrDefaultAsync(m => m.Id == id, cancel) is not { View.Schedule: not null } found)
        {
            return null;
        }

        var recipients = db.ViewRecipients.Where(r => r.ViewId == found.ViewId && r.UserId == found.UserId);
        return await db.WhoMaySee(found.View.PublisherId).AnyAsync(u => u.Id == found.UserId && recipients.Any(), cancel) ? found : null;
    }
}

/// <summary>Mails views that are due. Safe to run twice, and by two workers: each mail has a row of its own.</summary>
public sealed class MailViewsJob(ViewMails mails)
{
    public Task RunAsync(CancellationToken cancel) => mails.SendAsync(cancel);
}
