using System.Globalization;
using Marketplace.Data;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Pricing.Quotes;

/// <summary>
/// The examples of worked-examples.tsv, whose amounts were worked out apart from the product. An offer reads <c>model:price:sites included:sites wanted</c>
/// with <c>setup=</c>, <c>trial=</c> in days and <c>scale=</c> (G graduated or V volume, then <c>from@price</c>); a promotion <c>10%</c>, <c>5.00off</c>,
/// <c>3free</c> in months or <c>^tier</c>, then <c>*periods</c>, <c>@order</c> and <c>!</c> where it is exclusive.
/// </summary>
public class WorkedExampleTests
{
    private static readonly DateTime Now = new(2026, 11, 30, 0, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string, string> Examples => [.. Lines().Select((line, at) => (line.Split('\t')[0], $"{at}\t{line}"))];

    [Fact]
    public void There_are_enough_of_them() => Assert.InRange(Lines().Count(), 120, int.MaxValue);

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_comes_out_as_it_was_worked_out(string shows, string example)
    {
        var columns = example.Split('\t')[1..];
        var (currency, percent) = (columns[3], columns[4]);
        TaxDecision tax = percent switch
        {
            "rc" => new TaxDecision.ReverseCharge("Reverse charge.", "Article 196"),
            "none" => new TaxDecision.OutsideScope("Elsewhere."),
            _ => new TaxDecision.Taxed(new("VAT", "DE", "", decimal.Parse(percent, CultureInfo.InvariantCulture))),
        };

        var quote = Quoting.Of(new Basket(
            currency, ExampleOffers.Read(columns[1], currency), new PromotionBuyer("DE", true), ExampleOffers.ReadPromotions(columns[2], currency), tax,
            ShowsGross: false, Now));

        string Text(Money amount) => Currency.Of(currency).Text(amount.Minor);
        var later = string.Join(' ', quote.Later.Select(payment =>
            $"{payment.From:yyyy-MM-dd}/{payment.Months}/{payment.Times?.ToString(CultureInfo.InvariantCulture) ?? "on"}={Text(payment.Total)}"));
        Assert.Equal<string[]>(columns[5..], [Text(quote.Net), Text(quote.Tax), Text(quote.DueToday), later == "" ? "-" : later]);
        Assert.NotEmpty(shows);
    }

    private static IEnumerable<string> Lines() =>
        File.ReadLines(Repository.Folder("Marketplace.Tests", "Pricing", "Quotes", "worked-examples.tsv")).Where(line => !line.StartsWith('#'));
}
