using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Notifications;

/// <summary>Makes mail of notifications, one for each person, once: the mark and the mail are saved together.</summary>
public sealed class NotificationMail(IDbContextFactory<MarketplaceDb> databases, IOptions<PortalOptions> portal, TimeProvider clock)
{
    private const int Batch = 200;

    public async Task WriteAsync(CancellationToken cancel)
    {
        while (await WriteSomeAsync(cancel) == Batch)
        {
        }
    }

    private async Task<int> WriteSomeAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var waiting = await db.Set<Notification>().Include(n => n.User).Where(n => n.MailedAt == null).OrderBy(n => n.Id).Take(Batch).ToListAsync(cancel);
        foreach (var letter in waiting.GroupBy(n => n.UserId).Select(person => person.ToList()))
        {
            letter.ForEach(n => n.Mail(clock.UtcNow));
            var lines = letter.Select(n => $"{n.Text}\n{portal.Value.At(NotificationSubject.Address(n.Subject))}");
            var settings = portal.Value.At(NotificationSubject.Notifications);
            var text = $"{string.Join("\n\n", lines)}\n\nYou receive this because you follow it on the marketplace, "
                + "or because it concerns an organization of yours. "
                + $"Change that at {settings}";
            db.Mail(letter[0].User.Email!, letter.Count == 1 ? letter[0].Text : $"{letter.Count} updates from the marketplace", text, clock.UtcNow);
        }

        try
        {
            await db.SaveChangesAsync(cancel);
            return waiting.Count;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another worker mails the same.
            return 0;
        }
    }
}

/// <summary>Mails what people asked to be told. Safe to run twice: the mark on each notification and its mail are saved together.</summary>
public sealed class MailNotificationsJob(NotificationMail mail)
{
    public Task RunAsync(CancellationToken cancel) => mail.WriteAsync(cancel);
}
