using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Parties;

/// <param name="AcceptedAt">Null while it waits.</param>
public sealed record ExemptionRow(long OrganizationId, string Organization, string Country, string Evidence, DateOnly? ValidUntil, DateTime? AcceptedAt);

/// <summary>Exemptions from tax that buyers claim: operators see the evidence and accept or decline it.</summary>
public sealed class Exemptions(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int Most = 500;

    /// <summary>Those that wait first; none for those who are no operators.</summary>
    public async Task<IReadOnlyList<ExemptionRow>> ListAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var allowed = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return await db.BillingProfiles.AsNoTracking().Where(p => allowed.Any() && p.ExemptionEvidence != null)
            .OrderBy(p => p.ExemptionAcceptedAt != null).ThenBy(p => p.Organization.Name).Take(Most)
            .Select(p => new ExemptionRow(
                p.OrganizationId, p.Organization.Name, p.Address.Country, p.ExemptionEvidence!, p.ExemptUntil, p.ExemptionAcceptedAt))
            .ToListAsync(cancel);
    }

    public Task<PartyOutcome> AcceptAsync(Actor actor, ExemptionRow claim, CancellationToken cancel) => DecideAsync(actor, claim, accept: true, cancel);

    /// <summary>Its organization pays tax, and is notified.</summary>
    public Task<PartyOutcome> DeclineAsync(Actor actor, ExemptionRow claim, CancellationToken cancel) => DecideAsync(actor, claim, accept: false, cancel);

    private async Task<PartyOutcome> DecideAsync(Actor actor, ExemptionRow claim, bool accept, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel))
        {
            return new PartyOutcome.NotAllowed();
        }

        // What was looked at is what is decided.
        if (await db.BillingProfiles.FirstOrDefaultAsync(
            p => p.OrganizationId == claim.OrganizationId && p.ExemptionEvidence == claim.Evidence && p.ExemptUntil == claim.ValidUntil, cancel)
            is not { } profile)
        {
            return new PartyOutcome.Changed();
        }

        var now = clock.UtcNow;
        if (accept)
        {
            profile.AcceptExemption(actor.UserId, now);
        }
        else
        {
            profile.DeclineExemption(now);
        }

        db.Audit(actor, accept ? "exemption.accept" : "exemption.decline", $"organization/{claim.OrganizationId}", claim.Evidence, now);
        await db.NotifyMembersAsync(
            claim.OrganizationId, $"billing/{claim.OrganizationId}",
            $"The exemption from tax of {claim.Organization} was {(accept ? "accepted" : "declined")}: {claim.Evidence}", now, cancel);
        db.Changed(LiveTopic.Organization(claim.OrganizationId), now);
        db.Changed(LiveTopic.Rates, now);
        return await db.TrySaveAsync(cancel) ? new PartyOutcome.Saved() : new PartyOutcome.Changed();
    }
}
