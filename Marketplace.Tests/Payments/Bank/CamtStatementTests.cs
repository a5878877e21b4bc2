using System.Text;
using Marketplace.Payments.Bank;

namespace Marketplace.Tests.Payments.Bank;

public sealed class CamtStatementTests
{
    private const string Batch02 = """
        <Ntry>
          <NtryRef>7</NtryRef><Amt Ccy="EUR">300.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
          <BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><Dt>2026-03-03</Dt></ValDt><AcctSvcrRef>BATCH-1</AcctSvcrRef>
          <BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd>
          <NtryDtls>
            <Btch><NbOfTxs>3</NbOfTxs></Btch>
            <TxDtls>
              <Refs><EndToEndId>E2E-1</EndToEndId></Refs>
              <AmtDtls><TxAmt><Amt Ccy="EUR">100.00</Amt></TxAmt></AmtDtls>
              <RltdPties><Dbtr><Nm>Globex GmbH</Nm></Dbtr><DbtrAcct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></DbtrAcct></RltdPties>
              <RmtInf><Ustrd>Invoice M-2026-</Ustrd><Ustrd>000001</Ustrd></RmtInf>
            </TxDtls>
            <TxDtls>
              <Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
              <AmtDtls><TxAmt><Amt Ccy="EUR">200.00</Amt></TxAmt></AmtDtls>
              <RltdPties><Dbtr><Nm>Initech &amp; Sons</Nm></Dbtr></RltdPties>
              <RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>
            </TxDtls>
            <TxDtls>
              <Refs><AcctSvcrRef>OWN-3</AcctSvcrRef></Refs>
              <AmtDtls><TxAmt><Amt Ccy="EUR">0.50</Amt></TxAmt></AmtDtls>
            </TxDtls>
          </NtryDtls>
        </Ntry>
        <Ntry><Amt Ccy="EUR">9.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt></Ntry>
        """;

    private const string Return08 = """
        <Ntry>
          <Amt Ccy="EUR">19.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts><Cd>BOOK</Cd></Sts>
          <BookgDt><DtTm>2026-03-02T10:00:00+01:00</DtTm></BookgDt>
          <NtryDtls><TxDtls>
            <Refs><AcctSvcrRef>R-1</AcctSvcrRef></Refs><Amt Ccy="EUR">19.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>
            <RltdPties><Cdtr><Pty><Nm>Globex GmbH</Nm></Pty></Cdtr><CdtrAcct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></CdtrAcct></RltdPties>
            <RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf><RmtInf><Ustrd>Account closed</Ustrd></RmtInf>
          </TxDtls></NtryDtls>
        </Ntry>
        <Ntry>
          <Amt Ccy="EUR">4.90</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><ValDt><Dt>2026-03-02</Dt></ValDt>
          <AddtlNtryInf>Account fee March</AddtlNtryInf>
        </Ntry>
        """;

    [Fact]
    public void A_batch_of_version_02_is_a_line_for_each_of_its_payments()
    {
        var lines = Lines(CamtFile.Of("02", Batch02));

        Assert.Equal([10000, 20000, 50], lines.Select(line => line.Amount.Minor));
        Assert.Equal(
            [
                ("Globex GmbH", "NL91ABNA0417164300", "E2E-1", "Invoice M-2026- 000001", "BATCH-1/0"),
                ("Initech & Sons", null, "RF18539007547034", "", "BATCH-1/1"),
                ("", null, "", "", "OWN-3"),
            ],
            lines.Select(line => (line.Name, line.Iban, line.Reference, line.Text, line.BankId)));
        Assert.All(lines, line => Assert.Equal((new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 3)), (line.BookedOn, line.ValueOn)));
        Assert.All(lines, line => Assert.Equal("DE89370400440532013000", line.Account));
    }

    [Fact]
    public void Returns_and_fees_of_version_08_leave_the_account()
    {
        var lines = Lines(CamtFile.Of("08", Return08));

        Assert.Equal(
            [(-1900L, "Globex GmbH", "Returned (AC04). Account closed", "R-1"), (-490L, "", "Account fee March", "")],
            lines.Select(line => (line.Amount.Minor, line.Name, line.Text, line.BankId)));
    }

    [Fact]
    public void A_batch_whose_parts_do_not_sum_to_it_stays_one_line()
    {
        var line = Assert.Single(Lines(CamtFile.Of("02", Batch02.Replace(">300.50<", ">300.00<", StringComparison.Ordinal))));

        Assert.Equal((30000L, "BATCH-1"), (line.Amount.Minor, line.BankId));
        Assert.Contains("M-2026- 000001", line.Text, StringComparison.Ordinal);
        Assert.Contains("RF18539007547034", line.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("04", Return08, "camt.053.001.04. Export version 02 or 08")]
    [InlineData("08", "<Ntry><Amt Ccy=\"EUR\">1.005</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>", "Amt: “1.005” is no amount in EUR")]
    [InlineData("08", "<Ntry><Amt Ccy=\"EUR\">-1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>", "Line 9, Amt: “-1.00” is no amount")]
    [InlineData("08", "<Ntry><Amt Ccy=\"EUX\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>", "no currency of ISO 4217")]
    [InlineData("08", "<Ntry><Amt Ccy=\"EUR\">1.00</Amt></Ntry>", "Ntry: the entry does not say CdtDbtInd")]
    [InlineData("08", "<Ntry><Amt Ccy=\"EUR\">1.00</Amt><CdtDbtInd>UP</CdtDbtInd></Ntry>", "“UP” is neither CRDT nor DBIT")]
    [InlineData("08", "<Ntry><Amt Ccy=\"EUR\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>", "has no date")]
    [InlineData("08", "<Ntry><Amt Ccy=\"EUR\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2.3.26</Dt></BookgDt></Ntry>", "“2.3.26” is no date")]
    [InlineData("08", "", "no booked line")]
    public void What_is_wrong_is_named(string version, string entries, string problem) => Refused(CamtFile.Of(version, entries), problem);

    [Theory]
    [InlineData("<a><b></a>", "no valid XML: line 1, column")]
    [InlineData("<a/>", "is no statement camt.053")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "document type definition")]
    public void Other_files_are_refused(string file, string problem) => Refused(file, problem);

    [Fact]
    public void A_file_that_is_too_large_is_not_read() => Assert.Contains(
        "larger than 10 MB", Assert.IsType<StatementOutcome.Unreadable>(Statements.Read(new byte[Statements.MaxBytes + 1])).Problem,
        StringComparison.Ordinal);

    private static IReadOnlyList<StatementLine> Lines(string file) =>
        Assert.IsType<StatementOutcome.Read>(Statements.Read(Encoding.UTF8.GetBytes(file))).Lines;

    private static void Refused(string file, string problem) => Assert.Contains(
        problem, Assert.IsType<StatementOutcome.Unreadable>(Statements.Read(Encoding.UTF8.GetBytes(file))).Problem, StringComparison.Ordinal);
}
