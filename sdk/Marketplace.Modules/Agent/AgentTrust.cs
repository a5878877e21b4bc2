namespace Marketplace.Modules;

/// <summary>Whom the agent of a site believes, kept in its module folder: the site that it is, and the keys that it has come to trust.</summary>
internal sealed class AgentTrust(ModuleStore store, Disk disk, SiteAgentOptions options)
{
    private sealed record Memory(long Site, IReadOnlyList<string> Keys, IReadOnlyList<string>? Revoked = null, IReadOnlyList<string>? Given = null);

    // The agent and the licenses of a host remember in one file.
    private static readonly Lock Gate = new();

    private string Path => System.IO.Path.Combine(store.Layout.Agent, "trust.json");

    /// <summary>0 until the first contact.</summary>
    public long Site => Disk.Read<Memory>(Path)?.Site ?? 0;

    /// <summary>False if the module folder is that of another site.</summary>
    public bool Belongs(long site)
    {
        using var _ = Gate.EnterScope();
        var known = Disk.Read<Memory>(Path) ?? new Memory(0, []);
        if (known.Site is 0)
        {
            disk.Write(Path, known with { Site = site });
        }

        return known.Site is 0 || known.Site == site;
    }

    /// <summary>The keys to believe, out of those that are published; nothing is remembered.</summary>
    /// <param name="published">By whom they come is not known yet.</param>
    /// <param name="pins">Where none is known, the first of them is believed.</param>
    public KeyRing Look(IReadOnlyList<PublicKey> published, bool pins)
    {
        using var _ = Gate.EnterScope();
        return Ring(Disk.Read<Memory>(Path) ?? new Memory(0, []), published, pins).Ring;
    }

    /// <summary>The keys to believe now, out of those that the marketplace publishes.</summary>
    public KeyRing Keys(IReadOnlyList<PublicKey> published)
    {
        using var _ = Gate.EnterScope();
        var known = Disk.Read<Memory>(Path) ?? new Memory(0, []);
        var (ring, given) = Ring(known, published, pins: true);
        if (!ring.Trusted.SequenceEqual(known.Keys) || !ring.Revoked.SequenceEqual(known.Revoked ?? []) || !given.SequenceEqual(known.Given ?? []))
        {
            disk.Write(Path, known with { Keys = ring.Trusted, Revoked = ring.Revoked, Given = given });
        }

        return ring;
    }

    private (KeyRing Ring, IReadOnlyList<string> Given) Ring(Memory known, IReadOnlyList<PublicKey> published, bool pins)
    {
        List<string> given = [.. options.TrustedKeys.Order(StringComparer.Ordinal)];
        // Other keys in the settings reset the trust; the same ones keep what they have led to.
        var trusted = known.Keys.Count > 0 && given.SequenceEqual(known.Given ?? []) ? known.Keys
            : given.Count > 0 ? given
            : known.Keys.Count > 0 || !pins ? known.Keys
            : (IEnumerable<string>)[.. published.Where(key => !key.IsRevoked && !key.ProvesItsRevocation()).Take(1).Select(key => key.Id)];
        return (KeyRing.Of(trusted, published, known.Revoked ?? []), given);
    }
}
