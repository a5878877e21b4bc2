using System.Globalization;
using Marketplace.Data;
using Marketplace.Data.Pdf;

namespace Marketplace.Pricing.Quotes;

/// <summary>A quote as a document.</summary>
/// <param name="address">Where it can be read.</param>
/// <param name="logo">Of the seller; null where it has none.</param>
/// <param name="culture">In whose formats; the words are English.</param>
public sealed class QuotePdf(QuoteView view, Guid id, string address, byte[]? logo, CultureInfo culture)
{
    private const double SideLeft = 300, SumsLeft = 200;

    private readonly QuoteWords _words = new(culture.Day);

    private Quote Quote => view.Quote;

    private string Number => view.Hash[..8];

    private string Buyer => Quote.Buyer?.Address.Name ?? view.Organization;

    public byte[] Write() => PdfWriter.Write(
        new($"Quote {Number}", Quote.Seller?.Address.Name ?? "Marketplace", id, Quote.At, $"Quote {Number} for {Buyer}", Foot()), Draw);

    private string Foot() => Quote.Seller is { } seller ? string.Join(" · ", [seller.Address.Name, .. seller.Address.Lines(), .. seller.VatIds]) : "";

    private void Draw(PdfFlow flow)
    {
        flow.Beside(
            (0, SideLeft - 20, () => Mark(flow)),
            (SideLeft, flow.Width - SideLeft, () => Party(flow, Quote.Seller, isNamed: logo is not null)));
        flow.Space(28);
        flow.Title("Quote");
        flow.Space(8);
        flow.Beside(
            (0, SideLeft - 20, () =>
            {
                flow.Text("For", PdfStyle.Label);
                Party(flow, Quote.Buyer, isNamed: true);
            }),
            (SideLeft, flow.Width - SideLeft, () => flow.Table(Facts())));
        flow.Space(20);
        flow.Table(QuoteTables.Lines(Quote, _words, culture));
        flow.Space(10);
        var sums = QuoteTables.Sums(Quote, culture);
        flow.Need(sums.Rows.Count * 20);
        flow.Beside((SumsLeft, flow.Width - SumsLeft, () => flow.Table(sums)));
        if (Quote.Later.Count > 0)
        {
            flow.Space(16);
            flow.Section("Later payments");
            flow.Table(QuoteTables.Later(Quote, _words, culture));
        }

        Notes(flow);
    }

    private void Mark(PdfFlow flow)
    {
        if (logo is not null)
        {
            flow.Picture(logo, 160, 56, Quote.Seller is { } seller ? $"Logo of {seller.Address.Name}" : "Logo");
        }
        else if (Quote.Seller is { } seller)
        {
            flow.Text(seller.Address.Name, PdfStyle.Total);
        }
    }

    private void Party(PdfFlow flow, QuoteParty? party, bool isNamed)
    {
        if (isNamed)
        {
            flow.Text(party?.Address.Name ?? view.Organization, PdfStyle.Name);
        }

        if (party is not null)
        {
            foreach (var line in party.Address.Lines().Concat(party.VatIds.Select(number => $"VAT ID {number}")))
            {
                flow.Text(line, PdfStyle.Small);
            }
        }
    }

    private PdfTable Facts() => PdfTable.Facts(56, PdfStyle.Small,
    [
        ("Number", Number), ("Made", culture.DayTime(Quote.At)), ("Valid until", culture.DayTime(Quote.ValidUntil)),
        ("Currency", $"{Quote.Currency}, {Currency.Of(Quote.Currency).Name}"),
    ]);

    private void Notes(PdfFlow flow)
    {
        string?[] notes =
        [
            QuoteWords.Term(Quote), QuoteWords.Note(Quote.Decision),
            Quote.ShowsGross ? "Amounts of items are with tax." : null,
            Quote.RateDay is { } day
                ? $"Converted at the reference rates of the European Central Bank of {culture.Day(day.ToDateTime(TimeOnly.MinValue))}." : null,
            $"This quote can be read at {address}. The SHA-256 hash of its text is {view.Hash}.",
        ];
        flow.Space(20);
        flow.Section("Notes");
        foreach (var note in notes.OfType<string>())
        {
            flow.Space(3);
            flow.Text(note, PdfStyle.Small);
        }
    }
}
