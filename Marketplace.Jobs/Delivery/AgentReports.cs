using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Modules;
using Marketplace.Notifications;
using Marketplace.Operations;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Delivery;

/// <summary>Hears what the agents of sites say. Everything is asked and written under the site of the caller's token.</summary>
public sealed class AgentReports(IDbContextFactory<MarketplaceDb> databases, DeliveryCommit commit, TimeProvider clock)
{
    private const int MaxSteps = 500;

    /// <summary>Null while the site is not delivered to by an agent.</summary>
    public async Task<AgentWelcome?> AnnounceAsync(AgentCaller caller, AgentAnnouncement said, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Sites.FirstOrDefaultAsync(s => s.Id == caller.SiteId && s.Delivery == SiteDelivery.Agent, cancel) is not { } site)
        {
            return null;
        }

        var contact = await ContactAsync(db, site.Id, cancel);
        var before = (contact.IsPresent(now), contact.HostVersion, contact.Revision, Health(contact.StatusJson));
        var version = NuGetVersion.TryParse(said.HostVersion, out var parsed) && parsed.ToNormalizedString().Length <= 60
            ? parsed.ToNormalizedString()
            : site.HostVersion;
        var status = JsonSerializer.Serialize(said.Status, AgentFormat.Json);
        contact.See(version, said.Revision, said.Highest, said.Status is null ? "" : status, now);
        if (said.Fingerprint is { Length: > 0 } fingerprint && contact.Identify(fingerprint))
        {
            db.Add(new SiteMove(site.Id, fingerprint, now));
        }

        if (version != site.HostVersion
            && !await db.Operations.AnyAsync(
                o => o.SiteId == site.Id && (o.State == OperationState.Queued || o.State == OperationState.Running), cancel))
        {
            site.MoveTo(version);
            db.Audit(null, "site.host", $"site/{site.Id}", $"{site.Name} to host {version}, as its agent says", now);
            await db.NotifyMembersAsync(
                site.OrganizationId, $"site/{site.Id}", $"{site.Name} runs on host {version} now. New plans are made for that version.", now, cancel);
        }

        if (before != (true, version, said.Revision, Health(contact.StatusJson)))
        {
            db.Changed(LiveTopic.Site(site.Id), now);
        }

        await db.SaveChangesAsync(cancel);
        return new AgentWelcome(site.Id, site.Name);
    }

    /// <summary>Writes down what the agent does. When it is about to switch the site, this is its last chance to be stopped.</summary>
    /// <returns>False if it was withdrawn, or nobody handed it out: the site must stay as it is.</returns>
    public async Task<bool> ReportAsync(AgentCaller caller, int number, IReadOnlyList<AgentStep> steps, CancellationToken cancel)
    {
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            // While it is at work it does not announce itself.
            await db.AgentContacts.Where(c => c.SiteId == caller.SiteId).ExecuteUpdateAsync(set => set.SetProperty(c => c.SeenAt, clock.UtcNow), cancel);
            if (await OpenAsync(db, caller, number, cancel) is not { } delivery)
            {
                // A revision that the site had before, taken up again on the way to the newest.
                return await db.Revisions.AnyAsync(r => r.SiteId == caller.SiteId && r.Number == number, cancel);
            }

            delivery.Report(steps.Take(MaxSteps), clock.UtcNow);
            if (steps.Any(step => step.Kind is AgentStepKind.Activate))
            {
                delivery.Switch(clock.UtcNow);
            }

            db.Wake(Work.Sites, clock.UtcNow, caller.SiteId);
            try
            {
                await db.SaveChangesAsync(cancel);
                return true;
            }
            catch (DbUpdateConcurrencyException)
            {
                // It was withdrawn, parked or taken at the same moment: ask again what it is now.
            }
        }
    }

    /// <summary>How it ended with a revision. Saying so twice changes nothing.</summary>
    public async Task EndAsync(AgentCaller caller, int number, AgentResult result, CancellationToken cancel)
    {
        while (true)
        {
            var now = clock.UtcNow;
            await using var db = await databases.CreateDbContextAsync(cancel);
            var delivery = await OpenAsync(db, caller, number, cancel);
            if (result.Failure is not null)
            {
                delivery?.Fail(OperationFailure.Of(result), now);
            }
            else if (delivery is not null)
            {
                await commit.CommitAsync(db, delivery, now, cancel);
            }

            if (delivery?.OperationId is null)
            {
                (await ContactAsync(db, caller.SiteId, cancel)).Complain(result.Failure is null ? null : result.Sentence?.Clip(AgentContact.MaxProblem));
            }

            db.Changed(LiveTopic.Site(caller.SiteId), now);
            db.Wake(Work.Sites, now, caller.SiteId);
            try
            {
                await db.SaveChangesAsync(cancel);
                return;
            }
            catch (DbUpdateConcurrencyException)
            {
                // As above.
            }
        }
    }

    /// <summary>May the site have this package: it is of the revision on its way to it, or of one that it has had?</summary>
    public async Task<bool> MayHaveAsync(AgentCaller caller, string hash, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Revisions.Where(r => r.SiteId == caller.SiteId).SelectMany(r => r.Modules).AnyAsync(m => m.PackageHash == hash, cancel))
        {
            return true;
        }

        var coming = await db.Deliveries
            .Where(d => d.SiteId == caller.SiteId && d.State == DeliveryState.Open)
            .Select(d => new { d.Document, d.Site.OrganizationId })
            .FirstOrDefaultAsync(cancel);
        return coming is not null && LockDocument.Parse(coming.Document)!.Modules.Any(module => module.Sha256 == hash)
            && await db.AvailableReleasesFor(coming.OrganizationId).AnyAsync(r => r.PackageHash == hash, cancel);
    }

    private static Task<DeliveryOrder?> OpenAsync(MarketplaceDb db, AgentCaller caller, int number, CancellationToken cancel) =>
        db.Deliveries.FirstOrDefaultAsync(d => d.SiteId == caller.SiteId && d.Number == number && d.State == DeliveryState.Open, cancel);

    private static async Task<AgentContact> ContactAsync(MarketplaceDb db, long siteId, CancellationToken cancel)
    {
        if (await db.AgentContacts.FirstOrDefaultAsync(c => c.SiteId == siteId, cancel) is { } known)
        {
            return known;
        }

        var contact = new AgentContact(siteId);
        db.AgentContacts.Add(contact);
        return contact;
    }

    private static string Health(string statusJson) => statusJson is "" ? "" :
        string.Join(';', JsonSerializer.Deserialize<HostStatus>(statusJson, AgentFormat.Json)!.Modules.Select(m => $"{m.Id} {m.Version} {m.IsHealthy}"));
}
