using Marketplace.Data;

namespace Marketplace.Billing.Dunning;

/// <summary>What is done about failed payments of some clients. What it does stands in its versions, of which the last counts for who fails next.</summary>
public sealed class DunningCampaign
{
    public const int MaxName = 80;

    private DunningCampaign() => Name = "";

    /// <param name="isDefault">For whom there is no other; it cannot be retired.</param>
    public DunningCampaign(string name, bool isDefault, DunningPlan plan, long? byId, DateTime now)
    {
        (Name, IsDefault) = (name, isDefault);
        Versions.Add(new(1, plan, byId, now));
    }

    public long Id { get; private set; }
    public string Name { get; private set; }
    public bool IsDefault { get; private set; }

    /// <summary>Since when it takes nobody any more; who is in it stays.</summary>
    public DateTime? RetiredAt { get; private set; }

    /// <summary>Counts changes, so that of two operators one looks again.</summary>
    public int Version { get; private set; } = 1;

    public ICollection<DunningVersion> Versions { get; } = [];

    /// <summary>Who fails from now on follows this; who failed before goes on as before.</summary>
    public void Follow(DunningPlan plan, long byId, DateTime now)
    {
        Version++;
        Versions.Add(new(Version, plan, byId, now));
    }

    public void Retire(DateTime now) => RetiredAt = now;

    public void Reopen() => RetiredAt = null;
}

/// <summary>What a campaign did from a moment on; never changed.</summary>
public sealed class DunningVersion : IAppendOnly
{
    private readonly string _plan;

    private DunningVersion() => _plan = "";

    internal DunningVersion(int number, DunningPlan plan, long? byId, DateTime at) => (Number, _plan, ById, At) = (number, plan.ToJson(), byId, at);

    public long Id { get; private set; }
    public long CampaignId { get; private set; }
    public DunningCampaign Campaign { get; private set; } = null!;

    /// <summary>From 1 on.</summary>
    public int Number { get; private set; }

    /// <summary>Null where it was shipped.</summary>
    public long? ById { get; private set; }

    public DateTime At { get; private set; }

    public DunningPlan Plan => DunningPlan.Parse(_plan);
}
