using System.Globalization;
using Marketplace.Pricing.Tax;

namespace Marketplace.Tests.Pricing.Tax;

public class VatIdTests
{
    /// <summary>Public ids of companies, and made ones whose check digits were computed.</summary>
    private static readonly string[] Right =
    [
        "ATU13585627", "ATU37675002", "BE0403019261", "BE0776091951", "BG175074752", "BG7523169263", "CHE107787577", "CHE193843357", "CY10259033P",
        "CY10132211L",
        "CZ25123891", "CZ7103192745", "CZ991231123", "CZ640903926", "DE136695976", "DE115235681", "DE129273398", "DK13585628", "DK20646446",
        "EE100931558", "EE100594102", "EL094259216", "EL094014201", "ESB58378431", "ESA28017895", "ESX2482300W", "ES54362315K", "ESJ99216582",
        "FI20774740", "FI01120389", "FR40303265045", "FR23334175221", "FR83404833048", "GB980780684", "GB220430231", "GBGD001", "GBHA500",
        "HR33392005961", "HR27759560625", "HU12892312", "HU10773381", "IE6433435F", "IE6433435OA", "IE8D79739I", "IE6388047V", "IT00743110157", "IT00488410010",
        "LT119511515", "LT100001919017", "LU15027442", "LU26375245", "LV40003521600", "LV16117519997", "LV40003032949", "MT11679112", "MT15121333",
        "NL004495445B01", "NL123456789B13", "NO995525828MVA", "NO923609016MVA", "PL8567346215", "PL5260001246", "PT501964843", "PT500697256",
        "RO18547290", "RO1590082", "SE556188840401", "SE556703748501", "SI50223054", "SI59082437", "SK2022749619", "SK2020273893", "XI980780684", "XI220430231",
    ];

    private static readonly string[] Wrong =
    [
        "ATU13585626", "U1358562", "BE0403019262", "BE2403019261", "BG175074751", "BG17507475", "CHE107787578", "CHE10778757", "CY10259033Z", "CY12000139V",
        "CZ25123892", "CZ7103192746", "CZ991331123", "DE136695978", "DE036695976", "DK13585627", "DK03585628", "EE100931559", "EE10093155",
        "EL094259217", "EL09425921", "ESB58378432", "ES54362315A", "ESI58378431", "FI20774741", "FI2077474", "FR84323140391", "FRO0303265045", "FR40303265046",
        "GB980780685", "GB98078068", "GBGD500", "HR33392005962", "HR3339200596", "HU12892313", "HU1289231", "IE6433435E", "IE8D79738J", "IT00743110158",
        "IT00000000000", "LT100001919018", "LT119511505", "LU15027443", "LU1502744", "LV40003521601", "LV16117519998", "MT11679113", "MT01679112",
        "NL123456780B90", "NL004495445C01", "NO995525829MVA", "NO195525828MVA", "PL8567346216", "PL856734621", "PT501964842", "PT001964843", "RO18547291",
        "RO0", "SE556188840400", "SE556188840501", "SI50223055", "SI05022305", "SK2022749618", "SK2012749619", "XI980780685", "XI9807806",
    ];

    public static TheoryData<string> RightOnes => [.. Right];

    public static TheoryData<string> WrongOnes => [.. Wrong];

    [Theory]
    [MemberData(nameof(RightOnes))]
    public void A_right_one_is_taken_as_it_is(string id)
    {
        var valid = Assert.IsType<VatIdCheck.Valid>(VatId.Check(id));

        Assert.Equal(id, valid.Id.Text);
        Assert.Equal(valid.Id, Assert.IsType<VatIdCheck.Valid>(VatId.Check(valid.Id.Number, valid.Id.Country)).Id with { Text = id });
        Assert.Equal(valid.Id.Country, VatId.CountryOf(id));
    }

    [Theory]
    [MemberData(nameof(WrongOnes))]
    public void A_wrong_one_is_refused(string id) => Assert.IsType<VatIdCheck.Invalid>(VatId.Check(id));

    [Fact]
    public void Of_each_country_two_right_ones_and_two_wrong_ones_are_tried()
    {
        string[] prefixes =
        [
            "AT", "BE", "BG", "CHE", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GB", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "NO",
            "PL", "PT", "RO", "SE", "SI", "SK", "XI",
        ];

        Assert.Equal(prefixes, VatScheme.All.Select(scheme => scheme.Prefix));
        Assert.All(prefixes, prefix => Assert.True(Right.Count(id => id.StartsWith(prefix, StringComparison.Ordinal)) >= 2, prefix));
        Assert.All(prefixes.Except(["AT"]), prefix => Assert.True(Wrong.Count(id => id.StartsWith(prefix, StringComparison.Ordinal)) >= 2, prefix));
        Assert.Superset(TaxTerritory.Union.ToHashSet(), VatId.Countries.ToHashSet());
        Assert.All(VatScheme.All, scheme => Assert.IsType<VatIdCheck.Valid>(VatId.Check(scheme.Prefix + scheme.Example)));
    }

    [Theory]
    [InlineData("de 136 695 976", null, "DE136695976")]
    [InlineData("CHE-107.787.577 MWST", null, "CHE107787577")]
    [InlineData("che-107.787.577 TVA", "CH", "CHE107787577")]
    [InlineData("107.787.577", "CH", "CHE107787577")]
    [InlineData("NO 995 525 828", null, "NO995525828MVA")]
    [InlineData("995525828 mva", "NO", "NO995525828MVA")]
    [InlineData("403019261", "BE", "BE0403019261")]
    [InlineData("BE 403.019.261", null, "BE0403019261")]
    [InlineData("094259216", "GR", "EL094259216")]
    [InlineData("EL094259216", "GR", "EL094259216")]
    [InlineData("XI 980 7806 84", "GB", "XI980780684")]
    [InlineData("980 7806 84", "GB", "GB980780684")]
    public void It_is_read_as_people_write_it(string text, string? country, string normalized) =>
        Assert.Equal(normalized, Assert.IsType<VatIdCheck.Valid>(VatId.Check(text, country)).Id.Text);

    [Theory]
    [InlineData("DE136695975", null, "“DE136695975” is no VAT ID of Germany: its check digits do not fit. Compare it with the certificate of registration; "
        + "figures are easily swapped.")]
    [InlineData("DE12", null, "“DE12” is no VAT ID of Germany: it has DE and 9 digits, such as DE136695976.")]
    [InlineData("12345", null, "“12345” does not begin with a country. Enter the VAT ID with it, such as DE136695976.")]
    [InlineData("DE136695976", "FR", "“DE136695976” is a VAT ID of Germany. Enter that of France, or correct the country.")]
    [InlineData("GR094259216", "GR", "“GR094259216” is no VAT ID of Greece: it has EL and 9 digits, such as EL094259216.")]
    [InlineData("123", "US", "VAT IDs of United States cannot be checked. Leave the field empty.")]
    [InlineData("", "DE", "“” is no VAT ID of Germany: it has DE and 9 digits, such as DE136695976.")]
    [InlineData("DE١٣٦٦٩٥٩٧٦", "DE", "“DE١٣٦٦٩٥٩٧٦” is no VAT ID of Germany: it has DE and 9 digits, such as DE136695976.")]
    public void What_is_wrong_is_said_with_its_remedy(string text, string? country, string problem) =>
        Assert.Equal(problem, Assert.IsType<VatIdCheck.Invalid>(VatId.Check(text, country)).Problem);

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("de-DE")]
    public void It_is_the_same_in_any_culture(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        Assert.All(Right, id => Assert.IsType<VatIdCheck.Valid>(VatId.Check(id.ToLowerInvariant())));
        Assert.All(Wrong, id => Assert.IsType<VatIdCheck.Invalid>(VatId.Check(id)));
    }
}
