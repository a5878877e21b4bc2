using System.Globalization;
using Marketplace.Data;
using Marketplace.Ledger;

namespace Marketplace.Tests.Ledger;

public class PostingTests
{
    private static readonly DateTime At = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Legs_become_entries_in_the_order_in_which_they_came()
    {
        var posting = Of(Debit(Books.Cash, 4477), Credit(AccountKey.TaxPayable("NL", 21), 777), Credit(AccountKey.DeferredRevenue, 3700));

        Assert.Equal(
            ["€7.77 from TaxPayable/NL/21 to ProviderCash/bank", "€37.00 from DeferredRevenue to ProviderCash/bank"],
            posting.Lines.Select(line => line.ToString()));
    }

    [Fact]
    public void What_an_account_gets_and_gives_is_netted_and_currencies_are_kept_apart()
    {
        var posting = Of(
            Debit(Books.Cash, 900, "USD"), Credit(AccountKey.ExchangeDifference, 900, "USD"),
            Debit(AccountKey.ExchangeDifference, 800), Credit(Books.Cash, 1000), Debit(Books.Cash, 200));

        Assert.Equal(
            ["€8.00 from ProviderCash/bank to FX", "$9.00 from FX to ProviderCash/bank"],
            posting.Lines.Select(line => line.ToString().Replace("ExchangeDifference", "FX", StringComparison.Ordinal)));
    }

    [Fact]
    public void Legs_that_do_not_sum_to_zero_are_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(() => Of(Debit(Books.Cash, 4477), Credit(AccountKey.Revenue, 4400)));

        Assert.Equal(
            "sale/1 cannot be posted: its legs in EUR do not sum to zero: €0.77 too much is on the debit side (ProviderCash/bank 4477, Revenue -4400).",
            error.Message);
    }

    [Fact]
    public void A_currency_does_not_make_up_for_another() =>
        Assert.Throws<ArgumentException>(() => Of(Debit(Books.Cash, 100), Credit(AccountKey.Revenue, 100, "USD")));

    [Fact]
    public void A_leg_of_nothing_is_left_away_and_one_below_zero_is_refused()
    {
        Assert.Single(Of(Debit(Books.Cash, 100), Credit(AccountKey.Revenue, 100), Credit(AccountKey.TaxPayable("DE", 0), 0)).Lines);
        Assert.Contains("a leg is not negative", Assert.Throws<ArgumentException>(
            () => Of(Debit(Books.Cash, -100), Credit(AccountKey.Revenue, -100))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sale", "order/1", 100, "EUR", "its source is not kind/id")]
    [InlineData("sale/1", "order", 100, "EUR", "its document “order” is not kind/id")]
    [InlineData("sale/1", "order/1", 0, "EUR", "is not between 1 and")]
    [InlineData("sale/1", "order/1", -5, "EUR", "is not between 1 and")]
    [InlineData("sale/1", "order/1", Posting.MaxMinor + 1, "EUR", "is not between 1 and")]
    [InlineData("sale/1", "order/1", 100, "euro", "“euro” is no currency")]
    public void What_cannot_be_posted_is_refused_by_name(string source, string document, long minor, string currency, string problem)
    {
        var error = Assert.Throws<ArgumentException>(() => new Posting(
            JournalKind.Sale, source, "Sold", document, At, new PostingLine(Books.Cash, AccountKey.Revenue, new(minor, currency))));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_entry_stays_where_it_is_and_no_journal_is_empty_or_of_another_clock()
    {
        Assert.Contains("stays where it is", Assert.Throws<ArgumentException>(() => new Posting(
            JournalKind.Sale, "sale/1", "Sold", "order/1", At, new PostingLine(Books.Cash, Books.Cash, new(1, "EUR")))).Message, StringComparison.Ordinal);
        Assert.Contains("it has 0 entries", Assert.Throws<ArgumentException>(() => Of()).Message, StringComparison.Ordinal);
        Assert.Contains("not in UTC", Assert.Throws<ArgumentException>(() => Books.Paid("sale/1", 1, DateTime.SpecifyKind(At, DateTimeKind.Local))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de")]
    [InlineData("Germany")]
    public void A_country_is_two_capital_letters(string country) => Assert.Throws<ArgumentException>(() => AccountKey.TaxPayable(country, 19));

    [Theory]
    [InlineData("8.875", "TaxPayable/US/8.875", 88_750)]
    [InlineData("8.8750", "TaxPayable/US/8.875", 88_750)]
    [InlineData("0.0001", "TaxPayable/US/0.0001", 1)]
    [InlineData("19.00", "TaxPayable/US/19", 190_000)]
    public void Tax_has_an_account_for_exactly_its_rate(string percent, string key, int millionths)
    {
        var account = AccountKey.TaxPayable("US", decimal.Parse(percent, CultureInfo.InvariantCulture));

        Assert.Equal((key, millionths), (account.Text, account.RateMillionths));
    }

    [Theory]
    [InlineData("8.87505")]
    [InlineData("-1")]
    [InlineData("100.5")]
    public void What_is_no_rate_of_tax_has_no_account(string percent) => Assert.Contains(
        "is no rate of tax", Assert.Throws<ArgumentException>(() => AccountKey.TaxPayable("US", decimal.Parse(percent, CultureInfo.InvariantCulture))).Message,
        StringComparison.Ordinal);

    private static Posting Of(params Leg[] legs) => Posting.Of(JournalKind.Sale, "sale/1", "Sold", "order/1", At, legs);

    private static Leg Debit(AccountKey account, long minor, string currency = "EUR") => Leg.Debit(account, new(minor, currency));

    private static Leg Credit(AccountKey account, long minor, string currency = "EUR") => Leg.Credit(account, new(minor, currency));
}
