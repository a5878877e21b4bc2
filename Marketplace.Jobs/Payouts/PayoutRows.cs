using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payouts.Accounts;

namespace Marketplace.Payouts;

/// <param name="PreparedBy">Null where the timetable prepared it.</param>
public sealed record RunRow(
    long Id, PayoutMethod Method, string Currency, bool IsTest, DateTime PreparedAt, string? PreparedBy, int Count, long Minor, int Needed, int Approvals,
    PayoutRunState State, DateTime? SentAt)
{
    public Money Total => new(Minor, Currency);
}

/// <summary>Who approved a run, and when.</summary>
public sealed record ApprovalRow(string By, DateTime At);

/// <param name="Hash">By which it is approved and sent.</param>
/// <param name="IsApproved">The actor approved it.</param>
/// <param name="HasFile">There is a file for the bank.</param>
public sealed record RunView(
    RunRow Row, string Hash, IReadOnlyList<ApprovalRow> Approvals, bool IsApproved, string? SentBy, string? CanceledBy, DateTime? CanceledAt, bool HasFile,
    bool WaitsAtBank);

/// <summary>A payout, as lists show it.</summary>
/// <param name="Account">Where it goes, but for the middle of the number.</param>
public sealed record PayoutRow(
    long Id, long RunId, DateTime PreparedAt, string Publisher, PayoutMethod Method, string Account, long Minor, string Currency, int Count, PayoutState State,
    DateTime? SentAt, bool IsTest)
{
    public string Name => Payout.NameOf(Id);
    public Money Amount => new(Minor, Currency);
}

/// <summary>A credit note to an earlier self-billing invoice.</summary>
/// <param name="HasXml">It can be written by EN 16931.</param>
public sealed record CreditNoteRow(long Id, string Number, string Corrects, Money Total, bool HasXml);

/// <summary>The transfer of a payout by Stripe.</summary>
/// <param name="Id">Stripe's; null until it is made.</param>
/// <param name="Problem">Why it waits; null where it does not, or nobody knows.</param>
/// <param name="Reversed">What came back of it.</param>
public sealed record TransferView(string? Id, string? Problem, bool IsOpen, Money Reversed);

/// <summary>That a payout was taken out of its run.</summary>
public sealed record PayoutRemoval(DateTime At, string By, string Reason);

/// <param name="Holder">In whose name the account is.</param>
/// <param name="Bill">The number of its self-billing invoice; null where there is none.</param>
/// <param name="HasXml">The invoice can be written by EN 16931.</param>
/// <param name="IsOperator">Who looks may act on it.</param>
/// <param name="Removal">Null unless it was taken out of its run.</param>
/// <param name="Credits">Credit notes for what earlier self-billing invoices billed.</param>
/// <param name="Transfer">Null unless Stripe was asked for it.</param>
public sealed record PayoutView(
    PayoutRow Row, long PublisherId, string Holder, string Account, string Reference, string Hash, DateTime? PaidAt, DateTime? ReturnedAt,
    string? ReturnReason, string? Bill, bool HasXml, bool IsOperator,
    PayoutRemoval? Removal, IReadOnlyList<CreditNoteRow> Credits, TransferView? Transfer)
{
    public string Document => $"payout/{Row.Id}";
}

/// <summary>A line of a payout: a share of the publisher's.</summary>
/// <param name="At">When it was earned, or deducted.</param>
/// <param name="Source">What the books call its journal.</param>
public sealed record LineRow(
    long Id, DateTime At, JournalKind Kind, string Text, string? PackageId, string? Offer, string Source, string Document, long Minor, string Currency,
    DateTime? ReleasedAt)
{
    public Money Amount => new(Minor, Currency);
}
