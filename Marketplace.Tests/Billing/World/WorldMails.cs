using Marketplace.Billing.Dunning;
using Marketplace.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing.World;

/// <summary>Each mail about a payment is one that a campaign or a notice asked for, and was sent once. Each client has one address.</summary>
internal static class WorldMails
{
    public static IEnumerable<string> Faults(Shop shop)
    {
        foreach (var one in shop.Read(db => db.DunningCases.AsNoTracking().Include(c => c.Campaign).Include(c => c.Mails).ToList()))
        {
            foreach (var mail in one.Mails.Where(mail => !one.Campaign.Plan.Steps.Any(step => step.Day == mail.Day && step.Mail == mail.Letter)))
            {
                yield return $"{one.PeriodId}: {mail.Letter} on day {mail.Day}, which its campaign does not have";
            }
        }

        var asked = shop.Read(db => db.Set<DunningMail>().Count(mail => mail.IsSent) + db.BillingNotices.Count());
        var mailed = shop.Read(db => db.Set<OutgoingMail>().Count(mail => mail.IsOnce));
        if (asked != mailed)
        {
            yield return $"{asked} mails were asked for, and {mailed} written";
        }
    }
}
