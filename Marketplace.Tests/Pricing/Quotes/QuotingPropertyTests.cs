using System.Globalization;
using Marketplace.Data;
using Marketplace.Pricing.Quotes;

namespace Marketplace.Tests.Pricing.Quotes;

/// <summary>What holds of every quote. <c>MARKETPLACE_BASKETS</c> says of how many, <c>MARKETPLACE_FUZZ_SEED</c> of which.</summary>
public class QuotingPropertyTests
{
    private static readonly int Many = int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_BASKETS") ?? "20000", CultureInfo.InvariantCulture);

    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_FUZZ_SEED"), out var seed) ? seed : Environment.TickCount;

    [Fact]
    public void What_is_due_sums_to_the_total_by_lines_and_by_rates_and_is_never_less_than_nothing()
    {
        var baskets = new RandomBaskets(Seed);
        for (var i = 0; i < Many; i++)
        {
            var basket = baskets.Next();
            var quote = Quoting.Of(basket);
            if (Fault(basket, quote) is { } fault)
            {
                Assert.Fail($"{fault} Basket {i} of seed {Seed}: {basket}\n{quote}\n{string.Join('\n', quote.Lines)}");
            }
        }
    }

    [Fact]
    public void A_quote_is_the_same_in_every_culture_and_each_time()
    {
        var basket = Enumerable.Repeat(new RandomBaskets(Seed), 200).Select(baskets => baskets.Next()).ToList();
        var before = CultureInfo.CurrentCulture;
        var here = basket.ConvertAll(Text);
        foreach (var culture in (string[])["tr-TR", "ar-SA", "de-DE", "th-TH"])
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var there = basket.ConvertAll(Text);
            CultureInfo.CurrentCulture = before;
            Assert.True(here.SequenceEqual(there), $"Differs in {culture}, seed {Seed}.");
        }
    }

    private static string Text(Basket basket) => QuoteDocument.Write(Quoting.Of(basket));

    private static string? Fault(Basket basket, Quote quote)
    {
        Money Sum(IEnumerable<Money> amounts) => amounts.Sum(basket.Currency);
        return quote.Total != Sum(quote.Lines.Select(line => line.Gross)) ? "The total is not the sum of the lines."
            : quote.Tax != Sum(quote.Taxes.Select(sum => sum.Tax)) ? "The tax is not the sum of that by rates."
            : quote.Taxes.Count > 0 && quote.Net != Sum(quote.Taxes.Select(sum => sum.Net)) ? "The net amount is not the sum of that by rates."
            : quote.Lines.Any(line => line.Net.Minor < 0 || line.Tax.Minor < 0 || line.List.Minor < line.Net.Minor)
                ? "A line is below zero, or dearer than its price."
            : quote.Lines.Any(line => line.List.Minor - line.Discounts.Sum(discount => discount.Minor) != line.Net.Minor)
                ? "A line is not its price less its discounts."
            : quote.Lines.Any(line => !Ordered(basket, line)) ? "Discounts are not in the declared order."
            : quote.DueToday != Sum(quote.Lines.Where(line => line.TrialEnds is null).Select(line => line.Gross)) ? "What is due today is not its lines."
            : quote.Later.Any(payment => payment.Net.Minor <= 0 || payment.Tax.Minor < 0 || payment.From <= quote.At)
                ? "A later payment is not later, or not one."
            : quote.Later.Any(payment => payment.Times is null && payment.Months == 0) ? "What is paid once goes on."
            : null;
    }

    // By order, then by age; nothing beside an exclusive one.
    private static bool Ordered(Basket basket, QuoteLine line)
    {
        var used = line.Discounts.Select(discount => basket.Promotions.Single(one => one.Id == discount.PromotionId)).ToList();
        return used.SequenceEqual(used.OrderBy(one => one.Rule.Order).ThenBy(one => one.Id)) && (used.Count < 2 || !used.Exists(one => one.Rule.IsExclusive));
    }
}
