namespace Marketplace.Payments.Bank;

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
