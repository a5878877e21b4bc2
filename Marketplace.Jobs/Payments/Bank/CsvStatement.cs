using System.Text;
using Marketplace.Data;

namespace Marketplace.Payments.Bank;

/// <summary>Reads a statement as a table of separated values. Its columns are found by their heads, in the words that banks use.</summary>
public static class CsvStatement
{
    private static readonly char[] Separators = [';', ',', '\t'];
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static StatementOutcome Read(byte[] file)
    {
        try
        {
            return new StatementOutcome.Read(Read(Text(file)));
        }
        catch (CsvException error)
        {
            return new StatementOutcome.Unreadable(error.Message);
        }
    }

    private static List<StatementLine> Read(string text)
    {
        var separator = Separators.MaxBy(one => text.AsSpan(0, Math.Max(text.IndexOf('\n'), 0)).Count(one));
        var rows = CsvRows.Of(text, separator);
        if (rows.Count < 2)
        {
            throw new CsvException("The file has no line below its heads. Export it as CSV with heads.");
        }

        var columns = CsvColumns.Of(rows[0]);
        var order = CsvDates.Order(rows.Skip(1).Select(row => (row.Line, CsvColumns.Cell(row, columns.Booked))));
        return [.. rows.Skip(1).Select(row => Line(row, columns, order)).Where(line => line.Amount.Minor != 0)];
    }

    private static StatementLine Line(CsvRow row, CsvColumns columns, CsvDateOrder order)
    {
        var code = CsvColumns.Cell(row, columns.Currency) is { Length: > 0 } written ? written.ToUpperInvariant()
            : columns.Code ?? throw new CsvException(row, columns.Head(columns.Currency), "the currency is missing. Write its code, such as EUR.");
        var known = Currency.Find(code) ?? throw new CsvException(row, columns.Head(columns.Currency), Currency.Unknown(code));
        var booked = CsvDates.Day(row, columns.Head(columns.Booked), CsvColumns.Cell(row, columns.Booked), order);
        var valued = CsvColumns.Cell(row, columns.Valued) is { Length: > 0 } value ? CsvDates.Day(row, columns.Head(columns.Valued), value, order) : booked;
        return new(
            CsvColumns.Cell(row, columns.Account), booked, valued, Amount(row, columns, known), CsvColumns.Cell(row, columns.Name),
            CsvColumns.Cell(row, columns.Iban), CsvColumns.Cell(row, columns.Reference),
            CsvColumns.Cell(row, columns.Text), CsvColumns.Cell(row, columns.BankId));
    }

    // Many banks write a zero into the column that does not count.
    private static Money Amount(CsvRow row, CsvColumns columns, Currency currency)
    {
        if (columns.Amount is not null)
        {
            return new(Minor(row, columns, columns.Amount, currency), currency.Code);
        }

        var hasCredit = CsvColumns.Cell(row, columns.Credit) is not "";
        var credit = hasCredit ? Minor(row, columns, columns.Credit, currency) : 0;
        var debit = hasCredit && CsvColumns.Cell(row, columns.Debit) is "" ? 0 : Math.Abs(Minor(row, columns, columns.Debit ?? columns.Credit, currency));
        return credit == 0 || debit == 0
            ? new(credit - debit, currency.Code)
            : throw new CsvException(row, columns.Head(columns.Debit), "the line has a credit and a debit. Keep one of them.");
    }

    private static long Minor(CsvRow row, CsvColumns columns, int? column, Currency currency)
    {
        var text = CsvColumns.Cell(row, column);
        return CsvAmounts.Parse(text, currency)
            ?? throw new CsvException(row, columns.Head(column), $"“{text.Clip(40)}” is no amount in {currency.Code}. Write it as 1234.50 or 1.234,50.");
    }

    // Banks write UTF-8, or else as Windows does in the west of Europe.
    private static string Text(byte[] file)
    {
        try
        {
            return Strict.GetString(file).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(file);
        }
    }
}

/// <summary>A cell that cannot be read: where, and what mends it.</summary>
internal sealed class CsvException(string message) : Exception(message)
{
    public CsvException(CsvRow row, string head, string problem)
        : this($"Line {row.Line}, column {head}: {problem}")
    {
    }
}
