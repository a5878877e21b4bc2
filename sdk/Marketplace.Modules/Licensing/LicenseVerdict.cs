using System.Text.Json.Serialization;

namespace Marketplace.Modules;

/// <summary>
/// Whether a license allows what is asked, and if not, why: the first reason in this order. The names are the codes of the marketplace's interface.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<LicenseVerdict>))]
public enum LicenseVerdict
{
    /// <summary>It does.</summary>
    Valid,

    /// <summary>There is no license.</summary>
    NotFound,

    /// <summary>It was revoked.</summary>
    Revoked,

    /// <summary>It is suspended until it is reinstated.</summary>
    Suspended,

    /// <summary>Its term is over.</summary>
    Expired,

    /// <summary>Its term has not begun.</summary>
    NotYetValid,

    /// <summary>It is of another module.</summary>
    WrongModule,

    /// <summary>It is activated on another site, and not on this one.</summary>
    WrongSite,

    /// <summary>It covers releases up to a date, and this one is newer.</summary>
    OutsideReleaseWindow,

    /// <summary>It is activated on as many sites as it counts on.</summary>
    TooManySites,

    /// <summary>The server's clock shows an earlier time than it once did. The license counts by the later one.</summary>
    ClockTurnedBack,

    /// <summary>The file is not what the marketplace signed, or is signed with a key that is not trusted.</summary>
    BadSignature,

    /// <summary>A newer file of the same license was seen before.</summary>
    Superseded,
}

/// <summary>How a license stands, from what happened to it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LicenseState>))]
public enum LicenseState
{
    /// <summary>There is none, or none that can be believed.</summary>
    None,

    /// <summary>It is being tried.</summary>
    Trial,

    /// <summary>It counts.</summary>
    Active,

    /// <summary>Its term is over, or its file could not be renewed in time; what it allows ends step by step.</summary>
    Grace,

    /// <summary>It was suspended.</summary>
    Suspended,

    /// <summary>Its term is over, and all its steps.</summary>
    Expired,

    /// <summary>It was revoked.</summary>
    Revoked,
}

/// <summary>What is left of a license that has ended; each stage includes those before it. No data is touched in any of them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LicenseStage>))]
public enum LicenseStage
{
    /// <summary>It has not ended.</summary>
    Full,

    /// <summary>The site shows a banner.</summary>
    Banner,

    /// <summary>The module is not updated any more.</summary>
    NoUpdates,

    /// <summary>It is activated on no further site.</summary>
    NoActivations,

    /// <summary>The module only reads: its host refuses requests that would change something.</summary>
    ReadOnly,

    /// <summary>The module is turned off: its host refuses all its requests but its health check.</summary>
    Disabled,
}
