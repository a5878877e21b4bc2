namespace Marketplace.Storage;

/// <summary>Keeps package files by the SHA-256 of their content. What is kept never changes.</summary>
public interface IPackageStore
{
    /// <summary>Moves a finished local file in under its hash. Keeping the same content again is not an error.</summary>
    Task KeepAsync(string hash, string file, CancellationToken cancel);

    /// <summary>A seekable stream of the package, or null if it is not kept.</summary>
    Task<Stream?> OpenAsync(string hash, CancellationToken cancel);
}
