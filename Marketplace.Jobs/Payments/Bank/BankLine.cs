using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Data;

namespace Marketplace.Payments.Bank;

/// <summary>What is to be done with a line of a statement, or was. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BankLineState>))]
public enum BankLineState
{
    /// <summary>It probably pays an invoice; a person confirms.</summary>
    Suggested,

    /// <summary>It names an invoice of which less is open.</summary>
    Overpaid,

    /// <summary>It names an invoice of which more is open.</summary>
    Underpaid,

    /// <summary>Nothing says what it is for.</summary>
    Unknown,

    /// <summary>Money left the account for nothing that is known.</summary>
    Outgoing,

    /// <summary>A rest of it is kept for a client.</summary>
    Balance,

    /// <summary>All of it is assigned, sent back or posted.</summary>
    Booked,

    /// <summary>It has nothing to do with the marketplace.</summary>
    Ignored,
}

/// <summary>A line of a statement of the seller's account, kept once.</summary>
public sealed class BankLine
{
    public const int MaxFile = 200, MaxDecision = 500;

    private BankLine() => (Identity, Account, Currency, Name, Reference, Text) = ("", "", "", "", "", "");

    /// <param name="identity">By which the same line is known again.</param>
    /// <param name="file">Null where a person entered it.</param>
    public BankLine(StatementLine said, string identity, string? file, long byId, DateTime now)
    {
        (Identity, Account, BookedOn, ValueOn) = (identity, said.Account, said.BookedOn, said.ValueOn);
        (Minor, Currency) = (said.Amount.Minor, said.Amount.Currency);
        (Name, Iban, Reference, Text) = (said.Name, said.Iban, said.Reference, said.Text);
        (File, ById, At, State) = (file?.Clip(MaxFile), byId, now, Minor < 0 ? BankLineState.Outgoing : BankLineState.Unknown);
    }

    public long Id { get; private set; }
    public string Identity { get; private set; }
    public string Account { get; private set; }
    public DateOnly BookedOn { get; private set; }
    public DateOnly ValueOn { get; private set; }

    /// <summary>Less than nothing where it left the account.</summary>
    public long Minor { get; private set; }

    public string Currency { get; private set; }
    public Money Amount => new(Minor, Currency);
    public string Name { get; private set; }
    public string? Iban { get; private set; }
    public string Reference { get; private set; }
    public string Text { get; private set; }

    /// <summary>The statement that says it; null while only the person who entered it does.</summary>
    public string? File { get; private set; }

    public long ById { get; private set; }
    public DateTime At { get; private set; }
    public BankLineState State { get; private set; }

    /// <summary>The invoice that it most likely pays.</summary>
    public long? InvoiceId { get; private set; }

    /// <summary>How likely, from 0 to 100.</summary>
    public int Score { get; private set; }

    /// <summary>What is assigned or sent back.</summary>
    public long SpentMinor { get; private set; }

    public Money Rest => new(Minor > 0 ? Minor - SpentMinor : 0, Currency);

    /// <summary>For whom the rest is kept.</summary>
    public long? OrganizationId { get; private set; }

    public Organization? Organization { get; private set; }

    /// <summary>What was decided, in words.</summary>
    public string? Decision { get; private set; }

    public DateTime? DecidedAt { get; private set; }
    public long? DecidedById { get; private set; }
    public int Version { get; private set; }

    public StatementLine Said => new(Account, BookedOn, ValueOn, Amount, Name, Iban, Reference, Text, "");

    public bool IsOpen => State is not (BankLineState.Booked or BankLineState.Ignored);

    /// <summary>What the journals call it.</summary>
    public string Document => $"bank-line/{Id}";

    public void Suggest(BankLineState state, long? invoiceId, int score)
    {
        (State, InvoiceId, Score) = (state, invoiceId, score);
        Version++;
    }

    /// <summary>A statement says now what a person had entered: by that it is known again, and no other line is taken for it.</summary>
    public void Confirm(string identity, string file)
    {
        (Identity, File) = (identity, file.Clip(MaxFile));
        Version++;
    }

    public void Spend(long minor) => SpentMinor += minor;

    /// <param name="byId">Null where the marketplace itself booked it.</param>
    public void Decide(BankLineState state, string decision, long? byId, DateTime now, long? organizationId = null)
    {
        (State, Decision, DecidedById, DecidedAt) = (state, decision.Clip(MaxDecision), byId, now);
        OrganizationId = organizationId ?? OrganizationId;
        Version++;
    }
}
