namespace Marketplace.Modules;

/// <summary>
/// The keys that a site believes: those it was given or knew before, and those that one of these has endorsed. That a marketplace merely
/// publishes a key makes nobody trust it, and a revoked key endorses nothing.
/// </summary>
public sealed class KeyRing
{
    private readonly Dictionary<string, byte[]> _usable;

    private KeyRing(IEnumerable<string> trusted, IEnumerable<string> revoked, Dictionary<string, byte[]> usable) =>
        (Trusted, Revoked, _usable) = ([.. trusted.Order(StringComparer.Ordinal)], [.. revoked.Order(StringComparer.Ordinal)], usable);

    /// <summary>
    /// The ids of all keys that are trusted, to be remembered; revoked ones among them, so that a site never begins to trust from nothing again.
    /// </summary>
    public IReadOnlyList<string> Trusted { get; }

    /// <summary>The ids of all keys whose revocation is proven, to be remembered: a later answer that leaves it out changes nothing.</summary>
    public IReadOnlyList<string> Revoked { get; }

    /// <summary>Some key is trusted and published, so that there is something to believe.</summary>
    public bool IsUsable => _usable.Count > 0;

    /// <param name="trusted">The ids of the keys that were trusted before.</param>
    /// <param name="published">What the marketplace publishes now.</param>
    /// <param name="revoked">The ids of the keys that were known to be revoked before.</param>
    public static KeyRing Of(IEnumerable<string> trusted, IEnumerable<PublicKey> published, IEnumerable<string>? revoked = null)
    {
        var known = trusted.ToHashSet(StringComparer.Ordinal);
        var ended = (revoked ?? []).ToHashSet(StringComparer.Ordinal);
        var keys = published.Where(key => key.Bytes() is not null).DistinctBy(key => key.Id).ToDictionary(key => key.Id);
        ended.UnionWith(keys.Values.Where(key => key.ProvesItsRevocation()).Select(key => key.Id));
        // What merely says that it is revoked is not believed now either, but not remembered: anybody could have written that.
        var usable = keys.Values.Where(key => !key.IsRevoked && !ended.Contains(key.Id)).ToDictionary(key => key.Id, key => key.Bytes()!);
        while (usable.Keys.FirstOrDefault(id => !known.Contains(id) && Vouched(keys[id])) is { } next)
        {
            known.Add(next);
        }

        return new KeyRing(known, ended, usable.Where(key => known.Contains(key.Key)).ToDictionary());

        bool Vouched(PublicKey key) => key.EndorsedBy is { } by && known.Contains(by) && usable.TryGetValue(by, out var earlier) && key.IsEndorsedBy(earlier);
    }

    internal byte[]? Find(string id) => _usable.GetValueOrDefault(id);
}
