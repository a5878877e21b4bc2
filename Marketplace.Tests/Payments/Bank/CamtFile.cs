using System.Globalization;
using System.Security;
using Marketplace.Data;
using Marketplace.Payments.Bank;

namespace Marketplace.Tests.Payments.Bank;

/// <summary>Statements as banks write them.</summary>
internal static class CamtFile
{
    /// <summary>Of version 08, one entry for each line.</summary>
    public static string Of(params IReadOnlyList<StatementLine> lines) => Of("08", string.Concat(lines.Select(Entry)), lines[0].Account);

    public static string Of(string version, string entries, string account = "DE89370400440532013000") =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">
          <BkToCstmrStmt>
            <GrpHdr><MsgId>STMT-1</MsgId><CreDtTm>2026-03-02T20:00:00</CreDtTm></GrpHdr>
            <Stmt>
              <Id>1</Id><CreDtTm>2026-03-02T20:00:00</CreDtTm>
              <Acct><Id><IBAN>{account}</IBAN></Id><Ccy>EUR</Ccy></Acct>
              <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-02</Dt></Dt></Bal>
              {entries}
            </Stmt>
          </BkToCstmrStmt>
        </Document>
        """;

    private static string Entry(StatementLine line)
    {
        var (direction, party) = line.Amount.Minor < 0 ? ("DBIT", "Cdtr") : ("CRDT", "Dbtr");
        var said = RfReference.IsValid(line.Reference) ? $"<Strd><CdtrRefInf><Ref>{line.Reference}</Ref></CdtrRefInf></Strd>" : Some("Ustrd", line.Text);
        var amount = Currency.Of(line.Amount.Currency).Text(Math.Abs(line.Amount.Minor));
        return string.Create(CultureInfo.InvariantCulture, $"""
            <Ntry>
              <Amt Ccy="{line.Amount.Currency}">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
              <BookgDt><Dt>{line.BookedOn:yyyy-MM-dd}</Dt></BookgDt><ValDt><Dt>{line.ValueOn:yyyy-MM-dd}</Dt></ValDt>
              {Some("AcctSvcrRef", line.BankId)}
              <NtryDtls><TxDtls>
                <Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
                <RltdPties>
                  <{party}><Pty>{Some("Nm", line.Name)}</Pty></{party}><{party}Acct><Id><IBAN>{line.Iban}</IBAN></Id></{party}Acct>
                </RltdPties>
                <RmtInf>{said}</RmtInf>
              </TxDtls></NtryDtls>
            </Ntry>
            """);
    }

    private static string Some(string name, string text) => text is "" ? "" : $"<{name}>{SecurityElement.Escape(text)}</{name}>";
}
