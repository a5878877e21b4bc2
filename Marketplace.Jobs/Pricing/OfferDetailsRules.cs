using System.Text.RegularExpressions;

namespace Marketplace.Pricing;

/// <summary>What the document of an offer may say.</summary>
public static partial class OfferDetailsRules
{
    public const int MaxSteps = 20, MaxMeters = 10, MaxEntitlements = 50, MaxBundle = 20, MaxName = 40, MaxUnit = 40, MaxPer = 1_000_000;

    /// <summary>How long a floating site may be leased, in minutes.</summary>
    public const int MinLease = 5, MaxLease = 30 * 1440;

    /// <summary>The largest number of units that an offer may name.</summary>
    public const long MaxUnits = 1_000_000_000_000;

    /// <summary>What is wrong with the name of a quantity or an entitlement; null if nothing.</summary>
    /// <param name="of">Whose name it is: <c>a quantity</c>.</param>
    /// <param name="example">One that would do.</param>
    public static string? NameProblem(string? name, string of, string example) => Name().IsMatch(name ?? "") ? null
        : $"“{name}” is no name of {of}: use 1 to {MaxName} of a–z, 0–9, dot and hyphen, such as {example}.";

    public static string? MeterNameProblem(string? name) => NameProblem(name, "a quantity", "documents.sent");

    public static string? EntitlementNameProblem(string? name) => NameProblem(name, "an entitlement", "export.pdf");

    /// <summary>Null if it is sound, otherwise what to change.</summary>
    internal static string? Problem(this OfferDetails details, OfferTerms offer) => details switch
    {
        { Trial.Days: < 1 or > 365 } => "A trial lasts 1 to 365 days.",
        { UpdateMonths: < 1 or > 120 } => "Updates are included for 1 to 120 months, or forever.",
        { LeaseMinutes: < MinLease or > MaxLease } => $"A floating site is leased for {MinLease} minutes to {MaxLease / 1440} days.",
        { EndSteps: { } steps } when steps.Problem() is { } problem => problem,
        { ExtraSites: not null } when offer.Sites is null => "A license for all sites has none beyond them. Say how many sites are included.",
        { Meters.Count: > MaxMeters } => $"An offer counts at most {MaxMeters} quantities.",
        { Entitlements.Count: > MaxEntitlements } => $"An offer has at most {MaxEntitlements} entitlements.",
        { Bundle.Count: > MaxBundle } => $"A bundle has at most {MaxBundle} modules beside this one.",
        _ => ScaleProblem("sites", details.ExtraSites) ?? details.Meters.Select(MeterProblem).FirstOrDefault(problem => problem is not null)
            ?? Twice("quantity", details.Meters.Select(meter => meter.Name)) ?? EntitlementProblem(details.Entitlements) ?? Twice("module", details.Bundle)
            ?? (details.ToJson().Length > OfferDetails.MaxLength ? "The offer is too large. Remove currencies or steps." : null),
    };

    private static string? MeterProblem(Meter meter) =>
        MeterNameProblem(meter.Name)
        ?? (meter.Unit.Trim().Length is 0 or > MaxUnit ? $"Say in 1 to {MaxUnit} characters what {meter.Name} counts, such as documents."
        : meter.Included is < 0 or > MaxUnits ? $"0 to {MaxUnits:#,0} {meter.Unit} are included."
        : meter.Per is < 1 or > MaxPer ? $"{meter.Unit} are priced by 1 to {MaxPer:#,0} of them."
        : ScaleProblem(meter.Unit, meter.Scale));

    private static string? ScaleProblem(string unit, Scale? scale) =>
        scale is null ? null
        : scale.Steps.Count is 0 or > MaxSteps ? $"The price of {unit} has 1 to {MaxSteps} steps."
        : scale.Steps[0].From != 1 ? $"The first step of {unit} begins with the first."
        : scale.Steps.Zip(scale.Steps.Skip(1)).Any(pair => pair.Second.From <= pair.First.From)
            ? $"The steps of {unit} ascend: each begins after the one before."
        : scale.Steps[^1].From > MaxUnits ? $"The last step of {unit} begins with {MaxUnits:#,0} at most."
        : scale.Steps.Any(step => step.Each.Count == 0) ? $"Each step of {unit} needs a price."
        : null;

    private static string? EntitlementProblem(IReadOnlyList<Entitlement> entitlements) =>
        entitlements.Select(one => EntitlementNameProblem(one.Name)).FirstOrDefault(problem => problem is not null)
        ?? (entitlements.FirstOrDefault(one => one.Limit < 0) is { } negative ? $"The limit of {negative.Name} is at least 0."
        : Twice("entitlement", entitlements.Select(one => one.Name)));

    private static string? Twice(string what, IEnumerable<string> names) =>
        names.CountBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(count => count.Value > 1) is { Key: { } twice }
            ? $"The {what} {twice} is there twice." : null;

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{0,39}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
