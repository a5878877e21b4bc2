using System.Xml.Linq;
using Marketplace.Data;

namespace Marketplace.Payments.Bank;

/// <summary>An entry of a statement: one movement, or a batch of several that the bank booked as one.</summary>
internal static class CamtEntry
{
    public static IEnumerable<StatementLine> Lines(XElement entry, string account)
    {
        var isDebit = entry.IsDebit() ?? throw new CamtException(entry, "the entry does not say CdtDbtInd, credit or debit.");
        var amount = entry.Amount(isDebit, "Amt") ?? throw new CamtException(entry, "the entry has no amount.");
        var booked = entry.Day("BookgDt") ?? entry.Day("ValDt") ?? throw new CamtException(entry, "the entry has no date, neither BookgDt nor ValDt.");
        var whole = new StatementLine(
            account, booked, entry.Day("ValDt") ?? booked, amount, "", null, "", entry.Text("AddtlNtryInf") ?? "", Reference(entry.Text("AcctSvcrRef")));
        if (amount.Minor == 0)
        {
            return [];
        }

        var details = entry.All("NtryDtls", "TxDtls").ToList();
        var parts = details.ConvertAll(detail => Part(detail, isDebit));
        // Where the details do not say each amount, or not in the account's currency, the batch is one line.
        return details.Count switch
        {
            0 => [whole],
            1 => [Of(whole, details[0], amount, null)],
            _ when parts.TrueForAll(part => part is { } some && some.Currency == amount.Currency && some.Minor != 0)
                && parts.Sum(part => part!.Value.Minor) == amount.Minor =>
                details.Select((detail, at) => Of(whole, detail, parts[at]!.Value, at)),
            _ => [details.Select(detail => Of(whole, detail, amount, null)).Aggregate(
                whole with { Text = "" }, (all, one) => all with { Text = $"{all.Text} {one.Text} {one.Reference}".Trim() },
                all => all with { Name = "", Iban = null, Reference = "", BankId = whole.BankId })],
        };
    }

    // Version 02 says the amount of a part among its details only.
    private static Money? Part(XElement detail, bool isDebit)
    {
        var debit = detail.IsDebit() ?? isDebit;
        return detail.Amount(debit, "Amt") ?? detail.Amount(debit, "AmtDtls", "TxAmt", "Amt");
    }

    private static StatementLine Of(StatementLine entry, XElement detail, Money amount, int? at)
    {
        // The other one: who paid what arrived, who got what left.
        var (side, account) = amount.Minor < 0 ? ("Cdtr", "CdtrAcct") : ("Dbtr", "DbtrAcct");
        var name = detail.Text("RltdPties", side, "Nm") ?? detail.Text("RltdPties", side, "Pty", "Nm") ?? detail.Text("RltdPties", $"Ultmt{side}", "Nm")
            ?? detail.Text("RltdPties", $"Ultmt{side}", "Pty", "Nm") ?? "";
        var structured = detail.Text("RmtInf", "Strd", "CdtrRefInf", "Ref");
        var written = string.Join(' ', detail.All("RmtInf", "Ustrd").Select(text => text.Value.Trim()));
        var reason = detail.Text("RtrInf", "Rsn", "Cd") is { } code ? $"Returned ({code}). " : "";
        var own = Reference(detail.Text("Refs", "AcctSvcrRef"));
        return entry with
        {
            Amount = amount,
            Name = name,
            Iban = detail.Text("RltdPties", account, "Id", "IBAN"),
            Reference = structured ?? Reference(detail.Text("Refs", "EndToEndId")),
            Text = reason + (written is "" ? detail.Text("AddtlTxInf") ?? entry.Text : written),
            // A part without a reference of its own is known by that of the batch and its place in it.
            BankId = own is not "" ? own : entry.BankId is "" || at is null ? entry.BankId : $"{entry.BankId}/{at}",
        };
    }

    // What banks write where they have none.
    private static string Reference(string? text) => text is null or "NOTPROVIDED" or "NONREF" or "NOTAVAILABLE" ? "" : text;
}
