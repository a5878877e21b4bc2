using Marketplace.Resolution;
using NuGet.Versioning;

namespace Marketplace.Planning;

/// <summary>
/// A wish as one line, for rows and addresses:
/// "install=Acme.Shop@2.0.0&amp;update=Acme.Mail&amp;uninstall=Acme.Old&amp;forget=Acme.Old&amp;hold=Acme.Blog&amp;everything=true&amp;dependents=true".
/// Package ids hold none of the signs between.
/// </summary>
public static class WishText
{
    /// <summary>Of what one plan can keep.</summary>
    public const int MaxLength = 4000;

    public static string Write(Wish wish) => string.Join('&', Parts(wish).Select(part => $"{part.Name}={part.Value}"));

    public static IEnumerable<(string Name, string Value)> Parts(Wish wish) =>
    [
        .. wish.Targets.Select(target => (
            target.Kind is WishKind.Update ? "update" : "install",
            target.Version is null ? target.Id : $"{target.Id}@{target.Version.ToNormalizedString()}")),
        .. wish.Remove.Select(id => ("uninstall", id)),
        .. wish.Forget.Select(id => ("forget", id)),
        .. wish.Hold.Select(id => ("hold", id)),
        .. wish.Everything ? [("everything", "true")] : Array.Empty<(string, string)>(),
        .. wish.WithDependents ? [("dependents", "true")] : Array.Empty<(string, string)>(),
    ];

    /// <summary>Null when nothing is wished for, or a version cannot be read: another one than was asked for would come else.</summary>
    public static Wish? Read(string text) =>
        Read(text.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .Select(part => (part[0], part[1])));

    public static Wish? Read(IEnumerable<(string Name, string Value)> parts)
    {
        var wish = default(Wish);
        foreach (var (name, value) in parts.Where(part => part.Value.Length > 0).Take(500))
        {
            if (name is "install" or "update" && value.Split('@', 2) is [_, var version] && !NuGetVersion.TryParse(version, out _))
            {
                return null;
            }

            var more = name switch
            {
                "install" => Target(value, Wish.Install),
                "update" => Target(value, Wish.Update),
                "uninstall" => Wish.Uninstall(value),
                "forget" => Wish.Forgotten(value),
                "hold" => Wish.Held(value),
                "everything" when value == "true" => Wish.UpdateEverything(),
                _ => null,
            };
            wish = more is null ? wish : wish?.And(more) ?? more;
            wish = name == "dependents" && value == "true" ? wish?.AndDependents() : wish;
        }

        return wish;
    }

    private static Wish Target(string value, Func<string, NuGetVersion?, IReadOnlyList<string>, Wish> of) =>
        value.Split('@', 2) is [var id, var version] ? of(id, NuGetVersion.Parse(version), []) : of(value, null, []);
}
