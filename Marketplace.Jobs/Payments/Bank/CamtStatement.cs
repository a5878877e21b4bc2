using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Marketplace.Data;

namespace Marketplace.Payments.Bank;

/// <summary>Reads a bank-to-customer statement of ISO 20022, camt.053 in its versions 02 and 08. Names alone count: additions do no harm.</summary>
public static class CamtStatement
{
    private const string Message = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.";

    public static StatementOutcome Read(byte[] file)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = Statements.MaxBytes };
            using var reader = XmlReader.Create(new MemoryStream(file), settings);
            return Read(XDocument.Load(reader, LoadOptions.SetLineInfo).Root!);
        }
        catch (XmlException error)
        {
            return new StatementOutcome.Unreadable(error.Message.Contains("DTD", StringComparison.Ordinal)
                ? "The file has a document type definition (DTD), which statements have not. It was not read."
                : $"The file is no valid XML: line {error.LineNumber}, column {error.LinePosition}. Export it from the bank once more.");
        }
        catch (CamtException error)
        {
            return new StatementOutcome.Unreadable(error.Message);
        }
    }

    private static StatementOutcome.Read Read(XElement root)
    {
        var name = root.Name.NamespaceName;
        if (name is not (Message + "02" or Message + "08"))
        {
            throw new CamtException(name.StartsWith(Message, StringComparison.Ordinal)
                ? $"The file is camt.053.001.{name[Message.Length..]}. Export version 02 or 08."
                : $"The file is no statement camt.053: its namespace is “{name.Clip(80)}”. Export camt.053 (ISO 20022), or CSV.");
        }

        return new([
            .. from statement in root.All("BkToCstmrStmt", "Stmt")
               let account = statement.Text("Acct", "Id", "IBAN") ?? statement.Text("Acct", "Id", "Othr", "Id") ?? ""
               from entry in statement.Elements().Named("Ntry")
               where (entry.Text("Sts", "Cd") ?? entry.Text("Sts")) is null or "BOOK"
               from line in CamtEntry.Lines(entry, account)
               select line,
        ]);
    }
}

/// <summary>An element that is missing or says something that it cannot.</summary>
internal sealed class CamtException(string message) : Exception(message)
{
    public CamtException(XElement at, string problem)
        : this($"Line {((IXmlLineInfo)at).LineNumber}, {at.Name.LocalName}: {problem}")
    {
    }
}

/// <summary>Elements by their names alone: each version of a message has a namespace of its own.</summary>
internal static class Camt
{
    extension(IEnumerable<XElement> elements)
    {
        public IEnumerable<XElement> Named(string name) => elements.Where(one => one.Name.LocalName == name);
    }

    extension(XElement element)
    {
        public IEnumerable<XElement> All(params ReadOnlySpan<string> path)
        {
            IEnumerable<XElement> found = [element];
            foreach (var name in path)
            {
                found = found.Elements().Named(name);
            }

            return found;
        }

        public XElement? One(params ReadOnlySpan<string> path) => element.All(path).FirstOrDefault();

        /// <summary>Null where there is none, or only blanks.</summary>
        public string? Text(params ReadOnlySpan<string> path) =>
            element.One(path) is { HasElements: false } one && one.Value.Trim() is { Length: > 0 } text ? text : null;

        /// <summary>With the sign of its direction.</summary>
        public Money? Amount(bool isDebit, params ReadOnlySpan<string> path)
        {
            if (element.One(path) is not { } amount)
            {
                return null;
            }

            var currency = Currency.Find(amount.Attribute("Ccy")?.Value ?? "") ?? throw new CamtException(amount, "the amount has no currency of ISO 4217.");
            var scale = currency.MinorUnits;
            return decimal.TryParse(amount.Value.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number >= 0 && number <= Ledger.Posting.MaxMinor / scale && decimal.Round(number, currency.Digits) == number
                    ? new Money((long)(number * scale) * (isDebit ? -1 : 1), currency.Code)
                    : throw new CamtException(amount, $"“{amount.Value.Clip(40)}” is no amount in {currency.Code}.");
        }

        public bool? IsDebit() => element.Text("CdtDbtInd") switch
        {
            "CRDT" => false,
            "DBIT" => true,
            null => null,
            var other => throw new CamtException(element.One("CdtDbtInd")!, $"“{other.Clip(20)}” is neither CRDT nor DBIT."),
        };

        public DateOnly? Day(string name)
        {
            if (element.One(name) is not { } date)
            {
                return null;
            }

            var text = date.Text("Dt") ?? date.Text("DtTm") ?? date.Value.Trim();
            return DateOnly.TryParseExact(text.Length >= 10 ? text[..10] : text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day
                : throw new CamtException(date, $"“{text.Clip(40)}” is no date such as 2026-03-31.");
        }
    }
}
