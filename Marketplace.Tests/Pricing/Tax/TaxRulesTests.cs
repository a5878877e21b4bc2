using System.Globalization;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Pricing.Tax;

public class TaxRulesTests
{
    private static readonly TaxTable Table = new(ShippedTaxRates.Read().Select(rate => new TaxRate(rate.Key, rate.Percent, 0, null, A.Day)));

    private static readonly TaxRegistration German = new("DE", "DE136695976", IsOneStopShop: false);
    private static readonly TaxRegistration OneStop = German with { IsOneStopShop = true };

    [Theory]
    [InlineData("AT", "2024-01-01", "20")]
    [InlineData("EE", "2023-12-31", "20")]
    [InlineData("EE", "2024-01-01", "22")]
    [InlineData("EE", "2025-06-30", "22")]
    [InlineData("EE", "2025-07-01", "24")]
    [InlineData("SK", "2024-12-31", "20")]
    [InlineData("SK", "2025-01-01", "23")]
    [InlineData("FI", "2024-08-31", "24")]
    [InlineData("FI", "2024-09-01", "25.5")]
    [InlineData("RO", "2025-07-31", "19")]
    [InlineData("RO", "2025-08-01", "21")]
    [InlineData("LU", "2022-12-31", "17")]
    [InlineData("LU", "2023-01-01", "16")]
    [InlineData("LU", "2024-01-01", "17")]
    [InlineData("IE", "2021-02-28", "21")]
    [InlineData("IE", "2021-03-01", "23")]
    [InlineData("CH", "2023-12-31", "7.7")]
    [InlineData("CH", "2024-01-01", "8.1")]
    [InlineData("GR", "2026-01-01", "24")]
    [InlineData("GB", "2026-01-01", "20")]
    [InlineData("NO", "2026-01-01", "25")]
    public void The_standard_rate_is_that_of_the_day(string country, string day, string percent) => Assert.Equal(
        decimal.Parse(percent, CultureInfo.InvariantCulture),
        Table.Find(country, "", ProductClass.Electronic, DateOnly.Parse(day, CultureInfo.InvariantCulture)));

    [Fact]
    public void Every_member_of_the_union_and_its_neighbors_have_a_rate_since_2021()
    {
        Assert.Equal(27, TaxTerritory.Union.Count);
        Assert.All(TaxTerritory.Union.Concat(["GB", "CH", "NO"]), country => Assert.NotNull(Table.Find(country, "", ProductClass.Service, new(2021, 1, 1))));
        Assert.Null(Table.Find("US", "", ProductClass.Electronic, new(2026, 1, 1)));
        Assert.Null(Table.Find("DE", "", ProductClass.Electronic, new(2020, 12, 31)));
    }

    [Fact]
    public void The_regions_rate_comes_before_the_countrys_and_a_class_before_any_and_the_newest_row_counts()
    {
        var from = new DateOnly(2026, 1, 1);
        var table = new TaxTable(
        [
            Row("PT", "", ProductClass.Any, 23, 0), Row("PT", "PT-20", ProductClass.Any, 16, 0), Row("PT", "", ProductClass.Service, 6, 0),
            Row("DE", "", ProductClass.Any, 19, 0), Row("DE", "", ProductClass.Any, 20, 1),
            Row("FR", "", ProductClass.Any, 20, 0), Row("FR", "", ProductClass.Any, null, 1),
        ]);

        Assert.Equal(16, table.Find("PT", "PT-20", ProductClass.Service, from));
        Assert.Equal(6, table.Find("PT", "PT-30", ProductClass.Service, from));
        Assert.Equal(23, table.Find("PT", "", ProductClass.Electronic, from));
        Assert.Equal(20, table.Find("DE", "", ProductClass.Electronic, from));
        Assert.Null(table.Find("FR", "", ProductClass.Electronic, from));

        TaxRate Row(string country, string region, ProductClass one, decimal? percent, int number) =>
            new(new(country, region, one, from), percent, number, null, A.Day);
    }

    [Theory]
    [InlineData("DE", BuyerKind.Business, "DE115235681", "VAT 19 DE")]
    [InlineData("DE", BuyerKind.Consumer, null, "VAT 19 DE")]
    [InlineData("FR", BuyerKind.Business, "FR40303265045", "Reverse charge: the customer is liable for the VAT.")]
    [InlineData("FR", BuyerKind.Business, null, "VAT 20 FR")]
    [InlineData("FR", BuyerKind.Consumer, null, "VAT 20 FR")]
    [InlineData("GR", BuyerKind.Business, "EL094259216", "Reverse charge: the customer is liable for the VAT.")]
    [InlineData("MC", BuyerKind.Consumer, null, "VAT 20 FR")]
    [InlineData("US", BuyerKind.Business, null, "The place of supply is United States, where the seller is not registered for tax.")]
    [InlineData("CH", BuyerKind.Consumer, null, "The place of supply is Switzerland, where the seller is not registered for tax.")]
    [InlineData("GB", BuyerKind.Business, "GB980780684", "The place of supply is United Kingdom, where the seller is not registered for tax.")]
    public void A_german_seller_in_the_one_stop_shop_charges(string country, BuyerKind kind, string? vatId, string expected) =>
        Assert.Equal(expected, Says(Sale("DE", [OneStop], country, kind, vatId)));

    [Theory]
    [InlineData("FR", BuyerKind.Consumer, null, "VAT 19 DE")]
    [InlineData("FR", BuyerKind.Business, "FR40303265045", "Reverse charge: the customer is liable for the VAT.")]
    public void Without_the_one_stop_shop_a_seller_below_the_threshold_charges_its_own_rate(string country, BuyerKind kind, string? vatId, string expected) =>
        Assert.Equal(expected, Says(Sale("DE", [German], country, kind, vatId)));

    [Theory]
    [InlineData("CH", BuyerKind.Business, "CHE107787577", "VAT 8.1 CH")]
    [InlineData("DE", BuyerKind.Business, "DE136695976", "Reverse charge: the customer is liable for the VAT.")]
    [InlineData("DE", BuyerKind.Consumer, null, "Nothing can be sold to Germany without a VAT ID: the seller is registered neither there nor in the "
        + "One-Stop-Shop. Add the registration under Tax and currencies.")]
    [InlineData("NO", BuyerKind.Consumer, null, "VAT 25 NO")]
    [InlineData("NO", BuyerKind.Business, "NO995525828MVA", "Reverse charge: the customer is liable for the VAT.")]
    public void A_swiss_seller_registered_in_norway_charges(string country, BuyerKind kind, string? vatId, string expected) => Assert.Equal(
        expected, Says(Sale("CH", [new("CH", "CHE107787577", false), new("NO", "NO995525828MVA", false)], country, kind, vatId)));

    [Theory]
    [InlineData("ES-CN", "The place of supply is Spain, where the seller is not registered for tax.")]
    [InlineData("ES-MD", "VAT 21 ES")]
    [InlineData("", "VAT 21 ES")]
    public void Regions_outside_the_unions_territory_are_outside(string region, string expected) =>
        Assert.Equal(expected, Says(Sale("DE", [OneStop], "ES", BuyerKind.Consumer, null, region: region)));

    [Fact]
    public void Work_is_taxed_where_the_seller_is_if_a_consumer_buys_it()
    {
        Assert.Equal("VAT 19 DE", Says(Sale("DE", [OneStop], "FR", BuyerKind.Consumer, null) with { ProductClass = ProductClass.Service }));
        Assert.Equal("VAT 19 DE", Says(Sale("DE", [OneStop], "US", BuyerKind.Consumer, null) with { ProductClass = ProductClass.Service }));
        Assert.StartsWith(
            "Reverse", Says(Sale("DE", [OneStop], "FR", BuyerKind.Business, "FR40303265045") with { ProductClass = ProductClass.Service }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Reverse_charge_names_its_legal_basis() => Assert.Equal(
        "Articles 44 and 196 of Council Directive 2006/112/EC",
        Assert.IsType<TaxDecision.ReverseCharge>(TaxRules.Decide(Sale("DE", [OneStop], "FR", BuyerKind.Business, "FR40303265045"), Table)).LegalBasis);

    [Theory]
    [InlineData(VatVerdict.Refused)]
    [InlineData(VatVerdict.None)]
    public void A_vat_id_that_the_register_does_not_know_counts_as_none(VatVerdict verdict)
    {
        var sale = Sale("DE", [OneStop], "FR", BuyerKind.Business, "FR40303265045");

        Assert.Equal("VAT 20 FR", Says(sale with { Buyer = sale.Buyer with { Verdict = verdict } }));
    }

    [Theory]
    [InlineData("2026-03-01", "The buyer is exempt: Certificate 12.")]
    [InlineData(null, "The buyer is exempt: Certificate 12.")]
    [InlineData("2026-02-28", "VAT 19 DE")]
    public void An_exemption_counts_until_its_last_day(string? until, string expected)
    {
        var sale = Sale("DE", [OneStop], "DE", BuyerKind.Business, null);
        var exemption = new TaxExemption("Certificate 12", until is null ? null : DateOnly.Parse(until, CultureInfo.InvariantCulture));

        Assert.Equal(expected, Says(sale with { Buyer = sale.Buyer with { Exemption = exemption } }));
    }

    [Theory]
    [InlineData("FR", null, "FR", "DE", "The billing address is in France, but the payment method is of Germany. "
        + "Pay with a method of France, correct the address, or enter a VAT ID.")]
    [InlineData("FR", null, "FR", "FR", "VAT 20 FR")]
    [InlineData("MC", null, "MC", "FR", "VAT 20 FR")]
    [InlineData("FR", "FR40303265045", "FR", "DE", "Reverse charge: the customer is liable for the VAT.")]
    [InlineData("FR", "DE136695976", "FR", null, "The VAT ID DE136695976 is of Germany, but the billing address is in France. "
        + "Enter the VAT ID of the country of the billing address.")]
    [InlineData("FR", null, "DE", null, "The buyer is taxed in France, but the billing address is in Germany. Correct one of them.")]
    public void Evidence_that_conflicts_needs_attention(string country, string? vatId, string billing, string? payment, string expected) => Assert.Equal(
        expected, Says(Sale("DE", [OneStop], country, BuyerKind.Business, vatId) with { Evidence = new(billing, payment) }));

    [Fact]
    public void A_country_without_a_known_rate_needs_attention_and_an_unregistered_seller_charges_nothing()
    {
        Assert.Equal(
            "No rate of tax is known for Japan on 2026-03-01. Add it under Tax and currencies.",
            Says(Sale("JP", [new("JP", "T1234567890123", false)], "JP", BuyerKind.Business, null)));
        Assert.Equal("The seller is not registered for tax.", Says(Sale("DE", [], "DE", BuyerKind.Business, null)));
    }

    [Fact]
    public void Consumers_see_prices_with_tax_and_businesses_without()
    {
        Assert.True(TaxRules.PricesInclude(BuyerKind.Consumer));
        Assert.False(TaxRules.PricesInclude(BuyerKind.Business));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("de-DE")]
    public void It_is_the_same_in_any_culture(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        Assert.Equal("VAT 25.5 FI", Says(Sale("DE", [OneStop], "FI", BuyerKind.Consumer, null)));
        Assert.Contains("2026-03-01", Says(Sale("JP", [new("JP", "T1", false)], "JP", BuyerKind.Business, null)), StringComparison.Ordinal);
    }

    private static TaxCase Sale(
        string seller, IReadOnlyList<TaxRegistration> registrations, string country, BuyerKind kind, string? vatId, string region = "") => new(
        seller, registrations, new(country, region, kind, vatId, vatId is null ? VatVerdict.None : VatVerdict.WellFormed), new(country, null),
        ProductClass.Electronic, A.Day);

    private static string Says(TaxCase sale) => TaxRules.Decide(sale, Table) switch
    {
        TaxDecision.Taxed taxed => FormattableString.Invariant($"{taxed.Rate.Name} {taxed.Rate.Percent:0.####} {taxed.Rate.Country}"),
        TaxDecision.ReverseCharge reverse => reverse.Sentence,
        TaxDecision.Exempt exempt => exempt.Reason,
        TaxDecision.OutsideScope outside => outside.Reason,
        TaxDecision.NeedsAttention needs => needs.Problem,
        _ => "",
    };
}
