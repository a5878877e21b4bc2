namespace Marketplace.Modules;

/// <summary>
/// The keys that a site believes: those it was given or knew before, and those that one of these has endorsed. That a marketplace merely
/// publishes a key makes nobody trust it.
/// </summary>
public sealed class KeyRing
{
    private readonly Dictionary<string, byte[]> _usable;

    private KeyRing(IEnumerable<string> trusted, Dictionary<string, byte[]> usable) => (Trusted, _usable) = ([.. trusted.Order(StringComparer.Ordinal)], usable);

    /// <summary>The ids of all keys that are trusted, to be remembered; a revoked one still vouches for the key that came after it.</summary>
    public IReadOnlyList<string> Trusted { get; }

    /// <summary>Some key is trusted and published, so that there is something to believe.</summary>
    public bool IsUsable => _usable.Count > 0;

    /// <param name="trusted">The ids of the keys that were trusted before.</param>
    /// <param name="published">What the marketplace publishes now.</param>
    public static KeyRing Of(IEnumerable<string> trusted, IEnumerable<PublicKey> published)
    {
        var known = trusted.ToHashSet(StringComparer.Ordinal);
        var keys = published.Where(key => key.Bytes() is not null).DistinctBy(key => key.Id).ToDictionary(key => key.Id);
        while (keys.Values.FirstOrDefault(key => !known.Contains(key.Id) && Vouched(key)) is { } next)
        {
            known.Add(next.Id);
        }

        return new KeyRing(known, keys.Values.Where(key => known.Contains(key.Id) && !key.IsRevoked).ToDictionary(key => key.Id, key => key.Bytes()!));

        bool Vouched(PublicKey key) => key.EndorsedBy is { } by && known.Contains(by) && keys.TryGetValue(by, out var earlier) && key.IsEndorsedBy(earlier.Bytes()!);
    }

    internal byte[]? Find(string id) => _usable.GetValueOrDefault(id);
}
