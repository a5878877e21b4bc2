using Marketplace.Data;

namespace Marketplace.Storage;

/// <summary>Packages in the data folder, two levels deep by the first letters of the hash.</summary>
public sealed class DiskPackageStore(DataFolder data) : IPackageStore
{
    public Task KeepAsync(string hash, string file, CancellationToken cancel)
    {
        var path = PathOf(hash);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(file, path, overwrite: true);
        return Task.CompletedTask;
    }

    public Task<Stream?> OpenAsync(string hash, CancellationToken cancel)
    {
        var path = PathOf(hash);
        return Task.FromResult<Stream?>(File.Exists(path)
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous)
            : null);
    }

    private string PathOf(string hash) => hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(data.Root, "packages", hash[..2], hash[2..4], $"{hash}.nupkg")
        : throw new ArgumentException("A package is named by 64 lower-case hexadecimal digits.", nameof(hash));
}
