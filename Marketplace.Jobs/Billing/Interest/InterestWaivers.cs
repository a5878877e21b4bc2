using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Interest;

/// <summary>Operators waive what an invoice has cost and was not charged, and what it would cost from here on.</summary>
public sealed class InterestWaivers(IDbContextFactory<MarketplaceDb> databases, IOptions<InterestOptions> options, TimeProvider clock)
{
    /// <returns>Null if it is waived; otherwise what is wrong.</returns>
    public async Task<string?> WaiveAsync(Actor actor, string number, string reason, CancellationToken cancel)
    {
        if (reason.Trim().Length is 0 or > InvoiceInterest.MaxReason)
        {
            return $"Say why, in at most {InvoiceInterest.MaxReason} characters.";
        }

        try
        {
            return await databases.TransactAsync(async db =>
            {
                var (operators, now) = (db.StaffGrants.Allowing(actor, StaffRole.Operator), clock.UtcNow);
                var found = db.MayCostInterest(options.Value).Where(i => i.Number == number && operators.Any());
                if (!options.Value.IsOn || await db.ReadLateAsync(found, options.Value, cancel) is not { } late)
                {
                    return "There is no such invoice that costs interest, or you may not do this.";
                }

                if (late.IsOver)
                {
                    return "Nothing more is charged of it.";
                }

                var (today, accrued) = (DateOnly.FromDateTime(now), late.Accrued(options.Value.BasisPoints, DateOnly.FromDateTime(now)));
                db.Add(new InvoiceInterest(late.Invoice.Id, late.Next, late.Next < today ? today : late.Next, isLast: true, now)
                {
                    Waived = reason.Trim(), WaivedById = actor.UserId,
                });
                db.Audit(actor, "interest.waive", $"invoice/{number}", $"{new Money(accrued.Minor, late.Invoice.Currency)} so far: {reason.Trim()}", now);
                db.Changed(LiveTopic.Billing(late.Invoice.OrganizationId), now);
                await db.SaveChangesAsync(cancel);
                return null;
            }, cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return "It was charged or waived at this moment. Look at it again.";
        }
    }
}
