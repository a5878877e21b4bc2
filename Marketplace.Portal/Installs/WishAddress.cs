using Marketplace.Installs;
using NuGet.Versioning;

namespace Marketplace.Portal.Installs;

/// <summary>Reads the wish that a plan's address carries; <see cref="PortalUrls.Plan(long, Wish)"/> writes it.</summary>
internal static class WishAddress
{
    /// <param name="install">Modules to install, or to update where they are installed: an id, or an id and a version with "@" between.</param>
    /// <returns>Null when the address wishes for nothing.</returns>
    public static Wish? Read(string[]? install, string[]? uninstall, bool everything, bool dependents, IEnumerable<string> installed)
    {
        var there = installed.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var wishes = (install ?? []).Where(text => text.Length > 0).Take(100).Select(text => One(text, there))
            .Concat(everything ? [Wish.UpdateEverything()] : [])
            .Concat(uninstall is { Length: > 0 } ? [Wish.Uninstall(uninstall)] : []).ToList();
        var wish = wishes.Count == 0 ? null : wishes.Aggregate((all, more) => all.And(more));
        return dependents ? wish?.AndDependents() : wish;
    }

    private static Wish One(string text, HashSet<string> installed)
    {
        var (id, asked) = text.IndexOf('@', StringComparison.Ordinal) is var at and >= 0 ? (text[..at], text[(at + 1)..]) : (text, null);
        var version = NuGetVersion.TryParse(asked, out var parsed) ? parsed : null;
        return installed.Contains(id) ? Wish.Update(id, version) : Wish.Install(id, version);
    }
}
