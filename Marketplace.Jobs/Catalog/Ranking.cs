namespace Marketplace.Catalog;

/// <summary>
/// Why a result stands where it stands: the exact id first; then by text × installs × quality × freshness × boost.
/// </summary>
/// <param name="Text">How well the words fit, from 0.2 for a word in the readme to 12 for the name itself; 1 where nothing was typed.</param>
/// <param name="Installs">1 with none, and half more for each ten times as many.</param>
/// <param name="Quality">0.75 to 1.25 by the score.</param>
/// <param name="Freshness">1 when just updated, falling to 0.75 in four years.</param>
/// <param name="Boost">What operators set; 1 unless they did.</param>
public readonly record struct Ranking(MatchKind Kind, float Text, float Installs, float Quality, float Freshness, float Boost)
{
    public float Value => Text * (Installs * Quality * Freshness * Boost);
}

/// <summary>How a module came among the results, best first.</summary>
public enum MatchKind : byte
{
    None,
    Readme,
    Near,
    Words,
    Beginning,
    SameName,
    ExactId,
}
