using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Modules;

/// <summary>Something that a license allows: a feature, or so many of something.</summary>
/// <param name="Name">As the module asks for it.</param>
/// <param name="Limit">How many; <see langword="null"/> for a feature.</param>
public sealed record LicensedFeature(string Name, long? Limit);

/// <summary>What a marketplace says of one module on one site, and signs. All instants are in UTC.</summary>
/// <param name="License">The license's number in its marketplace.</param>
/// <param name="Site">The number of the site that it is activated on.</param>
/// <param name="Module">The module's package id.</param>
/// <param name="Licensee">The organization that has it.</param>
/// <param name="Tier">What was bought: Basic, Premium, Enterprise, Custom.</param>
/// <param name="Life">When it begins and ends.</param>
/// <param name="UpdatesUntil">Releases that came after it are not covered; <see langword="null"/> if all are.</param>
/// <param name="Features">What it allows.</param>
/// <param name="IsOptional">The module may be used without a license: when this one ends, only what it allows ends, and the module goes on.</param>
/// <param name="IssuedAt">When the file was written. Of two files of a site and module the later one counts.</param>
/// <param name="ValidUntil">By when a newer file is needed. From then on its steps begin, as at the end of a term.</param>
public sealed record LicenseDocument(
    long License, long Site, string Module, string Licensee, string Tier, LicenseLife Life, DateTime? UpdatesUntil, IReadOnlyList<LicensedFeature> Features,
    bool IsOptional, DateTime IssuedAt, DateTime ValidUntil)
{
    /// <summary>For how long a file needs no renewal.</summary>
    public static TimeSpan ValidFor { get; } = TimeSpan.FromDays(30);

    /// <summary>Since when the organization no longer uses its license on this site, if so: the module is off here from then on, without steps.</summary>
    public DateTime? DeactivatedAt { get; init; }

    /// <summary>Its life as this file can vouch for it: no longer than the file is valid, and than the license is activated here.</summary>
    [JsonIgnore]
    public LicenseLife Vouched => DeactivatedAt is { } off && !(Life.End < off) ? Life with { EndsAt = off, Steps = EndSteps.None }
        : Life.End <= ValidUntil ? Life : Life with { EndsAt = ValidUntil };

    internal bool IsComplete =>
        this is { Module: not null, Licensee: not null, Tier: not null, Life.Steps: not null, Features: not null }
            && Features.All(feature => feature is { Name: not null }) && Life.Steps.Problem() is null;

    /// <summary>Members in the order of their names, no space between: same content, same text.</summary>
    internal static JsonSerializerOptions Canonical { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver
        {
            Modifiers =
            {
                type =>
                {
                    foreach (var (property, order) in type.Properties.OrderBy(property => property.Name, StringComparer.Ordinal).Select((p, i) => (p, i)))
                    {
                        property.Order = order;
                    }
                },
            },
        },
    };
}
