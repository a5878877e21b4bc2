using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;

namespace Marketplace.Modules;

/// <summary>
/// Holds one module's assemblies apart from all others. In this order, an assembly comes from: the host, if it is the SDK; this module's folder;
/// a needed module's own assembly; any other assembly of a needed module; the framework. A file is taken only if it is the assembly that is asked
/// for: by name, culture and public key, and in that version or a newer one. A copy of a needed module's own assembly that came with its package is
/// passed over, so a contract between modules is one type for both.
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private static readonly AssemblyName Sdk = typeof(IModule).Assembly.GetName();
    private readonly string _id;
    private readonly string _main;
    private readonly string _folder;
    private readonly IReadOnlyList<ModuleLoadContext> _needed;
    private readonly AssemblyDependencyResolver _resolver;

    public ModuleLoadContext(InstalledModule module, string folder, string main, IReadOnlyList<ModuleLoadContext> needed)
        : base($"{module.Id} {module.Version}", isCollectible: true)
    {
        (_id, _main, _folder, _needed) = (module.Id, main, folder, needed);
        _resolver = new AssemblyDependencyResolver(Path.Combine(folder, main + ".dll"));
    }

    /// <summary>
    /// What is shared and older here than what the module was built against, for people; null if it finds all as new. A shared assembly may be newer:
    /// the ranges in the package say by how much.
    /// </summary>
    public string? Outdated(Assembly main) => main.GetReferencedAssemblies()
        .Select(built => (Built: built, Here: Same(built.Name, Sdk.Name) ? Sdk : Contract(built)?.Main?.GetName()))
        .Where(shared => shared.Here is { Version: { } here } && here < shared.Built.Version)
        .Select(shared =>
            $"It was built against {shared.Built.Name} {shared.Built.Version!.ToString(3)}, but here is {shared.Here!.Version!.ToString(3)}. "
            + $"Update the {(shared.Here == Sdk ? "host" : "module that brings it")}.")
        .FirstOrDefault();

    protected override Assembly? Load(AssemblyName assemblyName) => Same(assemblyName.Name, Sdk.Name)
        ? null
        : Contract(assemblyName)?.Own(assemblyName)
            ?? Own(assemblyName)
            ?? _needed.Select(module => module.Own(assemblyName)).FirstOrDefault(assembly => assembly is not null);

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private Assembly? Main => Own(new AssemblyName(_main));

    // The needed module whose own assembly is meant: one that this module does not have itself, or has as a copy.
    private ModuleLoadContext? Contract(AssemblyName name) => Same(name.Name, _main) ? null : _needed.FirstOrDefault(module =>
        Same(module._main, name.Name) && (HasCopyFrom(module) || Own(name) is null));

    private Assembly? Own(AssemblyName name)
    {
        if (Assemblies.FirstOrDefault(assembly => Is(assembly.GetName(), name)) is { } loaded)
        {
            return loaded;
        }

        var path = _resolver.ResolveAssemblyToPath(name) ?? Path.Combine(_folder, name.CultureName ?? "", name.Name + ".dll");
        if (!File.Exists(path) || !Is(AssemblyName.GetAssemblyName(path), name))
        {
            return null;
        }

        // From a stream, so that no file of the store is locked while the module lives.
        using var assembly = File.OpenRead(path);
        using var symbols = File.Exists(Path.ChangeExtension(path, ".pdb")) ? File.OpenRead(Path.ChangeExtension(path, ".pdb")) : null;
        return LoadFromStream(assembly, symbols);
    }

    private bool HasCopyFrom(ModuleLoadContext module)
    {
        var path = Path.Combine(_folder, _main + ".deps.json");
        if (!File.Exists(path))
        {
            return false;
        }

        using var libraries = JsonDocument.Parse(File.ReadAllBytes(path));
        return libraries.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject()).Any(library =>
            library.Name.StartsWith(module._id + "/", StringComparison.OrdinalIgnoreCase)
            && library.Value.TryGetProperty("runtime", out var files)
            && files.EnumerateObject().Any(file => Same(Path.GetFileNameWithoutExtension(file.Name), module._main)));
    }

    private static bool Is(AssemblyName found, AssemblyName asked) =>
        Same(found.Name, asked.Name)
        && Same(found.CultureName ?? "", asked.CultureName ?? "")
        && (asked.GetPublicKeyToken() is not { Length: > 0 } key || key.AsSpan().SequenceEqual(found.GetPublicKeyToken()))
        && !(found.Version < asked.Version);

    private static bool Same(string? name, string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
