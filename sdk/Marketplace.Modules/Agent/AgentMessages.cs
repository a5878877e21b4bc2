using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Modules;

/// <summary>What an agent says of itself each time it comes to ask.</summary>
/// <param name="HostVersion">The version of the host that it belongs to.</param>
/// <param name="Revision">The revision that is active.</param>
/// <param name="Highest">The highest number that was ever active; no lower one is taken up.</param>
/// <param name="Status">What the host reports.</param>
/// <param name="Fingerprint">What tells this installation from a copy of it that has the same token, at most 64 characters; an older agent sends none.</param>
public sealed record AgentAnnouncement(string HostVersion, int Revision, int Highest, HostStatus? Status, string? Fingerprint = null);

/// <summary>What the marketplace answers: which site the token belongs to.</summary>
public sealed record AgentWelcome(long Site, string Name);

/// <summary>What an agent does with a revision, in this order.</summary>
public enum AgentStepKind
{
    /// <summary>A package is downloaded.</summary>
    Download,

    /// <summary>Its hash and its inside are verified.</summary>
    Verify,

    /// <summary>It is unpacked into the store.</summary>
    Unpack,

    /// <summary>The revision is written.</summary>
    Write,

    /// <summary>The site is switched; from here on it cannot be called back.</summary>
    Activate,

    /// <summary>The host loads a module.</summary>
    Load,

    /// <summary>A module is asked for its health.</summary>
    Health,

    /// <summary>The revision is kept.</summary>
    Commit,
}

/// <summary>How far a step has come.</summary>
public enum AgentStepState
{
    /// <summary>It has begun.</summary>
    Begun,

    /// <summary>It has ended well.</summary>
    Done,

    /// <summary>It has not; others may go on.</summary>
    Failed,
}

/// <summary>One step that began or ended.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Module">The module, where the step concerns one.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Detail">What there is to say of it.</param>
/// <param name="Bytes">While a package is downloaded: how many bytes have come. A step that says so has begun before, and is not written down as one.</param>
public sealed record AgentStep(AgentStepKind Kind, string? Module, AgentStepState State, string? Detail, long? Bytes = null);

/// <summary>Why a revision was not taken up.</summary>
public enum AgentFailure
{
    /// <summary>The lock file is signed with a key that the site does not trust.</summary>
    UnknownKey,

    /// <summary>The lock file is not what was signed.</summary>
    BadSignature,

    /// <summary>The lock file is for another site.</summary>
    OtherSite,

    /// <summary>It was valid for a time that is over.</summary>
    Expired,

    /// <summary>Its number is not higher than the highest that the site has had.</summary>
    OlderRevision,

    /// <summary>It follows another revision than the one the site is in.</summary>
    SiteMoved,

    /// <summary>A package is not the file that the lock file names, or may not be unpacked.</summary>
    Verification,

    /// <summary>A package could not be downloaded.</summary>
    Network,

    /// <summary>The module folder could not be written.</summary>
    Disk,

    /// <summary>The host could not take up the revision as a whole.</summary>
    HostRefused,

    /// <summary>The host did not take up the revision in time.</summary>
    Timeout,

    /// <summary>The host could not load a module, or one fails its health check.</summary>
    HealthCheck,

    /// <summary>It was withdrawn by the marketplace before the switch.</summary>
    Withdrawn,
}

/// <summary>How it ended with a revision. The site is in it, or as it was before.</summary>
/// <param name="Failure">Why not; <see langword="null"/> if the revision is kept.</param>
/// <param name="Sentence">The same for people.</param>
public sealed record AgentResult(AgentFailure? Failure, string? Sentence);

/// <summary>How agents and marketplaces write JSON to each other.</summary>
public static class AgentFormat
{
    /// <summary>Camel case; enums by their names.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
}
