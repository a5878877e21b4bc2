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

    /// <summary>The part of the value that no query changes, of each document of the segment.</summary>
    internal static float[] Weights(IndexSegment segment, int today) => [.. Enumerable.Range(0, segment.Count).Select(document => Of(segment, document, MatchKind.None, 1, today).Value)];

    internal static Ranking Of(IndexSegment segment, int document, MatchKind kind, float text, int today) => new(
        kind,
        text,
        1 + (0.5f * MathF.Log10(1 + segment.Installs[document])),
        0.75f + (segment.Scores[document] / 200f),
        1 - (0.25f * Math.Clamp((today - segment.Updated[document]) / 1461f, 0, 1)),
        segment.Boosts[document]);
}
