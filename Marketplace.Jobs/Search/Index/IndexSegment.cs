using Marketplace.Catalog;

namespace Marketplace.Search.Index;

/// <summary>
/// Documents as columns, ready to be searched. Nothing in it ever changes but what is computed again each day, so searches share it
/// without locks.
/// </summary>
internal sealed class IndexSegment
{
    public static readonly IndexSegment Empty = new IndexBuilder().Build();

    private DayWeights? _weights;

    public required long[] Ids { get; init; }
    public required string[] PackageIds { get; init; }
    public required string[] Names { get; init; }

    /// <summary>Name, summary and tags as folded words between blanks: for words that must stand together.</summary>
    public required TextTable Texts { get; init; }

    public required TagTable TagNames { get; init; }

    /// <summary>The order of the documents by name.</summary>
    public required int[] NameOrder { get; init; }

    public required float[] Installs { get; init; }
    public required float[] Ratings { get; init; }

    /// <summary>Days since 1970.</summary>
    public required int[] Updated { get; init; }

    public required byte[] Scores { get; init; }
    public required float[] Boosts { get; init; }
    public required bool[] Verified { get; init; }
    public required ulong[] Hosts { get; init; }

    /// <summary>Those of <see cref="Capability.Guarded"/> that it asks for, as bits.</summary>
    public required byte[] Capabilities { get; init; }

    /// <summary>Those of <see cref="ListPrice.AllKinds"/> in which it can be had, as bits.</summary>
    public required byte[] Prices { get; init; }

    /// <summary>Those of <see cref="ListPrice.AllTiers"/> that are offered, as bits.</summary>
    public required byte[] Tiers { get; init; }

    /// <summary>The least that the first year costs.</summary>
    public required double[] FirstYears { get; init; }

    public required Labels Categories { get; init; }
    public required Labels Publishers { get; init; }
    public required Labels Licenses { get; init; }

    public required WordTable Words { get; init; }
    public required KeyTable Keys { get; init; }

    public int Count => Ids.Length;

    /// <summary>What each document weighs on a day before any text is compared; worked out by the first search of the day.</summary>
    public float[] WeightsOn(int today)
    {
        if (_weights is not { } known || known.Day != today)
        {
            _weights = known = new DayWeights(today, Weights.Of(this, today));
        }

        return known.Weights;
    }

    private sealed record DayWeights(int Day, float[] Weights);
}

/// <summary>A column with few different texts: each document holds the number of one.</summary>
/// <param name="Known">Those of another segment, whose names come first here.</param>
internal sealed record Labels(string[] Names, int[] Of, Labels? Known)
{
    /// <summary>The names as they are typed, letters and digits only; worked out when someone first types one.</summary>
    public string[] Keys => field ??= [.. Known?.Keys ?? [], .. Names.Skip(Known?.Names.Length ?? 0).Select(SearchText.Key)];
}

/// <summary>The tags as they are written; those of a document stand together.</summary>
internal sealed class TagTable(string[] names, int[] starts, int[] tags)
{
    public string[] Names => names;

    /// <summary>The names as words between blanks; worked out when someone first types one.</summary>
    public string[] Words => field ??= Array.ConvertAll(names, SearchText.Blanked);

    public ReadOnlySpan<int> Of(int document) => tags.AsSpan(starts[document]..starts[document + 1]);
}
