using Marketplace.Live;
using Marketplace.Scanning;
using Microsoft.Extensions.Caching.Memory;

namespace Marketplace.Portal.Feed;

/// <summary>A package ready to be sent; without bytes it is too large to be held and is read from the store.</summary>
internal sealed record Download(FeedPackage Package, byte[]? Bytes, long KnownAt)
{
    public string Hash => Package.Hash;
}

/// <summary>
/// Holds small packages and the knowledge that they are available. Every change of the catalog clears it, in all processes, and
/// an entry expires after ten seconds, should a change not arrive.
/// </summary>
internal sealed class DownloadCache : IDisposable
{
    private const int SmallPackage = 512 * 1024;
    private const long MaxBytes = 128L * 1024 * 1024;

    // About what an entry takes beside the package's bytes.
    private const int EntryBytes = 1024;
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxBytes });
    private readonly FeedQueries _feed;
    private readonly PackageIntegrity _packages;
    private readonly IDisposable _subscription;

    public DownloadCache(FeedQueries feed, PackageIntegrity packages, LiveFeed live)
    {
        (_feed, _packages) = (feed, packages);
        _subscription = live.Subscribe(LiveTopic.Catalog, () =>
        {
            _known.Clear();
            return Task.CompletedTask;
        });
    }

    /// <summary>Null if no such release is available.</summary>
    public ValueTask<Download?> FindAsync(string id, string version, CancellationToken cancel)
    {
        // One entry for one file, however the address spells it; clients spell it in lower case.
        (id, version) = (id.ToLowerInvariant(), version.ToLowerInvariant());
        return _known.TryGetValue<Download>((id, version), out var download) && Environment.TickCount64 - download!.KnownAt < MaxAge.TotalMilliseconds
            ? ValueTask.FromResult<Download?>(download)
            : new(ReadAsync(id, version, cancel));
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _known.Dispose();
    }

    private async Task<Download?> ReadAsync(string id, string version, CancellationToken cancel)
    {
        var now = Environment.TickCount64;
        if (await _feed.PackageAsync(id, version, cancel) is not { } package)
        {
            _known.Remove((id, version));
            return null;
        }

        // Hashed when it is read for the first time; one that is damaged or missing is not here.
        if (!_known.TryGetValue<Download>((id, version), out var before) || before!.Hash != package.Hash)
        {
            await using var file = await _packages.OpenAsync(package.Hash, cancel);
            if (file is null)
            {
                return null;
            }

            before = new Download(package, await BytesAsync(file, package.Size, cancel), now);
        }

        var download = before with { Package = package, KnownAt = now };
        return _known.Set((id, version), download, new MemoryCacheEntryOptions { Size = EntryBytes + (download.Bytes?.Length ?? 0) });
    }

    private static async Task<byte[]?> BytesAsync(Stream file, long size, CancellationToken cancel)
    {
        if (size > SmallPackage)
        {
            return null;
        }

        var bytes = new byte[size];
        await file.ReadExactlyAsync(bytes, cancel);
        return bytes;
    }
}
