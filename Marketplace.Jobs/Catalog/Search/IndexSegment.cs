namespace Marketplace.Catalog;

/// <summary>Documents as columns, ready to be searched. Nothing in it ever changes, so searches share it without locks.</summary>
internal sealed class IndexSegment
{
    public static readonly IndexSegment Empty = new IndexBuilder().Build();

    public required long[] Ids { get; init; }
    public required string[] PackageIds { get; init; }
    public required string[] Names { get; init; }

    /// <summary>Name, summary and tags as folded words between blanks, in UTF-8: for words that must stand together.</summary>
    public required byte[][] Texts { get; init; }

    /// <summary>The tags in the same way.</summary>
    public required byte[][] Tags { get; init; }

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

    public required Labels Categories { get; init; }
    public required Labels Publishers { get; init; }
    public required Labels Licenses { get; init; }

    public required WordTable Words { get; init; }
    public required KeyTable Keys { get; init; }

    public int Count => Ids.Length;
}

/// <summary>A column with few different texts: each document holds the number of one.</summary>
internal sealed record Labels(string[] Names, int[] Of);
