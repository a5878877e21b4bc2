using Marketplace.Catalog;

namespace Marketplace.Usage;

/// <summary>What a module's score is made of; each fact is public or on the module's page.</summary>
/// <param name="Passed">How many of the required checks this file passed.</param>
/// <param name="Kept">How often real sites took the version and kept it.</param>
/// <param name="RolledBack">How often real sites had to roll it back.</param>
/// <param name="CoversNewestHost">Its range includes the newest host on any site; true where no site is known.</param>
public sealed record ScoreFacts
{
    public int Passed { get; init; }
    public int ReadmeLength { get; init; }
    public bool HasNotes { get; init; }
    public bool HasLicense { get; init; }
    public int Screenshots { get; init; }
    public DateTime ReleasedAt { get; init; }
    public int Releases { get; init; }
    public bool IsDeprecated { get; init; }
    public bool SeeksMaintainer { get; init; }
    public bool CoversNewestHost { get; init; }
    public int Kept { get; init; }
    public int RolledBack { get; init; }
}

/// <summary>One thing that is asked for, and what it brings.</summary>
/// <param name="Raise">What would raise it; null where nothing is missing.</param>
public sealed record ScoreItem(string Text, int Points, int Most, string? Raise);

public sealed record ScorePart(string Name, IReadOnlyList<ScoreItem> Items)
{
    public int Points => Items.Sum(item => item.Points);
    public int Most => Items.Sum(item => item.Most);
}

/// <summary>A module's score out of 100: always the sum of what is shown.</summary>
public sealed record Score(IReadOnlyList<ScorePart> Parts)
{
    public int Points => Parts.Sum(part => part.Points);

    /// <summary>What would raise it, what brings most first.</summary>
    public IReadOnlyList<ScoreItem> Missing =>
        [.. Parts.SelectMany(part => part.Items).Where(item => item.Raise is not null).OrderByDescending(item => item.Most - item.Points)];

    public static Score Of(ScoreFacts facts, DateTime now) => new(
    [
        new("Security", [Checks(facts)]),
        new("Documentation", [Readme(facts.ReadmeLength),
            Has(facts.HasNotes, 5, "Says what is new", "Write release notes into the package.", "No release notes"),
            Has(facts.HasLicense, 5, "License stated", "State a license expression in the package.", "No license stated"),
            Has(facts.Screenshots > 0, 5, facts.Screenshots == 1 ? "1 screenshot" : $"{facts.Screenshots} screenshots",
                "Name screenshots in module.json.", "No screenshots")]),
        new("Maintenance", [Freshness(now - facts.ReleasedAt),
            Has(facts.Releases >= 3, 5, $"{facts.Releases} releases", "It comes with the third release.",
                facts.Releases == 1 ? "1 release" : $"{facts.Releases} releases"),
            Has(!facts.IsDeprecated && !facts.SeeksMaintainer, 5, "Maintained",
                facts.IsDeprecated ? "The version is deprecated." : "Its publisher looks for a maintainer.",
                "Not maintained for long")]),
        new("Compatibility", [
            Has(facts.CoversNewestHost, 10, "Runs on the newest host in use",
                "Try the newest host and widen the range in module.json.", "Does not run on the newest host in use"),
            Seen(facts)]),
    ]);

    private static ScoreItem Checks(ScoreFacts facts)
    {
        var all = RuleSet.Required.Count;
        return new($"{facts.Passed} of {all} checks passed", 35 * facts.Passed / all, 35, facts.Passed == all ? null : "Mend what the failed checks found.");
    }

    private static ScoreItem Readme(int length) => length switch
    {
        0 => new("No readme", 0, 10, "Write a readme."),
        < 300 => new("A short readme", 5, 10, "Say in the readme what it does, how it is set up and how to upgrade: at least 300 characters."),
        _ => new("Readme", 10, 10, null),
    };

    private static ScoreItem Freshness(TimeSpan age) => age.TotalDays switch
    {
        <= 180 => new("Released within half a year", 10, 10, null),
        <= 365 => new("Released within a year", 7, 10, "It comes back with a new release."),
        <= 730 => new("Released within two years", 3, 10, "It comes back with a new release."),
        _ => new("No release for over two years", 0, 10, "It comes back with a new release."),
    };

    // Until anybody has tried it there is nothing to hold against it, and nothing to say for it.
    private static ScoreItem Seen(ScoreFacts facts) => (facts.Kept, facts.RolledBack) switch
    {
        (0, 0) => new("Not seen on a site yet", 5, 10, "It comes with the first site that keeps the version."),
        var (kept, back) => new($"{kept} of {kept + back} installs kept", 10 * kept / (kept + back), 10, back == 0 ? null : "Find out why sites took it back."),
    };

    private static ScoreItem Has(bool there, int points, string says, string raise, string saysNot) =>
        there ? new(says, points, points, null) : new(saysNot, 0, points, raise);
}
