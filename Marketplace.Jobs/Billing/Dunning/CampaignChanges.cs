using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Dunning;

public abstract record CampaignOutcome
{
    public sealed record Saved(long Id, int Version) : CampaignOutcome;

    public sealed record NotFound : CampaignOutcome;

    /// <param name="Problem">What is wrong and what mends it.</param>
    public sealed record Invalid(string Problem) : CampaignOutcome;
}

/// <summary>Operators create campaigns and save new versions. A failed payment keeps the version that it started with.</summary>
public sealed class CampaignChanges(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public const int MaxCampaigns = 100;

    private const string NameTaken = "A campaign with this name already exists. Choose another name.";

    /// <summary>A new installation's campaign; there after the start of any process.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        try
        {
            await databases.TransactAsync(db => DunningChoice.EnsureDefaultAsync(db, clock.UtcNow, cancel), cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Another process was first.
        }
    }

    public async Task<CampaignOutcome> CreateAsync(Actor actor, string name, DunningPlan plan, CancellationToken cancel)
    {
        name = name.Trim();
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel))
        {
            return new CampaignOutcome.NotFound();
        }

        if ((name.Length is 0 or > DunningCampaign.MaxName ? $"Enter a name of at most {DunningCampaign.MaxName} characters." : plan.Problem()) is { } problem)
        {
            return new CampaignOutcome.Invalid(problem);
        }

        if (await db.DunningCampaigns.AnyAsync(c => c.Name == name, cancel))
        {
            return new CampaignOutcome.Invalid(NameTaken);
        }

        if (await db.DunningCampaigns.CountAsync(cancel) >= MaxCampaigns)
        {
            return new CampaignOutcome.Invalid($"There are {MaxCampaigns} campaigns already. Change one of them.");
        }

        var campaign = new DunningCampaign(name, isDefault: false, plan, actor.UserId, clock.UtcNow);
        db.Add(campaign);
        db.Audit(actor, "dunning.campaign", $"dunning/{name}", "Version 1", clock.UtcNow);
        db.Changed(LiveTopic.Payments, clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
            return new CampaignOutcome.Saved(campaign.Id, 1);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return new CampaignOutcome.Invalid(NameTaken);
        }
    }

    /// <param name="version">The one that was changed: of two operators one looks again.</param>
    public Task<CampaignOutcome> SaveAsync(Actor actor, long id, int version, DunningPlan plan, CancellationToken cancel) => ChangeAsync(actor, id, campaign =>
    {
        if (campaign.Version != version)
        {
            return "Another operator changed it. Look at it again.";
        }

        if ((campaign.IsDefault && plan.Rule != DunningRule.Everybody && !IsEverybody(plan.Rule)
            ? "The default campaign applies to everyone. Create another campaign for specific clients." : plan.Problem()) is { } problem)
        {
            return problem;
        }

        campaign.Follow(plan, actor.UserId, clock.UtcNow);
        return null;
    }, cancel);

    /// <summary>It takes nobody any more; who is in it goes on.</summary>
    public Task<CampaignOutcome> RetireAsync(Actor actor, long id, CancellationToken cancel) => ChangeAsync(actor, id, campaign =>
    {
        if (campaign.IsDefault || campaign.RetiredAt is not null)
        {
            return campaign.IsDefault ? "The default campaign cannot be retired: it applies where no other does." : "It is retired already.";
        }

        campaign.Retire(clock.UtcNow);
        return null;
    }, cancel);

    public Task<CampaignOutcome> ReopenAsync(Actor actor, long id, CancellationToken cancel) => ChangeAsync(actor, id, campaign =>
    {
        if (campaign.RetiredAt is null)
        {
            return "It is not retired.";
        }

        campaign.Reopen();
        return null;
    }, cancel);

    private static bool IsEverybody(DunningRule rule) => rule is { Modules.Count: 0, Tiers.Count: 0, Countries.Count: 0, MinMonths: 0 };

    private async Task<CampaignOutcome> ChangeAsync(Actor actor, long id, Func<DunningCampaign, string?> change, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        if (await db.DunningCampaigns.FirstOrDefaultAsync(c => c.Id == id && operators.Any(), cancel) is not { } campaign)
        {
            return new CampaignOutcome.NotFound();
        }

        if (change(campaign) is { } problem)
        {
            return new CampaignOutcome.Invalid(problem);
        }

        var retired = campaign.RetiredAt is null ? "" : ", retired";
        db.Audit(actor, "dunning.campaign", $"dunning/{campaign.Name}", $"Version {campaign.Version}{retired}", clock.UtcNow);
        db.Changed(LiveTopic.Payments, clock.UtcNow);
        return await db.TrySaveAsync(cancel) ? new CampaignOutcome.Saved(campaign.Id, campaign.Version)
            : new CampaignOutcome.Invalid("Another operator changed it at the same moment. Look at it again.");
    }
}
