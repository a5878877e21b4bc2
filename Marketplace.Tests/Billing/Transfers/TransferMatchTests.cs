using Marketplace.Billing.Transfers;
using Marketplace.Data;
using Marketplace.Payments.Bank;

namespace Marketplace.Tests.Billing.Transfers;

/// <summary>What speaks for a transfer paying an invoice, and what is done by that.</summary>
public sealed class TransferMatchTests
{
    private const string First = "M-2026-000001", Second = "M-2026-000002";
    private static readonly OpenInvoice[] Open = [Invoice(1, First, 11900, "Globex GmbH"), Invoice(2, Second, 5000, "Müller & Söhne KG")];
    private static readonly string Rf = RfReference.Of(First);

    [Theory]
    [InlineData("RF", "", "Globex GmbH", 11900, "EUR", "Suggested", 100, true)]
    [InlineData("RF", "", "Somebody Else", 11900, "EUR", "Suggested", 90, true)]
    [InlineData("", "Invoice M-2026-000001, thank you", "GLOBEX", 11900, "EUR", "Suggested", 90, true)]
    [InlineData("", "m 2026 0000 01", "", 11900, "EUR", "Suggested", 80, true)]
    [InlineData("M-2026-000001", "", "", 11900, "EUR", "Suggested", 80, true)]
    [InlineData("RF", "", "Globex GmbH", 11901, "EUR", "Overpaid", 80, false)]
    [InlineData("RF", "", "Globex GmbH", 11899, "EUR", "Underpaid", 80, false)]
    [InlineData("RF", "", "Globex GmbH", 11900, "CHF", "Suggested", 70, false)]
    [InlineData("", "M-2026-000001 and M-2026-000002", "Globex GmbH", 16900, "EUR", "Suggested", 70, false)]
    [InlineData("", "M-2026-000001 and M-2026-000002", "Globex GmbH", 11900, "EUR", "Underpaid", 90, false)]
    [InlineData("", "thanks", "Globex", 11900, "EUR", "Suggested", 40, false)]
    [InlineData("", "thanks", "Soehne Mueller", 5000, "EUR", "Suggested", 40, false)]
    [InlineData("", "thanks", "Globex Holding GmbH", 11900, "EUR", "Suggested", 35, false)]
    [InlineData("", "thanks", "Globex", 11800, "EUR", "Unknown", 0, false)]
    [InlineData("", "thanks", "Initech", 11900, "EUR", "Unknown", 0, false)]
    [InlineData("", "XM-2026-000001", "", 11900, "EUR", "Unknown", 0, false)]
    [InlineData("", "M-2026-0000012", "", 11900, "EUR", "Unknown", 0, false)]
    [InlineData("", "RF99 M2026000001", "", 11900, "EUR", "Unknown", 0, false)]
    public void Each_transfer_has_its_verdict(
        string reference, string text, string name, long minor, string currency, string state, int score, bool isCertain)
    {
        var line = new StatementLine("", default, default, new(minor, currency), name, null, reference is "RF" ? Rf : reference, text, "");

        var verdict = TransferMatch.Judge(line, Named(line), Open);

        Assert.Equal((state, score, isCertain), ($"{verdict.State}", verdict.Score, verdict.IsCertain));
    }

    [Fact]
    public void What_is_paid_already_is_overpaid_and_never_certain()
    {
        var line = new StatementLine("", default, default, new(11900, "EUR"), "Globex GmbH", null, Rf, "", "");

        var verdict = TransferMatch.Judge(line, Named(line), [Open[0] with { Open = new(0, "EUR") }]);

        Assert.Equal((BankLineState.Overpaid, false), (verdict.State, verdict.IsCertain));
    }

    [Fact]
    public void The_reference_is_found_in_a_text_however_it_is_broken_up()
    {
        var random = new Random(7);
        foreach (var _ in Enumerable.Range(0, 200))
        {
            var broken = string.Concat(Rf.Select(letter => random.Next(4) == 0 ? $" {letter}" : $"{letter}"));
            var (references, numbers) = ReferenceScan.Find($"Invoice:{broken}. Thanks", ["M-", "M-C"]);
            Assert.Equal((Rf, 0), (Assert.Single(references), numbers.Count));
        }
    }

    private static OpenInvoice Invoice(long id, string number, long open, string buyer) =>
        new(id, number, RfReference.Of(number), 1, [buyer, "Other name"], null, new(open, "EUR"));

    private static (IReadOnlySet<string> References, IReadOnlySet<string> Numbers) Named(StatementLine line)
    {
        string[] prefixes = ["M-", "M-C"];
        var (one, other) = (ReferenceScan.Find(line.Reference, prefixes), ReferenceScan.Find(line.Text, prefixes));
        return (one.References.Union(other.References).ToHashSet(), one.Numbers.Union(other.Numbers).ToHashSet());
    }
}
