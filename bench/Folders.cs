namespace Marketplace.Bench;

/// <summary>Temporary folders, gone at the end.</summary>
internal sealed class Folders : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("marketplace-bench-");

    public string New(string name) => _root.CreateSubdirectory(name).FullName;

    /// <summary>The data folder that measures share once it is filled.</summary>
    public string Data => Path.Combine(_root.FullName, "data");

    public void Dispose() => _root.Delete(recursive: true);
}
