using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Pricing;

namespace Marketplace.Billing.Dunning;

/// <summary>Which text a mail has.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DunningLetter>))]
public enum DunningLetter
{
    PaymentFailed,
    Reminder,

    /// <summary>It says when the subscription ends.</summary>
    LastNotice,

    /// <summary>It has ended.</summary>
    Ended,
}

/// <summary>What becomes of what nobody paid.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DunningEnd>))]
public enum DunningEnd
{
    /// <summary>The subscription ends, and its invoice stays open.</summary>
    EndSubscription,

    /// <summary>It ends, and what is open is written off.</summary>
    WriteOff,
}

/// <summary>What happens on a day.</summary>
/// <param name="Day">After the bill; 0 is the first failure.</param>
public sealed record DunningStep(int Day)
{
    public bool Retries { get; init; }
    public DunningLetter? Mail { get; init; }

    /// <summary>What the mail says; null for the text that is shipped.</summary>
    public DunningWording? Text { get; init; }

    /// <summary>From here on members see a banner on their pages.</summary>
    public bool ShowsBanner { get; init; }

    /// <summary>The license is over here, and ends by its own steps while the payment is tried on; otherwise a day after the last step.</summary>
    public bool EndsLicense { get; init; }
}

/// <summary>For whom a campaign is. What is empty asks for nothing.</summary>
public sealed record DunningRule
{
    public static readonly DunningRule Everybody = new();

    /// <summary>Package ids.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    public IReadOnlyList<OfferTier> Tiers { get; init; } = [];

    /// <summary>Of the billing address, ISO 3166-1.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Since so many months after its first order.</summary>
    public int MinMonths { get; init; }

    public bool Takes(DunningClient client) =>
        (Modules.Count == 0 || Modules.Contains(client.PackageId, StringComparer.OrdinalIgnoreCase)) && (Tiers.Count == 0 || Tiers.Contains(client.Tier))
        && (Countries.Count == 0 || Countries.Contains(client.Country)) && client.Months >= MinMonths;
}

/// <summary>Whose payment failed.</summary>
/// <param name="Months">Since its first order.</param>
public sealed record DunningClient(string PackageId, OfferTier Tier, string Country, int Months);

/// <summary>What a version of a campaign does, and for whom: one document, as it never changes.</summary>
public sealed record DunningPlan
{
    public const int MaxLength = 100_000, MaxSteps = 30, MaxDay = 90, MinHours = 4, MaxPriority = 1000, MaxMonths = 120;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>What a new installation does.</summary>
    public static readonly DunningPlan Default = new()
    {
        Priority = MaxPriority,
        Steps =
        [
            new(0) { Mail = DunningLetter.PaymentFailed, ShowsBanner = true }, new(1) { Retries = true },
            new(3) { Retries = true, Mail = DunningLetter.Reminder }, new(5) { Retries = true },
            new(7) { Retries = true, Mail = DunningLetter.LastNotice }, new(14) { Retries = true, Mail = DunningLetter.Ended },
        ],
    };

    public DunningRule Rule { get; init; } = DunningRule.Everybody;

    /// <summary>Of several that are for a client the lowest counts.</summary>
    public int Priority { get; init; } = 100;

    /// <summary>In the order of their days.</summary>
    public IReadOnlyList<DunningStep> Steps { get; init; } = [];

    /// <summary>Nothing is tried or mailed before this hour, where the payer is.</summary>
    public int FromHour { get; init; } = 8;

    /// <summary>Nor from this one on.</summary>
    public int UntilHour { get; init; } = 20;

    public DunningEnd End { get; init; }

    [JsonIgnore]
    public int LastDay => Steps[^1].Day;

    /// <summary>So many days after its bill the license is over.</summary>
    [JsonIgnore]
    public int LicenseDay => Steps.FirstOrDefault(step => step.EndsLicense)?.Day ?? LastDay + 1;

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static DunningPlan Parse(string json) => JsonSerializer.Deserialize<DunningPlan>(json, Json)!;

    /// <summary>Null if it can be followed; otherwise what to change.</summary>
    public string? Problem() =>
        Steps.Count is 0 or > MaxSteps ? $"A campaign has 1 to {MaxSteps} steps."
        : Steps.Any(step => step.Day is < 0 or > MaxDay) ? $"A step is 0 to {MaxDay} days after the bill."
        : Steps.Zip(Steps.Skip(1)).Any(pair => pair.Second.Day <= pair.First.Day) ? "Each day has one step, and the days ascend."
        : Steps[0] is { Day: 0, Retries: true } ? "On day 0 the payment has just failed. Retry from day 1 on."
        : LastDay == 0 ? "The last step is day 1 or later: until then the client can pay."
        : Steps.SkipLast(1).Any(step => step.Mail is DunningLetter.Ended) ? "Only the last step can say that the subscription has ended."
        : Steps[^1].Mail is not (null or DunningLetter.Ended) ? "On its last day the subscription ends: mail that, or nothing."
        : Steps.Select(TextProblem).FirstOrDefault(problem => problem is not null) is { } text ? text
        : Steps.Count(step => step.EndsLicense) > 1 ? "The license ends once."
        : FromHour is < 0 or > 23 || UntilHour > 24 || UntilHour - FromHour < MinHours
            ? $"Name at least {MinHours} hours of the day, such as 8 to 20."
        : Priority is < 1 or > MaxPriority ? $"The priority is 1 to {MaxPriority}."
        : Rule.MinMonths is < 0 or > MaxMonths ? $"A client is at least 0 to {MaxMonths} months old."
        : Rule.Countries.FirstOrDefault(code => Marketplace.Data.Country.Find(code) is null) is { } unknown ? Marketplace.Data.Country.Unknown(unknown)
        : ToJson().Length > MaxLength ? "The campaign is too large. Shorten its mails, or name fewer modules." : null;

    private static string? TextProblem(DunningStep step) => step switch
    {
        { Text: null } => null,
        { Mail: null } => $"On day {step.Day} nothing is mailed, so it has no text.",
        { Mail: { } letter, Text: var text } => text.Problem(letter) is { } problem ? $"Mail of day {step.Day}: {problem}" : null,
    };
}
