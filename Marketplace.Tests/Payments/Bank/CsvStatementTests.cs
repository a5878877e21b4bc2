using System.Text;
using Marketplace.Data;
using Marketplace.Payments.Bank;

namespace Marketplace.Tests.Payments.Bank;

public sealed class CsvStatementTests
{
    private const string German = """
        Buchungstag;Valutadatum;Name Zahlungsbeteiligter;IBAN Zahlungsbeteiligter;Verwendungszweck;Betrag;Währung
        02.03.26;03.03.26;Müller GmbH;NL91 ABNA 0417 1643 00;"Rechnung M-2026-000001; danke";1.234,56;EUR
        02.03.26;;Bank;;Kontoführung;-4,90;EUR
        """;

    [Fact]
    public void A_German_export_is_read_in_its_old_encoding_too()
    {
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Latin1])
        {
            var lines = Read(encoding.GetBytes(German.ReplaceLineEndings("\r\n")));

            Assert.Equal(
                [
                    new StatementLine(
                        "", new(2026, 3, 2), new(2026, 3, 3), new(123456, "EUR"), "Müller GmbH", "NL91ABNA0417164300", "", "Rechnung M-2026-000001; danke",
                        ""),
                    new StatementLine("", new(2026, 3, 2), new(2026, 3, 2), new(-490, "EUR"), "Bank", null, "", "Kontoführung", ""),
                ],
                lines);
        }
    }

    [Fact]
    public void Credits_and_debits_may_stand_in_columns_of_their_own()
    {
        var lines = Read(""""
            Date,Description,Credit,Debit,Currency,Reference,Transaction ID,Balance
            03/31/2026,"Said ""thanks""","1,234.50",,EUR,RF18539007547034,T-1,9
            04/01/2026,Fee,,4.90,eur,,T-2,8
            """"u8.ToArray());

        Assert.Equal([(123450, "T-1"), (-490, "T-2")], lines.Select(line => ((int)line.Amount.Minor, line.BankId)));
        Assert.Equal((new DateOnly(2026, 3, 31), "Said \"thanks\"", "RF18539007547034"), (lines[0].BookedOn, lines[0].Text, lines[0].Reference));
    }

    [Theory]
    [InlineData("1234.5", "EUR", 123450)]
    [InlineData("1.234", "EUR", 123400)]
    [InlineData("1.234.567,8", "EUR", 123456780)]
    [InlineData("1'234.50", "CHF", 123450)]
    [InlineData("1 234,50", "EUR", 123450)]
    [InlineData("−12,00", "EUR", -1200)]
    [InlineData("12.00-", "EUR", -1200)]
    [InlineData("+7", "EUR", 700)]
    [InlineData("1.234", "BHD", 1234)]
    [InlineData("1,234", "JPY", 1234)]
    [InlineData("12.3.4", "EUR", null)]
    [InlineData("1.23,4567", "EUR", null)]
    [InlineData("12,34.56", "EUR", null)]
    [InlineData("1.5e3", "EUR", null)]
    [InlineData(",50", "EUR", null)]
    [InlineData("", "EUR", null)]
    [InlineData("99999999999999999", "EUR", null)]
    public void Amounts_are_read_as_banks_write_them(string text, string currency, int? minor) =>
        Assert.Equal(minor, CsvAmounts.Parse(text, Currency.Of(currency)));

    [Theory]
    [InlineData("Date;Amount;Currency\n2026-03-02;12,x;EUR\n", "Line 2, column Amount: “12,x” is no amount in EUR")]
    [InlineData("Date;Amount EUR\n2026-03-02;1\n\n31.02.2026;1\n", "Line 4, column Date: “31.02.2026” is no date")]
    [InlineData("Date;Amount;Currency\n2026-03-02;1;EUX\n", "Line 2, column Currency: “EUX”")]
    [InlineData("Date;Betrag EUR X\n2026-03-02;1\n", "No column is the amount")]
    [InlineData("When;Amount\n2026-03-02;1\n", "No column is the booking date")]
    [InlineData("Date;Amount;amount;Currency\n2026-03-02;1;1;EUR\n", "Two columns are named Amount")]
    [InlineData("Date;Amount\n", "no line below its heads")]
    [InlineData("Date;Amount\n\"2026-03-02;1\n", "Line 2: a quote is opened and not closed")]
    [InlineData("Date;Amount;Currency\n03/04/2026;1;EUR\n", "can be read in two ways")]
    [InlineData("Date;Amount;Currency\n2026-03-02;0;EUR\n", "no booked line")]
    [InlineData("Date;Amount;Currency\n2026-03-02;;EUR\n", "Line 2, column Amount: “” is no amount")]
    [InlineData("Date;Credit;Debit;Currency\n2026-03-02;1;1;EUR\n", "Line 2, column Debit: the line has a credit and a debit")]
    [InlineData("Date;Credit;Debit;Currency\n2026-03-02;;;EUR\n", "Line 2, column Debit: “” is no amount")]
    [InlineData("Date;Amount\n2026-03-02;1\n", "No column is the currency. Add one named Currency")]
    [InlineData("Date;Amount;Currency\n2026-03-02;1;\n", "Line 2, column Currency: the currency is missing. Write its code, such as EUR.")]
    public void What_is_wrong_is_named_by_line_and_column(string file, string problem) => Assert.Contains(
        problem, Assert.IsType<StatementOutcome.Unreadable>(Statements.Read(Encoding.UTF8.GetBytes(file))).Problem, StringComparison.Ordinal);

    [Fact]
    public void Lines_that_say_the_same_are_counted()
    {
        var file = "Date;Amount EUR;Name\n2026-03-02;1;A\n2026-03-02;1;A\n2026-03-02;2;A\n"u8.ToArray();
        var identities = StatementIdentity.Of(Read(file));

        Assert.Equal(3, identities.Distinct().Count());
        Assert.Equal(identities, StatementIdentity.Of(Read(file)));
    }

    [Fact]
    public void A_bank_that_counts_from_one_each_day_says_two_lines()
    {
        var lines = Read("Date;Amount;Currency;Bank reference;ID\n2026-03-02;1;EUR;7;x\n2026-03-03;1;EUR;7;x\n"u8.ToArray());

        Assert.All(lines, line => Assert.Equal("7", line.BankId));
        Assert.Equal(2, StatementIdentity.Of(lines).Distinct().Count());
        // What a column ID counts, nobody knows.
        Assert.Equal("", Assert.Single(Read("Date;Amount;Currency;ID\n2026-03-02;1;EUR;7\n"u8.ToArray())).BankId);
    }

    [Fact]
    public void An_IBAN_is_kept_if_it_is_one()
    {
        var lines = Read("Date;Amount EUR;IBAN\n2026-03-02;1;-\n2026-03-02;1;DE00 1234\n2026-03-02;1;de89 3704 0044 0532 0130 00\n"u8.ToArray());

        Assert.Equal([null, null, "DE89370400440532013000"], lines.Select(line => line.Iban));
    }

    [Fact]
    public void A_zero_in_the_other_column_and_a_line_of_nothing_are_left_out()
    {
        var lines = Read(
            "Date;Credit;Debit;Currency\n2026-03-02;5.00;0.00;EUR\n2026-03-02;0,00;-4,90;EUR\n2026-03-02;0.00;;EUR\n2026-03-02;;3;EUR\n"u8.ToArray());

        Assert.Equal([500, -490, -300], lines.Select(line => line.Amount.Minor));
        Assert.Equal(100, Assert.Single(Read("Date;Amount;Currency\n2026-03-02;0,00;EUR\n2026-03-02;1;EUR\n"u8.ToArray())).Amount.Minor);
    }

    private static IReadOnlyList<StatementLine> Read(byte[] file) => Assert.IsType<StatementOutcome.Read>(Statements.Read(file)).Lines;
}
