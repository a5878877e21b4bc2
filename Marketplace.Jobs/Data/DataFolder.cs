using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Marketplace.Data;

/// <summary>The data folder as an absolute path, made when first asked for.</summary>
public sealed class DataFolder(IOptions<DataOptions> options, IHostEnvironment environment)
{
    public string Root { get; } = Directory.CreateDirectory(Path.GetFullPath(options.Value.Folder, environment.ContentRootPath)).FullName;

    public string Folder(params string[] parts) => Directory.CreateDirectory(Path.Combine([Root, .. parts])).FullName;

    public string File(string name) => Path.Combine(Root, name);
}
