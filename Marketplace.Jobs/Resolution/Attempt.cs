namespace Marketplace.Resolution;

/// <summary>How many decisions and conflicts are left; shared by all searches of one answer, so that an answer always comes.</summary>
internal sealed class Steps(int left)
{
    public bool Exhausted => left <= 0;

    public bool Take() => left-- > 0;
}

/// <summary>What a search found.</summary>
/// <param name="Chosen">The releases by id; null when there is no solution or the steps ran out.</param>
/// <param name="Core">Modules that cannot agree, when there is no solution.</param>
/// <param name="Pins">Those among them that were only to stay as they are.</param>
/// <param name="Moved">Installed modules that cannot stay as they are in any solution; there may be more.</param>
internal sealed record Attempt(
    IReadOnlyDictionary<string, SnapshotRelease>? Chosen, IReadOnlySet<string> Core, IReadOnlySet<string> Pins, IReadOnlyCollection<string> Moved);
