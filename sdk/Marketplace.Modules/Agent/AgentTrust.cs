namespace Marketplace.Modules;

/// <summary>Whom the agent of a site believes, kept in its module folder: the site that it is, and the keys that it has come to trust.</summary>
internal sealed class AgentTrust(ModuleStore store, Disk disk, SiteAgentOptions options)
{
    private sealed record Memory(long Site, IReadOnlyList<string> Keys);

    private string Path => System.IO.Path.Combine(store.Layout.Agent, "trust.json");

    /// <summary>0 until the first contact.</summary>
    public long Site => Disk.Read<Memory>(Path)?.Site ?? 0;

    /// <summary>False if the module folder is that of another site.</summary>
    public bool Belongs(long site)
    {
        var known = Disk.Read<Memory>(Path) ?? new Memory(0, []);
        if (known.Site is 0)
        {
            disk.Write(Path, known with { Site = site });
        }

        return known.Site is 0 || known.Site == site;
    }

    /// <summary>The keys to believe now, out of those that the marketplace publishes.</summary>
    public KeyRing Keys(IReadOnlyList<PublicKey> published)
    {
        var known = Disk.Read<Memory>(Path) ?? new Memory(0, []);
        var given = options.TrustedKeys.Count > 0 ? options.TrustedKeys
            : known.Keys.Count > 0 ? known.Keys
            : (IEnumerable<string>)[.. published.Where(key => !key.IsRevoked).Take(1).Select(key => key.Id)];
        var ring = KeyRing.Of(given, published);
        if (options.TrustedKeys.Count is 0 && !ring.Trusted.SequenceEqual(known.Keys))
        {
            disk.Write(Path, known with { Keys = ring.Trusted });
        }

        return ring;
    }
}
