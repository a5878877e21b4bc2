using System.Net;
using System.Security.Cryptography;

namespace Marketplace.Modules;

/// <summary>Brings packages to the site. What was begun is kept and gone on with, also after the process has died;
/// the hash is computed as the bytes come.</summary>
internal sealed class PackageTransfer(MarketplaceClient marketplace, string folder)
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    /// <summary>The whole package, ready to be read; null if what came is not the file that was named.</summary>
    /// <param name="module">Which.</param>
    /// <param name="progress">Hears how many bytes are there.</param>
    /// <param name="cancel">Stops it; what came is kept.</param>
    public async Task<FileStream?> FetchAsync(LockedModule module, Func<long, Task> progress, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(module);
        var goesOn = File.Exists(path);

        // Bytes that a crash left damaged are no reason to give up: they are thrown away, and it is fetched from the beginning.
        return await TryAsync(module, path, progress, cancel) ?? (goesOn ? await TryAsync(module, path, progress, cancel) : null);
    }

    /// <summary>A package that was fetched, from a byte on.</summary>
    public Stream Open(LockedModule module, long from)
    {
        var file = new FileStream(PathOf(module), FileMode.Open, FileAccess.Read, FileShare.Read, 65536, FileOptions.Asynchronous);
        file.Position = from;
        return file;
    }

    /// <summary>Throws away downloads that nobody will go on with.</summary>
    public void Clear()
    {
        if (Directory.Exists(folder))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.part"))
            {
                File.Delete(file);
            }
        }
    }

    private string PathOf(LockedModule module) => Path.Combine(folder, module.Sha256 + ".part");

    private async Task<FileStream?> TryAsync(LockedModule module, string path, Func<long, Task> progress, CancellationToken cancel)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 65536, FileOptions.Asynchronous);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await TakeInAsync(file, hash, cancel);
            if (module.Size is 0 || file.Length < module.Size)
            {
                await ReceiveAsync(module, file, hash, progress, cancel);
            }

            if (Convert.ToHexStringLower(hash.GetHashAndReset()) == module.Sha256)
            {
                file.Position = 0;
                return file;
            }
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }

        await file.DisposeAsync();
        File.Delete(path);
        return null;
    }

    private static async Task TakeInAsync(FileStream file, IncrementalHash hash, CancellationToken cancel)
    {
        var buffer = new byte[65536];
        int read;
        while ((read = await file.ReadAsync(buffer, cancel)) > 0)
        {
            hash.AppendData(buffer.AsSpan(0, read));
        }
    }

    private async Task ReceiveAsync(LockedModule module, FileStream file, IncrementalHash hash, Func<long, Task> progress, CancellationToken cancel)
    {
        using var answer = await marketplace.PackageAsync(module.Sha256, file.Length, cancel);
        if (answer.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return;
        }

        if (answer.StatusCode is not HttpStatusCode.PartialContent)
        {
            file.SetLength(0);
            hash.GetHashAndReset();
        }

        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[65536];
        int read;
        while ((read = await ReadAsync(body, buffer, cancel)) > 0)
        {
            if (module.Size > 0 && file.Length + read > module.Size)
            {
                // More than the package can have: no use in filling the disk with it.
                hash.AppendData([0]);
                return;
            }

            hash.AppendData(buffer.AsSpan(0, read));
            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
            await file.FlushAsync(cancel);
            await progress(file.Length);
        }
    }

    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancel)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        silence.CancelAfter(LongestSilence);
        try
        {
            return await body.ReadAsync(buffer, silence.Token);
        }
        catch (Exception error) when (error is IOException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // The line, not the disk.
            throw new HttpRequestException($"The download was interrupted: {error.Message}", error);
        }
    }
}
