using System.Globalization;
using System.Text;
using Marketplace.Data;

namespace Marketplace.Payments.Bank;

/// <summary>Which column holds what, by its head: in English, German, French or Dutch, as banks export them.</summary>
internal sealed class CsvColumns
{
    private IReadOnlyList<string> _heads = [];

    public int? Account { get; private init; }
    public int? Booked { get; private init; }
    public int? Valued { get; private init; }
    public int? Amount { get; private init; }
    public int? Credit { get; private init; }
    public int? Debit { get; private init; }
    public int? Currency { get; private init; }

    /// <summary>The currency that the head of the amount names; null where it names none.</summary>
    public string? Code => Amount is { } at && Plain(_heads[at]) is "betrageur" or "amounteur" ? "EUR" : null;

    public int? Name { get; private init; }
    public int? Iban { get; private init; }
    public int? Reference { get; private init; }
    public int? Text { get; private init; }
    public int? BankId { get; private init; }

    public static CsvColumns Of(CsvRow heads)
    {
        var names = heads.Cells.Select(Plain).ToList();
        var columns = new CsvColumns
        {
            _heads = heads.Cells,
            Account = Find("account", "ownaccount", "auftragskonto", "rekening", "compte"),
            Booked = Find("bookingdate", "bookedon", "date", "transactiondate", "buchungstag", "buchungsdatum", "datum", "boekdatum", "dateoperation"),
            Valued = Find("valuedate", "valutadatum", "wertstellung", "valuta", "rentedatum", "datevaleur"),
            Amount = Find("amount", "betrag", "umsatz", "bedrag", "montant", "betrageur", "amounteur"),
            Credit = Find("credit", "haben", "gutschrift", "paidin", "bij"),
            Debit = Find("debit", "soll", "lastschrift", "paidout", "af"),
            Currency = Find("currency", "wahrung", "waehrung", "munt", "devise"),
            Name = Find(
                "name", "payer", "counterparty", "counterpartyname", "namezahlungsbeteiligter", "auftraggeber", "auftraggeberempfanger",
                "beguenstigterzahlungspflichtiger", "begunstigterzahlungspflichtiger", "naam", "naamtegenpartij", "nom"),
            Iban = Find("iban", "counterpartyiban", "payeriban", "ibanzahlungsbeteiligter", "kontonummeriban", "tegenrekening", "ibantegenpartij"),
            Reference = Find(
                "reference", "creditorreference", "endtoendid", "endtoendreference", "kundenreferenz", "kundenreferenzendtoend", "betalingskenmerk"),
            Text = Find(
                "purpose", "text", "description", "details", "remittanceinformation", "verwendungszweck", "omschrijving", "mededelingen", "libelle",
                "communication"),
            BankId = Find("bankreference", "transactionid", "accountservicerreference", "transactionreference", "transactiereferentie"),
        };
        return columns.Booked is null ? throw new CsvException("No column is the booking date. Name one Date, Booking date or Buchungstag.")
            : columns.Amount is null && columns.Credit is null
                ? throw new CsvException("No column is the amount. Name one Amount or Betrag, or two Credit and Debit.")
            : columns.Currency is null && columns.Code is null
                ? throw new CsvException("No column is the currency. Add one named Currency, with a code such as EUR in each line.")
            : columns;

        int? Find(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
            {
                var found = names.Index().Where(name => name.Item == word).ToList();
                if (found.Count > 0)
                {
                    return found.Count == 1 ? found[0].Index : throw new CsvException($"Two columns are named {heads.Cells[found[0].Index]}. Keep one.");
                }
            }

            return null;
        }
    }

    /// <summary>Empty where there is no such column, or the row is shorter.</summary>
    public static string Cell(CsvRow row, int? column) => column is { } at && at < row.Cells.Count ? row.Cells[at] : "";

    public string Head(int? column) => column is { } at ? _heads[at].Clip(40) : "";

    // Letters and digits alone, without accents.
    private static string Plain(string head) => string.Concat(head.Normalize(NormalizationForm.FormD).ToLowerInvariant()
        .Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark && char.IsLetterOrDigit(letter)));
}
