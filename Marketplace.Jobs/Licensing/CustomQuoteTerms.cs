using Marketplace.Data;
using Marketplace.Pricing;

namespace Marketplace.Licensing;

/// <summary>What a publisher answers to a request for a price.</summary>
/// <param name="Currency">ISO 4217; that of the client's billing details where it is null.</param>
/// <param name="ValidUntil">The last day on which it can be accepted, in UTC.</param>
public sealed record CustomQuoteTerms(string? Currency, IReadOnlyList<CustomQuoteLine> Lines, DateOnly ValidUntil)
{
    public const int MaxLines = 50, MaxDays = 180;

    /// <summary>What is paid monthly or yearly goes on at this price until the client cancels; otherwise all ends with the first term.</summary>
    public bool Renews { get; init; }

    /// <summary>Null if it can be offered; otherwise what to change.</summary>
    internal string? Problem(DateOnly today) =>
        Currency is { } code && Data.Currency.Find(code)?.Code != code ? Data.Currency.Unknown(code)
        : Lines.Count is 0 or > MaxLines ? $"A quote has 1 to {MaxLines} lines."
        : ValidUntil < today || ValidUntil > today.AddDays(MaxDays) ? $"Choose a last day between today and {MaxDays} days from now."
        : Renews && Lines.Count(line => line.Model is not OfferModel.OneTime) != 1
            ? "A quote that renews has one line that is paid monthly or yearly: put what is paid together into it."
        : Lines.Select(line => line.Problem()).FirstOrDefault(problem => problem is not null);
}

/// <param name="Model">Once, monthly or yearly.</param>
/// <param name="Sites">On how many sites.</param>
/// <param name="Minor">What one payment is for all of these sites, without tax, in minor units.</param>
public sealed record CustomQuoteLine(string Text, OfferModel Model, int Sites, long Minor)
{
    public const int MaxText = 200;

    internal string? Problem() =>
        Text.Trim().Length is 0 or > MaxText ? $"Say in 1 to {MaxText} characters what each line is for."
        : Model is not (OfferModel.OneTime or OfferModel.Monthly or OfferModel.Yearly) ? "A line is paid once, monthly or yearly."
        : Sites is < 1 or > OfferTerms.MaxSites ? $"“{Text.Trim()}” is for 1 to {OfferTerms.MaxSites:#,0} sites."
        : !Currency.IsPrice(Minor) ? $"Enter what “{Text.Trim()}” costs: more than nothing, and no more than any license costs."
        : null;
}
