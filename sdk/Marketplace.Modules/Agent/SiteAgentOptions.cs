using System.ComponentModel.DataAnnotations;

namespace Marketplace.Modules;

/// <summary>From which marketplace a host fetches its modules: the section <c>Marketplace</c> of its configuration.</summary>
public sealed class SiteAgentOptions
{
    /// <summary>The marketplace's address. Without it or without a token no agent runs, and someone else writes the module folder.</summary>
    public Uri? Address { get; set; }

    /// <summary>The site's token, as its page in the marketplace showed it once. A secret.</summary>
    public string Token { get; set; } = "";

    /// <summary>The ids of the keys to believe. Empty means: the one that the marketplace uses at the first contact.
    /// Their successors are believed too.</summary>
    public IList<string> TrustedKeys { get; } = [];

    /// <summary>How long one question for the next revision waits for an answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan WaitFor { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long the host may take to load a revision and find its modules well, before the one before is put back.</summary>
    public TimeSpan HealthWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause between two attempts to reach the marketplace; the first ones are shorter.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many of the newest revisions stay on the disk at least, to go back to.</summary>
    [Range(1, 1000)]
    public int KeepRevisions { get; set; } = 10;

    /// <summary>How many days older ones stay.</summary>
    [Range(0, 3650)]
    public int KeepDays { get; set; } = 30;

    internal bool IsComplete => Address is not null && Token is not "";
}
