using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Notifications;

/// <summary>
/// Hands waiting mail to the mail server, each by one worker at a time. What the server refuses is tried again, ever more rarely, for
/// three days. A worker that dies with a mail in hand may make it go twice: rather that than a lost link to a new password. Only of a mail that says so
/// nobody gets a second one.
/// </summary>
public sealed partial class MailDelivery(
    IDbContextFactory<MarketplaceDb> databases, IMailer mailer, IEnumerable<IMailAttachments> attachments, TimeProvider clock, ILogger<MailDelivery> log)
{
    private const int Batch = 50;
    private static readonly TimeSpan ClaimFor = TimeSpan.FromMinutes(5);

    /// <summary>For the whole hand-over. It ends well before the claim, so that a slow server never gets a mail from two workers at once.</summary>
    private static readonly TimeSpan HandOverWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    public async Task SendAsync(CancellationToken cancel)
    {
        while (await SendSomeAsync(cancel) == Batch)
        {
        }
    }

    private async Task<int> SendSomeAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var waiting = await db.Set<OutgoingMail>().Where(m => m.DueAt <= now).OrderBy(m => m.DueAt).ThenBy(m => m.Id).Take(Batch).ToListAsync(cancel);
        foreach (var mail in waiting)
        {
            var wasInHand = mail.IsInHand;
            mail.Claim(clock.UtcNow + ClaimFor);
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Another worker has it.
                db.Entry(mail).State = EntityState.Detached;
                continue;
            }

            if (wasInHand && mail.IsOnce)
            {
                LogInHand(mail.Id);
                db.Remove(mail);
            }
            else
            {
                await SendAsync(db, mail, cancel);
            }

            await db.SaveChangesAsync(cancel);
        }

        return waiting.Count;
    }

    private async Task SendAsync(MarketplaceDb db, OutgoingMail mail, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(HandOverWithin, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            if (await MaySendAsync(db, mail, ended.Token))
            {
                await mailer.SendAsync(new(mail.To, mail.Subject, mail.Text, await FilesAsync(db, mail, ended.Token)), ended.Token);
            }

            db.Remove(mail);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            if (clock.UtcNow - mail.QueuedAt > GiveUpAfter)
            {
                LogGivenUp(error, mail.Id, mail.Attempts);
                db.Remove(mail);
            }
            else
            {
                LogNotSent(error, mail.Id, mail.Attempts);
                mail.Postpone(clock.UtcNow + TimeSpan.FromMinutes(Math.Min(240, 1 << Math.Min(mail.Attempts - 1, 8))));
            }
        }
    }

    private async Task<bool> MaySendAsync(MarketplaceDb db, OutgoingMail mail, CancellationToken cancel)
    {
        foreach (var source in mail.About is null ? [] : attachments)
        {
            if (!await source.MaySendAsync(db, mail.About!, cancel))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<IReadOnlyList<MailAttachment>> FilesAsync(MarketplaceDb db, OutgoingMail mail, CancellationToken cancel)
    {
        var files = new List<MailAttachment>();
        foreach (var source in mail.About is null ? [] : attachments)
        {
            files.AddRange(await source.ReadAsync(db, mail.About!, cancel));
        }

        return files;
    }

    [LoggerMessage(1401, LogLevel.Warning, "Mail {Mail} could not be handed over at attempt {Attempt}; it is tried again.")]
    private partial void LogNotSent(Exception error, long mail, int attempt);

    [LoggerMessage(1403, LogLevel.Warning, "A worker died with mail {Mail} in hand. It may have been sent, so it is not sent again.")]
    private partial void LogInHand(long mail);

    [LoggerMessage(1402, LogLevel.Error, "Mail {Mail} could not be handed over for three days and {Attempts} attempts; it is given up.")]
    private partial void LogGivenUp(Exception error, long mail, int attempts);
}

/// <summary>Hands waiting mail to the mail server. Safe to run twice: each mail is claimed first.</summary>
public sealed class SendMailJob(MailDelivery delivery)
{
    public Task RunAsync(CancellationToken cancel) => delivery.SendAsync(cancel);
}
