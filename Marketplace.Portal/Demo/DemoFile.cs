using System.Runtime.Versioning;
using NuGet.Frameworks;
using NuGet.Packaging;

namespace Marketplace.Portal.Demo;

/// <summary>A file of a package, from memory. The packer opens it more than once.</summary>
internal sealed class DemoFile(string path, byte[] content) : IPackageFile
{
    public string Path => path;

    public string EffectivePath => path;

    public FrameworkName? TargetFramework => null;

    public NuGetFramework? NuGetFramework => null;

    public DateTimeOffset LastWriteTime => DateTimeOffset.UnixEpoch.AddYears(30);

    public Stream GetStream() => new MemoryStream(content, writable: false);
}
