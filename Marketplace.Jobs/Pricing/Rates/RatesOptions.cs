using System.ComponentModel.DataAnnotations;

namespace Marketplace.Pricing.Rates;

/// <summary>Where exchange rates come from: section <c>Pricing</c>.</summary>
public sealed class RatesOptions
{
    public const string Section = "Pricing";
    internal const int MaxSource = 300;

    /// <summary>
    /// Where the day's rates are read, in the XML of the European Central Bank (the daily file or one with its history): an https address on the public web,
    /// or the path of a file. Empty reads none; then rates stay those that are there.
    /// </summary>
    [MaxLength(MaxSource)]
    public string RatesSource { get; set; } = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml";
}
