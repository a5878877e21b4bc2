using MudBlazor;

namespace Marketplace.Portal.Catalog;

/// <summary>Capabilities in plain words. One that is not known here is shown by its own name.</summary>
internal static class CapabilityText
{
    public static string Title(string name) => name switch
    {
        "network" => "Network",
        "storage" => "Own storage",
        "endpoints" => "Pages on the site",
        "process" => "Starts programs",
        "filesystem" => "Files outside its storage",
        "native" => "Native code",
        "reflection" => "Code made at run time",
        "environment" => "Environment variables",
        _ => name,
    };

    /// <summary>As plans name it, with what it is for: <c>network api.acme.example</c>.</summary>
    public static string Asked(string capability) => capability.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end
        ? $"{Title(capability[..end])}: {capability[(end + 1)..]}"
        : Title(capability);

    public static string Without(string name) => name switch
    {
        "process" => "Starts no programs",
        "filesystem" => "No other files",
        "reflection" => "No code made at run time",
        _ => $"No {Title(name).ToLowerInvariant()}",
    };

    public static string Means(string name) => name switch
    {
        "network" => "Connects to these hosts",
        "storage" => "Keeps files in a folder of its own",
        "endpoints" => "Answers under these paths",
        "process" => "May start other programs on the site's machine",
        "filesystem" => "May read and write files that belong to others",
        "native" => "Runs code that the host cannot look into",
        "reflection" => "May create or load code while it runs",
        "environment" => "May read what the machine is configured with",
        _ => "",
    };

    public static string Icon(string name) => name switch
    {
        "network" => Icons.Material.Outlined.Lan,
        "storage" => Icons.Material.Outlined.Save,
        "endpoints" => Icons.Material.Outlined.Web,
        "process" => Icons.Material.Outlined.Terminal,
        "filesystem" => Icons.Material.Outlined.Folder,
        "native" => Icons.Material.Outlined.Memory,
        "reflection" => Icons.Material.Outlined.Code,
        _ => Icons.Material.Outlined.Key,
    };
}
