using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Pricing;

namespace Marketplace.Licensing;

/// <summary>A client asks a publisher for a license on an offer.</summary>
public sealed class LicenseRequest(long moduleId, long organizationId, long offerId, string note, long askedById, DateTime askedAt)
{
    public long Id { get; private set; }
    public long ModuleId { get; private set; } = moduleId;
    public Module Module { get; private set; } = null!;
    public long OrganizationId { get; private set; } = organizationId;
    public Organization Organization { get; private set; } = null!;
    public long OfferId { get; private set; } = offerId;
    public Offer Offer { get; private set; } = null!;
    public string Note { get; private set; } = note;

    /// <summary>For how many sites; null where the offer says it.</summary>
    public int? Sites { get; init; }

    /// <summary>What the publisher would sell for, where the offer has no price.</summary>
    public ICollection<CustomQuote> Quotes { get; } = [];
    public long AskedById { get; private set; } = askedById;
    public User AskedBy { get; private set; } = null!;
    public DateTime AskedAt { get; private set; } = askedAt;
    public DateTime? AnsweredAt { get; private set; }
    public long? AnsweredById { get; private set; }

    /// <summary>What was issued on it; null if it was declined or withdrawn.</summary>
    public License? License { get; private set; }

    /// <summary>Why it was declined; empty if it was granted or the client took it back.</summary>
    public string Answer { get; private set; } = "";

    public void Grant(License license, long byId, DateTime now) => (License, AnsweredById, AnsweredAt) = (license, byId, now);

    public void Withdraw(long byId, DateTime now) => (AnsweredById, AnsweredAt) = (byId, now);

    public void Decline(string reason, long byId, DateTime now) => (Answer, AnsweredById, AnsweredAt) = (reason, byId, now);
}
