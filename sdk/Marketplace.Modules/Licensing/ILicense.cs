namespace Marketplace.Modules;

/// <summary>
/// The module's license on this site. It answers from the signed file in the site's module folder, without any network;
/// ask it each time, for the answer changes while the module runs: a renewed file counts within a second.
/// </summary>
public interface ILicense
{
    /// <summary>How it stands. <see cref="LicenseState.None"/> where there is no file, so also for a module that is free.</summary>
    LicenseState State { get; }

    /// <summary>What is left of it. The host refuses what the stage excludes; a module may explain it.</summary>
    LicenseStage Stage { get; }

    /// <summary>Why it is not simply valid.</summary>
    LicenseVerdict Verdict { get; }

    /// <summary>What to tell the people of the site; <see langword="null"/> if there is nothing to tell.</summary>
    string? Banner { get; }

    /// <summary>What was bought: Basic, Premium, Enterprise, Custom; <see langword="null"/> without a license.</summary>
    string? Tier { get; }

    /// <summary>When its term is over, in UTC; <see langword="null"/> if it has no end.</summary>
    DateTime? EndsAt { get; }

    /// <summary>Does it allow the feature? Names compare exactly. False without a license, and once it is <see cref="LicenseStage.Disabled"/>.</summary>
    bool Has(string feature);

    /// <summary>How many of something it allows; 0 without a license and once it is disabled, <see langword="null"/> where it sets no limit.</summary>
    long? Limit(string name);

    /// <summary>
    /// Counts what was used of a quantity that the offer meters, such as <c>documents.sent</c>. It needs no network and is never refused: what a license does
    /// not include is a matter of the invoice, or of <see cref="Limit"/>. A process that is killed loses a few seconds at most.
    /// </summary>
    /// <param name="quantity">Its name, as the offer writes it.</param>
    /// <param name="count">How many, at least 1.</param>
    void Use(string quantity, long count = 1);
}
