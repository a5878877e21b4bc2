using Marketplace.Data;

namespace Marketplace.Payments.Bank;

/// <summary>A movement of a bank account, as a statement says it or a person enters it.</summary>
/// <param name="Account">The own account; empty where it is not said.</param>
/// <param name="Amount">Less than nothing where it left the account.</param>
/// <param name="Name">Who paid, or was paid.</param>
/// <param name="Iban">Of the other account.</param>
/// <param name="Reference">The structured one, else that which the payer gave from end to end; empty if there is none.</param>
/// <param name="Text">What the payer wrote.</param>
/// <param name="BankId">The bank's own reference of it; empty if there is none.</param>
public sealed record StatementLine(
    string Account, DateOnly BookedOn, DateOnly ValueOn, Money Amount, string Name, string? Iban, string Reference, string Text, string BankId)
{
    public const int MaxName = 140, MaxIban = 34, MaxReference = 140, MaxText = 1000;

    internal StatementLine Clipped() => this with
    {
        Account = Account.Clip(MaxIban), Name = Name.Clip(MaxName), Iban = Valid(Iban),
        Reference = Reference.Clip(MaxReference), Text = Text.Clip(MaxText),
    };

    // Money may be sent back there, so what is none is not kept.
    private static string? Valid(string? iban) =>
        iban is not null && Pricing.Parties.Iban.Normalize(iban) is var some && Pricing.Parties.Iban.Problem(some) is null ? some : null;
}

public abstract record StatementOutcome
{
    public sealed record Read(IReadOnlyList<StatementLine> Lines) : StatementOutcome;

    /// <param name="Problem">Where it is wrong and what mends it.</param>
    public sealed record Unreadable(string Problem) : StatementOutcome;
}

/// <summary>Reads a statement, whichever way it is written.</summary>
public static class Statements
{
    public const int MaxBytes = 10 * 1024 * 1024, MaxLines = 10_000;

    public static StatementOutcome Read(byte[] file)
    {
        var outcome = file.Length == 0 ? new StatementOutcome.Unreadable("The file is empty.")
            : file.Length > MaxBytes ? new StatementOutcome.Unreadable($"The file is larger than {MaxBytes / 1024 / 1024} MB. Export fewer days at once.")
            : IsXml(file) ? CamtStatement.Read(file)
            : CsvStatement.Read(file);
        return outcome switch
        {
            StatementOutcome.Read { Lines.Count: 0 } => new StatementOutcome.Unreadable("The file has no booked line."),
            StatementOutcome.Read { Lines.Count: > MaxLines } => new StatementOutcome.Unreadable($"The file has more than {MaxLines:#,0} lines. Split it."),
            StatementOutcome.Read read => new StatementOutcome.Read([.. read.Lines.Select(line => line.Clipped())]),
            _ => outcome,
        };
    }

    private static bool IsXml(ReadOnlySpan<byte> file)
    {
        file = file.StartsWith("\uFEFF"u8) ? file[3..] : file;
        return file.TrimStart(" \t\r\n"u8).StartsWith("<"u8) || file.StartsWith(new byte[] { 0xFF, 0xFE }) || file.StartsWith(new byte[] { 0xFE, 0xFF });
    }
}
