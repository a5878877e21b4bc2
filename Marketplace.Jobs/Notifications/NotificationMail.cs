using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Notifications;

/// <summary>
/// Sends what is not mailed yet, one mail for each person. It is marked before it is sent and unmarked where the server refuses it:
/// rather a mail lost with a dying worker than the same mail twice.
/// </summary>
public sealed partial class NotificationMail(IDbContextFactory<MarketplaceDb> databases, IMailer mailer, TimeProvider clock, ILogger<NotificationMail> log)
{
    private const int Batch = 200;

    public async Task SendAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var waiting = await db.Set<Notification>().Include(n => n.User).Where(n => n.MailedAt == null).OrderBy(n => n.Id).Take(Batch).ToListAsync(cancel);
        foreach (var letter in waiting.GroupBy(n => n.UserId).Select(person => person.ToList()))
        {
            letter.ForEach(n => n.Mail(clock.UtcNow));
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Another worker mails the same.
                return;
            }

            var text = $"{string.Join('\n', letter.Select(n => n.Text))}\n\nYou get this because you follow it on the marketplace. See Notifications there to change that.";
            try
            {
                await mailer.SendAsync(letter[0].User.Email!, letter.Count == 1 ? letter[0].Text : $"{letter.Count} news from the marketplace", text, cancel);
            }
            catch (Exception error) when (!cancel.IsCancellationRequested)
            {
                LogNotSent(error, letter[0].UserId);
                letter.ForEach(n => n.MailAgain());
                await db.SaveChangesAsync(cancel);
            }
        }
    }

    [LoggerMessage(1401, LogLevel.Warning, "The notifications of user {UserId} could not be mailed; they are tried again.")]
    private partial void LogNotSent(Exception error, long userId);
}

/// <summary>Mails what people asked to be told. Safe to run twice: each notification is marked before it is sent.</summary>
public sealed class MailNotificationsJob(NotificationMail mail)
{
    public Task RunAsync(CancellationToken cancel) => mail.SendAsync(cancel);
}
