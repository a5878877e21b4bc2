using Marketplace.Modules.Packages;

namespace Marketplace.Modules;

/// <summary>How a package becomes a folder of the store.</summary>
internal static class Unpacking
{
    public static async Task<StageOutcome> UnpackAsync(Stream package, string sha256, string folder, CancellationToken cancel)
    {
        try
        {
            switch (await PackageArchive.OpenAsync(package, cancel))
            {
                case PackageOutcome.Opened(var archive):
                    await archive.ExtractAsync(folder, cancel);
                    return new StageOutcome.Staged(Describe(archive, sha256));
                case PackageOutcome.Refused(var reasons):
                    return Refused(reasons[0]);
                default:
                    throw new InvalidOperationException("An archive is opened or refused.");
            }
        }
        catch (PackageRefusedException refused)
        {
            return Refused(refused.Refusal);
        }
    }

    private static StageOutcome.Refused Refused(PackageRefusal refusal) => new(refusal.Code, $"{refusal.Message} {refusal.Remedy}");

    private static InstalledModule Describe(PackageArchive archive, string sha256)
    {
        var (nuspec, manifest) = (archive.Nuspec, archive.Manifest);
        return new InstalledModule(
            nuspec.Id,
            nuspec.Version.ToNormalizedString(),
            sha256,
            manifest.DisplayName,
            $"{manifest.EntryType}, {manifest.EntryAssembly}",
            manifest.Host.ToNormalizedString(),
            manifest.Health,
            [.. Capabilities(manifest.Capabilities)],
            [.. nuspec.Dependencies.Select(dependency => dependency.Id)]);
    }

    private static IEnumerable<string> Capabilities(ModuleCapabilities asked) => asked.Names.SelectMany<string, string>(name => name switch
    {
        "network" => asked.Network.Select(host => $"network:{host}"),
        "endpoints" => asked.Endpoints.Select(path => $"endpoints:{path}"),
        "storage" => ["storage:own"],
        _ => [name],
    });
}
