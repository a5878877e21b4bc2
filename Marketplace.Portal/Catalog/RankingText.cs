using Marketplace.Catalog;

namespace Marketplace.Portal.Catalog;

/// <summary>Why a result stands where it stands, as people read it.</summary>
internal static class RankingText
{
    public static string Sentence(Ranking ranking) => ranking.Kind is MatchKind.ExactId
        ? "Exact id: always first."
        : $"{Kind(ranking.Kind)}. {ranking.Value:0.0} = text {ranking.Text:0.0} "
            + $"× installs {ranking.Installs:0.0} × quality {ranking.Quality:0.00} "
            + $"× freshness {ranking.Freshness:0.00}{Boost(ranking.Boost)}";

    private static string Kind(MatchKind kind) => kind switch
    {
        MatchKind.SameName => "Exact name",
        MatchKind.Beginning => "Name starts with your search",
        MatchKind.Words => "All words occur in it",
        MatchKind.Near => "Close spelling",
        _ => "The words occur in its readme",
    };

    private static string Boost(float boost) => boost is 1 ? "" : $" × set by operators {boost:0.00}";
}
