using System.Security.Cryptography;

namespace Marketplace.Modules;

/// <summary>What came of fetching a package.</summary>
public abstract record ReceiveOutcome
{
    /// <summary>Every byte is there, and they are the package that was chosen.</summary>
    public sealed record Received(long Bytes) : ReceiveOutcome;

    /// <summary>The bytes are not those of the package that was chosen: a damaged or exchanged download.</summary>
    public sealed record HashDiffers(string Expected, string Actual) : ReceiveOutcome;

    /// <summary>The source broke off again and again, or fell silent.</summary>
    /// <param name="Bytes">How many had come.</param>
    /// <param name="Reason">What the source said last.</param>
    public sealed record Interrupted(long Bytes, string Reason) : ReceiveOutcome;
}

/// <summary>Opens a package for reading from a byte on; asked again where an earlier stream broke off.</summary>
public delegate Task<Stream> OpenPackage(long from, CancellationToken cancel);

/// <summary>Brings a package from its source into a file. Hashes while it streams, and goes on where the source broke off.</summary>
internal sealed class PackageReceiver(OpenPackage open, TimeProvider clock)
{
    private const int MaxBreaks = 4;
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(30);

    public async Task<ReceiveOutcome> ReceiveAsync(FileStream file, string sha256, Func<long, Task>? progress, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[65536];
        for (var breaks = 0; ; breaks++)
        {
            var (ended, reason) = await ReadOnAsync(file, hash, buffer, progress, cancel);
            if (ended)
            {
                await file.FlushAsync(cancel);
                var actual = Convert.ToHexStringLower(hash.GetHashAndReset());
                return actual == sha256 ? new ReceiveOutcome.Received(file.Position) : new ReceiveOutcome.HashDiffers(sha256, actual);
            }

            if (breaks == MaxBreaks)
            {
                return new ReceiveOutcome.Interrupted(file.Position, reason);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100 << breaks), clock, cancel);
        }
    }

    // Only the source may break: what the file throws goes to the caller.
    private async Task<(bool Ended, string Reason)> ReadOnAsync(
        FileStream file, IncrementalHash hash, byte[] buffer, Func<long, Task>? progress, CancellationToken cancel)
    {
        Stream? source = null;
        try
        {
            while (true)
            {
                int read;
                using var silence = new CancellationTokenSource(MaxSilence, clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, silence.Token);
                try
                {
                    source ??= await open(file.Position, either.Token);
                    read = await source.ReadAsync(buffer, either.Token);
                }
                catch (Exception broken) when (!cancel.IsCancellationRequested && broken is IOException or HttpRequestException or OperationCanceledException)
                {
                    return (false, silence.IsCancellationRequested ? $"Nothing came for {MaxSilence.TotalSeconds:0} s." : broken.Message);
                }

                if (read == 0)
                {
                    return (true, "");
                }

                hash.AppendData(buffer.AsSpan(0, read));
                await file.WriteAsync(buffer.AsMemory(0, read), cancel);
                if (progress is not null)
                {
                    await progress(file.Position);
                }
            }
        }
        finally
        {
            if (source is not null)
            {
                await source.DisposeAsync();
            }
        }
    }
}
