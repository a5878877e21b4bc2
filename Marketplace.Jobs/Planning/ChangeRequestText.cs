using Marketplace.Resolution;
using NuGet.Versioning;

namespace Marketplace.Planning;

/// <summary>
/// A request as one line, for rows and addresses:
/// "install=Acme.Shop@2.0.0&amp;update=Acme.Mail&amp;uninstall=Acme.Old&amp;forget=Acme.Old&amp;hold=Acme.Blog&amp;everything=true&amp;dependents=true".
/// Package ids hold none of the signs between.
/// </summary>
public static class ChangeRequestText
{
    /// <summary>Of what one plan can keep.</summary>
    public const int MaxLength = 4000;

    public static string Write(ChangeRequest request) => string.Join('&', Parts(request).Select(part => $"{part.Name}={part.Value}"));

    public static IEnumerable<(string Name, string Value)> Parts(ChangeRequest request) =>
    [
        .. request.Targets.Select(target => (
            target.Kind is TargetKind.Update ? "update" : "install",
            target.Version is null ? target.Id : $"{target.Id}@{target.Version.ToNormalizedString()}")),
        .. request.Remove.Select(id => ("uninstall", id)),
        .. request.Forget.Select(id => ("forget", id)),
        .. request.Hold.Select(id => ("hold", id)),
        .. request.Everything ? [("everything", "true")] : Array.Empty<(string, string)>(),
        .. request.WithDependents ? [("dependents", "true")] : Array.Empty<(string, string)>(),
    ];

    /// <summary>Null when nothing is requested, or a version cannot be read: another one than was asked for would come else.</summary>
    public static ChangeRequest? Read(string text) =>
        Read(text.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .Select(part => (part[0], part[1])));

    public static ChangeRequest? Read(IEnumerable<(string Name, string Value)> parts)
    {
        var request = default(ChangeRequest);
        foreach (var (name, value) in parts.Where(part => part.Value.Length > 0).Take(500))
        {
            if (name is "install" or "update" && value.Split('@', 2) is [_, var version] && !NuGetVersion.TryParse(version, out _))
            {
                return null;
            }

            var more = name switch
            {
                "install" => Target(value, ChangeRequest.Install),
                "update" => Target(value, ChangeRequest.Update),
                "uninstall" => ChangeRequest.Uninstall(value),
                "forget" => ChangeRequest.Forgotten(value),
                "hold" => ChangeRequest.Held(value),
                "everything" when value == "true" => ChangeRequest.UpdateEverything(),
                _ => null,
            };
            request = more is null ? request : request?.And(more) ?? more;
            request = name == "dependents" && value == "true" ? request?.AndDependents() : request;
        }

        return request;
    }

    private static ChangeRequest Target(string value, Func<string, NuGetVersion?, IReadOnlyList<string>, ChangeRequest> of) =>
        value.Split('@', 2) is [var id, var version] ? of(id, NuGetVersion.Parse(version), []) : of(value, null, []);
}
