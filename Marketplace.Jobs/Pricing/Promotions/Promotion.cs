using System.Text.Json.Serialization;
using Marketplace.Accounts;

namespace Marketplace.Pricing.Promotions;

/// <summary>Whether a promotion needs a code, and whose it is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CodeKind>))]
public enum CodeKind
{
    /// <summary>It applies automatically.</summary>
    None,

    /// <summary>One, for everybody.</summary>
    Shared,

    /// <summary>Many, each for one purchase.</summary>
    Many,

    /// <summary>One, for one client.</summary>
    Client,
}

public enum PromotionState
{
    Open,

    /// <summary>It begins later.</summary>
    Planned,
    Ended,
}

/// <summary>
/// What a publisher lowers its prices by for a time. It never changes, so what was once promised can be looked up; it can only be ended early.
/// </summary>
/// <param name="startsAt">From this moment on.</param>
/// <param name="endsAt">Up to this moment; null for no end.</param>
/// <param name="timeZone">In which both were entered, IANA.</param>
public sealed class Promotion(long publisherId, string name, DateTime startsAt, DateTime? endsAt, string timeZone, long byId, DateTime at)
{
    private string _rule = "";

    public long Id { get; private set; }
    public long PublisherId { get; private set; } = publisherId;
    public Organization Publisher { get; private set; } = null!;

    /// <summary>As buyers read it on their quotes.</summary>
    public string Name { get; private set; } = name;

    public PromotionRule Rule
    {
        get => PromotionRule.Parse(_rule);
        init => _rule = value.ToJson();
    }

    public DateTime StartsAt { get; private set; } = startsAt;
    public DateTime? EndsAt { get; private set; } = endsAt;
    public string TimeZone { get; private set; } = timeZone;
    public CodeKind CodeKind { get; init; }
    public ICollection<PromotionCode> Codes { get; } = [];

    /// <summary>Whose code it is, where it is that of one client.</summary>
    public long? ClientId { get; init; }

    public Organization? Client { get; private set; }

    /// <summary>How many purchases may use it; null for any number.</summary>
    public int? MaxUses { get; init; }

    /// <summary>How many purchases of one client may.</summary>
    public int? MaxUsesPerClient { get; init; }

    /// <summary>How many did.</summary>
    public int Uses { get; private set; }

    public long ById { get; private set; } = byId;
    public DateTime At { get; private set; } = at;

    /// <summary>When it was ended by a person, before its own end.</summary>
    public DateTime? EndedAt { get; private set; }

    public long? EndedById { get; private set; }

    public void End(long byId, DateTime now) => (EndedById, EndedAt) = (byId, now);
}

/// <summary>A code of a promotion.</summary>
/// <param name="code">As <see cref="PromotionCodes.Normalize"/> makes it.</param>
public sealed class PromotionCode(long publisherId, string code)
{
    public long Id { get; private set; }
    public long PromotionId { get; private set; }
    public Promotion Promotion { get; private set; } = null!;
    public long PublisherId { get; private set; } = publisherId;
    public string Code { get; private set; } = code;

    /// <summary>Since when another promotion of the publisher may have the same code.</summary>
    public DateTime? ReleasedAt { get; private set; }
}

/// <summary>A purchase that used a promotion.</summary>
/// <param name="number">From 1, among all purchases that used it.</param>
/// <param name="clientNumber">From 1, among those of the client.</param>
/// <param name="singleCodeId">The code that can be used no more; null where others may use the same.</param>
/// <param name="source">Of which purchase, such as <c>order/17</c>.</param>
public sealed class PromotionRedemption(
    long promotionId, int number, long organizationId, int clientNumber, long? singleCodeId, string source, DateTime at)
{
    public long PromotionId { get; private set; } = promotionId;
    public int Number { get; private set; } = number;
    public long OrganizationId { get; private set; } = organizationId;
    public Organization Organization { get; private set; } = null!;
    public int ClientNumber { get; private set; } = clientNumber;
    public long? SingleCodeId { get; private set; } = singleCodeId;
    public string Source { get; private set; } = source;
    public DateTime At { get; private set; } = at;
}
