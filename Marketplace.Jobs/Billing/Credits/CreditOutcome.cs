using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Ledger;

namespace Marketplace.Billing.Credits;

/// <param name="Revokes">The licenses of the lines that are credited end with it.</param>
public sealed record CreditWish(long InvoiceId, IReadOnlyList<CreditPart> Parts, string Reason, bool Revokes);

/// <summary>What a credit note would do.</summary>
/// <param name="Refund">What goes back by the payment; nothing where the invoice was not paid.</param>
/// <param name="Licenses">The names of those that would be revoked.</param>
/// <param name="EndsTerm">By line: a term that ends with it, so what is not earned yet is not earned any more.</param>
/// <param name="Journals">What it would post.</param>
public sealed record CreditEffect(
    InvoiceDocument Document, Money Refund, string? PaidBy, IReadOnlyList<string> Licenses, IReadOnlyList<bool> EndsTerm, IReadOnlyList<Posting> Journals)
{
    /// <summary>What was paid by the client's credit goes back to it.</summary>
    public Money Kept { get; init; } = Money.Zero(Document.Net.Currency);

    /// <summary>One operator may not do it alone: it is proposed, and another one approves it.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>SHA-256 of all that it says: what is proposed and approved is what was shown.</summary>
    public string Hash { get; init; } = "";
}

public abstract record CreditOutcome
{
    public sealed record Shown(CreditEffect Effect) : CreditOutcome;

    public sealed record Issued(long Id, string Number) : CreditOutcome;

    /// <summary>It waits for another operator.</summary>
    public sealed record Proposed(long ProposalId) : CreditOutcome;

    /// <summary>The proposal was declined or withdrawn: nothing was credited.</summary>
    public sealed record Closed : CreditOutcome;

    /// <param name="Problem">What is wrong and what mends it.</param>
    public sealed record Invalid(string Problem) : CreditOutcome;

    public sealed record NotFound : CreditOutcome;
}

// Ends the transaction with nothing done.
internal sealed class CreditRefusedException(CreditOutcome outcome) : Exception
{
    public CreditOutcome Outcome { get; } = outcome;
}
