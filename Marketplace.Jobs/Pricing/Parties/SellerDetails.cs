using System.Text.RegularExpressions;
using Marketplace.Data;
using Marketplace.Pricing.Tax;

namespace Marketplace.Pricing.Parties;

/// <summary>What operators enter of the seller.</summary>
/// <param name="InvoicePrefix">Capital letters, digits and dashes.</param>
/// <param name="Iban">Empty if it takes no transfers.</param>
public sealed partial record SellerDetails(
    PostalAddress Address, IReadOnlyList<TaxRegistration> Registrations, string InvoicePrefix, string Iban, string Bic)
{
    public const int MaxPrefix = 12;
    private const int MaxRegistrations = 60;

    internal SellerDetails Normalized() => new(
        Address.Trimmed(),
        [.. Registrations.Select(one => one with { Number = Number(one) })],
        InvoicePrefix.Trim().ToUpperInvariant(), Parties.Iban.Normalize(Iban), Parties.Iban.Normalize(Bic));

    /// <summary>Of normalized details, by the name of the field; nothing if they are right.</summary>
    internal Dictionary<string, string> Problems()
    {
        var problems = Address.Problems().ToDictionary(problem => problem.Field, problem => problem.Problem);
        if (!Prefix().IsMatch(InvoicePrefix))
        {
            problems[nameof(InvoicePrefix)] = $"Enter 1 to {MaxPrefix} capital letters, digits or dashes, such as INV-.";
        }

        if (Iban != "" && Parties.Iban.Problem(Iban) is { } iban)
        {
            problems[nameof(Iban)] = iban;
        }

        if (Bic != "" && !BicShape().IsMatch(Bic))
        {
            problems[nameof(Bic)] = $"“{Bic.Clip(20)}” is no BIC: it has 8 or 11 letters and digits, such as COBADEFF.";
        }

        if (Registrations.Select(Problem).FirstOrDefault(problem => problem is not null) is { } wrong)
        {
            problems[nameof(Registrations)] = wrong;
        }
        else if (Registrations.CountBy(one => one.Country).FirstOrDefault(count => count.Value > 1).Key is { } twice)
        {
            problems[nameof(Registrations)] = $"There are two registrations in {Country.NameOf(twice)}. Keep one.";
        }
        else if (Registrations.Count > MaxRegistrations)
        {
            problems[nameof(Registrations)] = $"At most {MaxRegistrations} registrations.";
        }

        return problems;
    }

    // A seller outside the Union has a number of its own in the One-Stop-Shop.
    private static bool IsUnionNumber(TaxRegistration one) => one.IsOneStopShop && UnionNumber().IsMatch(one.Number);

    private static string Number(TaxRegistration one) =>
        VatId.Check(one.Number, TaxTerritory.Of(one.Country)) is VatIdCheck.Valid valid ? valid.Id.Text : one.Number.Trim().ToUpperInvariant();

    private static string? Problem(TaxRegistration one) =>
        Country.Find(one.Country)?.Code != one.Country ? Country.Unknown(one.Country)
        : one.IsOneStopShop && !TaxTerritory.Union.Contains(one.Country)
            ? $"{Country.NameOf(one.Country)} has no One-Stop-Shop: it is one of a member of the European Union."
        : one.Number is "" ? $"Enter the VAT ID in {Country.NameOf(one.Country)}."
        : one.Number.Length > SellerRegistration.MaxNumber
            ? $"The number in {Country.NameOf(one.Country)} has at most {SellerRegistration.MaxNumber} characters."
        : IsUnionNumber(one) || !VatId.Countries.Contains(one.Country) ? null
        : (VatId.Check(one.Number, one.Country) as VatIdCheck.Invalid)?.Problem;

    [GeneratedRegex(@"^[A-Z0-9-]{1,12}\z")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?\z")]
    private static partial Regex BicShape();

    [GeneratedRegex(@"^EU[0-9]{9}\z")]
    private static partial Regex UnionNumber();
}
