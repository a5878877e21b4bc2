using System.Collections.Concurrent;
using Marketplace.Storage;

namespace Marketplace.Tests.Support;

/// <summary>A package store that forgets.</summary>
public sealed class PackagesInMemory : IPackageStore
{
    private readonly ConcurrentDictionary<string, byte[]> _packages = new();

    /// <summary>Keeps it and returns its hash.</summary>
    public string Keep(byte[] package)
    {
        var hash = Packages.HashOf(package);
        _packages[hash] = package;
        return hash;
    }

    public async Task KeepAsync(string hash, string file, CancellationToken cancel) => _packages[hash] = await File.ReadAllBytesAsync(file, cancel);

    public Task<Stream?> OpenAsync(string hash, CancellationToken cancel) =>
        Task.FromResult<Stream?>(_packages.TryGetValue(hash, out var package) ? new MemoryStream(package, writable: false) : null);
}
