using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;

namespace Marketplace.Billing.Credits;

/// <summary>What became of a proposed credit. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CreditProposalState>))]
public enum CreditProposalState
{
    /// <summary>It waits for another operator.</summary>
    Open,

    Approved,
    Declined,
    Withdrawn,
}

/// <summary>A credit above the limit: what one operator asked for, until another one approves or declines it.</summary>
public sealed class CreditProposal
{
    private CreditProposal() => (Parts, Reason, Currency, Hash) = ("", "", "", "");

    internal CreditProposal(CreditWish asked, CreditEffect effect, long byId, DateTime now)
    {
        (InvoiceId, Reason, Revokes, ById, At) = (asked.InvoiceId, asked.Reason.Trim(), asked.Revokes, byId, now);
        Parts = JsonSerializer.Serialize(asked.Parts, JsonSerializerOptions.Web);
        (Minor, RefundMinor, Currency, Hash) = (effect.Document.Total.Minor, effect.Refund.Minor, effect.Document.Total.Currency, effect.Hash);
    }

    public long Id { get; private set; }
    public long InvoiceId { get; private set; }
    public Invoice Invoice { get; private set; } = null!;

    /// <summary>How much of which line, as JSON.</summary>
    public string Parts { get; private set; }

    public string Reason { get; private set; }

    /// <summary>The licenses of the lines that are credited end with it.</summary>
    public bool Revokes { get; private set; }

    /// <summary>What would be credited, with tax.</summary>
    public long Minor { get; private set; }

    /// <summary>What of it would go back by the payment.</summary>
    public long RefundMinor { get; private set; }

    public string Currency { get; private set; }
    public Money Total => new(Minor, Currency);

    /// <summary>SHA-256 of what was shown to who proposed it.</summary>
    public string Hash { get; private set; }

    public long ById { get; private set; }
    public User By { get; private set; } = null!;
    public DateTime At { get; private set; }
    public CreditProposalState State { get; private set; }
    public DateTime? EndedAt { get; private set; }
    public long? EndedById { get; private set; }
    public User? EndedBy { get; private set; }

    /// <summary>Why it was declined.</summary>
    public string? Answer { get; private set; }

    /// <summary>The credit note that it became.</summary>
    public long? NoteId { get; private set; }

    public Invoice? Note { get; private set; }
    public int Version { get; private set; }

    public CreditWish Asked => new(InvoiceId, JsonSerializer.Deserialize<List<CreditPart>>(Parts, JsonSerializerOptions.Web)!, Reason, Revokes);

    internal void Approve(long noteId, long byId, DateTime now)
    {
        NoteId = noteId;
        End(CreditProposalState.Approved, byId, now);
    }

    internal void Decline(string answer, long byId, DateTime now)
    {
        Answer = answer;
        End(CreditProposalState.Declined, byId, now);
    }

    internal void Withdraw(DateTime now) => End(CreditProposalState.Withdrawn, ById, now);

    private void End(CreditProposalState state, long byId, DateTime now)
    {
        if (State is not CreditProposalState.Open)
        {
            throw new InvalidOperationException($"Proposal {Id} is {State}.");
        }

        (State, EndedById, EndedAt) = (state, byId, now);
        Version++;
    }
}
