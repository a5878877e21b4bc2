using Marketplace.Data;
using Marketplace.Portal.Shared;
using Marketplace.Pricing.Tax;

namespace Marketplace.Portal.Pricing.Tax;

/// <summary>Tax in words, alike on every page.</summary>
internal static class TaxText
{
    /// <summary>25.5%.</summary>
    public static string Percent(decimal percent) => $"{Format.Number((double)percent, "0.####")}%";

    /// <summary>A rate of exchange, with as many decimals as it has.</summary>
    public static string Rate(decimal perEuro) => Format.Number((double)perEuro, "#,0.00######");

    public static string Class(ProductClass productClass) => productClass switch
    {
        ProductClass.Electronic => "Modules",
        ProductClass.Service => "Services",
        _ => "All",
    };

    public static string Place(TaxRateKey key) => key.Region == "" ? Country.NameOf(key.Country) : $"{Country.NameOf(key.Country)}, {key.Region}";

    public static string Verdict(VatVerdict verdict) => verdict switch
    {
        VatVerdict.Confirmed => "Confirmed by the register of VAT IDs",
        VatVerdict.WellFormed => "Form and check digits are right",
        VatVerdict.Refused => "Not registered",
        _ => "",
    };
}
