using Marketplace.Catalog;

namespace Marketplace.Search.Index;

/// <summary>What an index knows of the order of its documents.</summary>
internal static class Weights
{
    /// <summary>The part of the value that no query changes, of each document of the segment.</summary>
    internal static float[] Of(IndexSegment segment, int today) =>
        [.. Enumerable.Range(0, segment.Count).Select(document => Rank(segment, document, MatchKind.None, 1, today).Value)];

    internal static Ranking Rank(IndexSegment segment, int document, MatchKind kind, float text, int today) => new(
        kind,
        text,
        1 + (0.5f * MathF.Log10(1 + segment.Installs[document])),
        0.75f + (segment.Scores[document] / 200f),
        1 - (0.25f * Math.Clamp((today - segment.Updated[document]) / 1461f, 0, 1)),
        segment.Boosts[document]);
}
