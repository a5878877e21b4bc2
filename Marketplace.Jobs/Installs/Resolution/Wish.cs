using NuGet.Versioning;

namespace Marketplace.Installs;

public enum WishKind
{
    Install,
    Update,
    Uninstall,
}

/// <summary>What somebody wants of a site: one module put in or brought up to date, and modules taken away.</summary>
public sealed record Wish
{
    private Wish(WishKind kind, string? id, NuGetVersion? version, IReadOnlyList<string> remove) =>
        (Kind, Id, Version, Remove) = (kind, id, version, remove);

    public WishKind Kind { get; }

    /// <summary>The module to install or update; null when modules are only removed.</summary>
    public string? Id { get; }

    /// <summary>The exact version asked for; null means the newest that fits.</summary>
    public NuGetVersion? Version { get; }

    public IReadOnlyList<string> Remove { get; }

    public static Wish Install(string id, NuGetVersion? version = null, params IReadOnlyList<string> without) =>
        new(WishKind.Install, id, version, without);

    public static Wish Update(string id, NuGetVersion? version = null, params IReadOnlyList<string> without) =>
        new(WishKind.Update, id, version, without);

    public static Wish Uninstall(params IReadOnlyList<string> ids) => new(WishKind.Uninstall, null, null, ids);

    /// <summary>The same wish without the removals that were agreed to for its sake.</summary>
    public Wish Alone() => new(Kind, Id, Version, []);

    public Wish At(NuGetVersion? version) => new(Kind, Id, version, Remove);

    public Wish Without(string id) => new(Kind, Id, Version, [.. Remove, id]);
}
