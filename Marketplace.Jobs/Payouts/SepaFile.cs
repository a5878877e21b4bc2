using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Marketplace.Data;
using Marketplace.Payouts.Accounts;

namespace Marketplace.Payouts;

/// <summary>Who pays.</summary>
/// <param name="Bic">Null where it is not known; banks of the area find it by the IBAN.</param>
public sealed record SepaPayer(string Name, string Iban, string? Bic);

/// <summary>Whom, how much, and what the transfer says.</summary>
/// <param name="Reference">At most 35 letters and digits; the statement says it again.</param>
public sealed record SepaTransfer(string Reference, Money Amount, string Name, string Iban, string Text);

/// <summary>
/// A file of SEPA credit transfers, ISO 20022 pain.001.001.09: what banks take since the rulebook of 2023, when the older 001.001.03 began to run out. It is
/// checked by its schema as it is written.
/// </summary>
public static class SepaFile
{
    public const string MediaType = "application/xml";

    private static readonly XNamespace Ns = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

    private static readonly Lazy<XmlSchemaSet> Schema = new(() =>
    {
        using var stream = typeof(SepaFile).Assembly.GetManifestResourceStream("payouts/pain.001.001.09.xsd")!;
        using var reader = XmlReader.Create(stream);
        var schemas = new XmlSchemaSet();
        schemas.Add(null, reader);
        schemas.Compile();
        return schemas;
    });

    /// <param name="id">Of the message; banks refuse one that they know already.</param>
    /// <param name="now">In UTC; the bank carries it out on this day or its next business day.</param>
    public static byte[] Write(string id, SepaPayer payer, IReadOnlyList<SepaTransfer> transfers, DateTime now)
    {
        var (count, sum) = (Text(transfers.Count), Text(transfers.Select(transfer => transfer.Amount).Sum("EUR")));
        var document = new XDocument(new XDeclaration("1.0", "UTF-8", null), new XElement(Ns + "Document", new XElement(
            Ns + "CstmrCdtTrfInitn",
            new XElement(
                Ns + "GrpHdr",
                El("MsgId", id), El("CreDtTm", now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)), El("NbOfTxs", count), El("CtrlSum", sum),
                Party("InitgPty", payer.Name)),
            new XElement(
                Ns + "PmtInf",
                El("PmtInfId", $"{id}-1"), El("PmtMtd", "TRF"), El("BtchBookg", "false"), El("NbOfTxs", count), El("CtrlSum", sum),
                new XElement(Ns + "PmtTpInf", new XElement(Ns + "SvcLvl", El("Cd", "SEPA"))),
                new XElement(Ns + "ReqdExctnDt", El("Dt", now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
                Party("Dbtr", payer.Name), Account("DbtrAcct", payer.Iban),
                new XElement(
                    Ns + "DbtrAgt",
                    new XElement(
                        Ns + "FinInstnId",
                        payer.Bic is { } bic ? El("BICFI", bic) : new XElement(Ns + "Othr", El("Id", "NOTPROVIDED")))),
                El("ChrgBr", "SLEV"),
                transfers.Select(Transfer)))));
        if (Problem(document) is { } problem)
        {
            throw new InvalidOperationException($"The payout file would not be valid: {problem}");
        }

        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new() { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" }))
        {
            document.Save(writer);
        }

        return stream.ToArray();
    }

    /// <summary>The first thing by which it breaks the schema; null if it is valid.</summary>
    internal static string? Problem(XDocument document)
    {
        string? problem = null;
        document.Validate(Schema.Value, (_, broken) => problem ??= broken.Message);
        return problem;
    }

    private static XElement Transfer(SepaTransfer transfer) => new(
        Ns + "CdtTrfTxInf",
        new XElement(Ns + "PmtId", El("EndToEndId", transfer.Reference)),
        new XElement(Ns + "Amt", new XElement(Ns + "InstdAmt", new XAttribute("Ccy", transfer.Amount.Currency), Text(transfer.Amount))),
        Party("Cdtr", transfer.Name), Account("CdtrAcct", transfer.Iban),
        new XElement(Ns + "RmtInf", El("Ustrd", SepaText.Of(transfer.Text, 140))));

    private static XElement Party(string name, string party) => new(Ns + name, El("Nm", SepaText.Of(party, 70)));

    private static XElement Account(string name, string iban) => new(Ns + name, new XElement(Ns + "Id", El("IBAN", iban)));

    private static XElement El(string name, string text) => new(Ns + name, text);

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Text(Money amount) => Currency.Of(amount.Currency).Text(amount.Minor);
}
