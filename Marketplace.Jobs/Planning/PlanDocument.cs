using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Resolution;

namespace Marketplace.Planning;

/// <summary>One module in a plan.</summary>
/// <param name="Hash">The exact package that it will be; empty when it is removed.</param>
/// <param name="Capabilities">What it may do that it could not do on this site before.</param>
/// <param name="Lost">What it may no longer do.</param>
/// <param name="Settings">Settings that it did not have on this site before.</param>
public sealed record PlanChange(
    ChangeKind Kind, string Id, string? From, string? To, string Reason, string Hash, long Size,
    IReadOnlyList<string> Capabilities, IReadOnlyList<string> Lost, IReadOnlyList<PlanSetting> Settings);

/// <summary>What a plan does, as it is kept and carried out.</summary>
/// <param name="Restores">The earlier revision that it takes up again, if it is a rollback.</param>
/// <param name="Forgets">The ids of removed modules whose data is given up; null when all is kept.</param>
/// <param name="Licenses">For what it brings that is not free for everybody; null when there is nothing of the kind.</param>
public sealed record PlanDocument(
    long SiteId, string HostVersion, int FromRevision, int? Restores, IReadOnlyList<PlanChange> Changes,
    IReadOnlyList<string>? Forgets = null, IReadOnlyList<PlanLicense>? Licenses = null)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public IEnumerable<PlanChange> Of(ChangeKind kind) => Changes.Where(change => change.Kind == kind);

    /// <summary>The modules that it installs or updates, whose packages the site receives.</summary>
    public IEnumerable<PlanChange> Incoming => Changes.Where(change => change.Kind is ChangeKind.Add or ChangeKind.Update);

    /// <summary>What may not come without another license.</summary>
    [JsonIgnore]
    public IEnumerable<PlanLicense> Unlicensed => (Licenses ?? []).Where(license => license.Problem is not null);

    public string ToJson() => JsonSerializer.Serialize(this, Format);

    public static PlanDocument Parse(string json) => JsonSerializer.Deserialize<PlanDocument>(json, Format)!;

    /// <summary>
    /// Identifies the plan by everything it rests on: site, host, revision, exact files. The same request on a changed site has another
    /// hash.
    /// </summary>
    public string Hash() => Of(this);

    /// <summary>Identifies what the plan does, whatever licenses it needs: it stays the same when they are bought.</summary>
    public string Content() => Of(this with { Licenses = null });

    private static string Of(PlanDocument plan) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(plan, Format)));
}
