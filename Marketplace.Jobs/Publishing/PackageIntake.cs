using System.Buffers;
using System.Security.Cryptography;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Modules.Packages;
using Marketplace.Scanning;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Publishing;

public abstract record IntakeOutcome
{
    /// <summary>Kept, and queued for its checks.</summary>
    public sealed record Received(long SubmissionId, string PackageId, string Version) : IntakeOutcome
    {
        /// <summary>What the publisher probably did not mean.</summary>
        public IReadOnlyList<FindingDraft> Advice { get; init; } = [];
    }

    /// <summary>The file is not a package that may be read; nothing was kept.</summary>
    public sealed record Refused(IReadOnlyList<PackageRefusal> Reasons) : IntakeOutcome;

    /// <summary>The version is released, and means that one file for good; or it is on its way.</summary>
    public sealed record Exists(string PackageId, string Version, bool IsReleased) : IntakeOutcome;

    public sealed record TooLarge(int Megabytes) : IntakeOutcome;

    /// <summary>The disk is full, or cannot be written.</summary>
    public sealed record NotStored : IntakeOutcome;

    /// <summary>The sender stopped before the package was whole.</summary>
    public sealed record Incomplete : IntakeOutcome;

    /// <summary>The actor may not publish for the organization, or has several and named none.</summary>
    public sealed record NotPublisher : IntakeOutcome;

    /// <summary>The id belongs to another publisher.</summary>
    public sealed record IdTaken(string PackageId) : IntakeOutcome;
}

/// <summary>Takes a package in: streams it to quarantine while hashing, reads it without trusting it, keeps it, and opens a submission.</summary>
public sealed partial class PackageIntake(
    IDbContextFactory<MarketplaceDb> databases, Admissions admissions, Quarantine quarantine, DataSpace space, IOptions<PublishingOptions> options,
    TimeProvider clock, ILogger<PackageIntake> log)
{
    /// <param name="organizationId">For whom; may be null if the actor publishes for one organization only.</param>
    public async Task<IntakeOutcome> ReceiveAsync(Actor actor, long? organizationId, Stream content, CancellationToken cancel)
    {
        if (await PublisherAsync(actor, organizationId, cancel) is not { } publisher)
        {
            return new IntakeOutcome.NotPublisher();
        }

        if (!space.HasRoom)
        {
            return new IntakeOutcome.NotStored();
        }

        try
        {
            return await ReceiveAsync(publisher, actor, content, cancel);
        }
        catch (EndOfStreamException)
        {
            return new IntakeOutcome.Incomplete();
        }
        catch (Exception error) when (IsStorageFault(error))
        {
            LogNotStored(error);
            return new IntakeOutcome.NotStored();
        }
    }

    private async Task<IntakeOutcome> ReceiveAsync(long publisher, Actor actor, Stream content, CancellationToken cancel)
    {
        using var file = quarantine.New();
        if (await CopyAsync(content, file.Path, cancel) is not var (hash, size))
        {
            return new IntakeOutcome.TooLarge(options.Value.MaxPackageMegabytes);
        }

        await using var written = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        switch (await PackageArchive.OpenAsync(written, cancel))
        {
            case PackageOutcome.Refused refused:
                return new IntakeOutcome.Refused(refused.Reasons);
            case PackageOutcome.Opened opened:
                var (id, version) = (opened.Archive.Nuspec.Id, opened.Archive.Nuspec.Version.ToNormalizedString());
                var advice = await AdviceAsync(opened.Archive, cancel);
                var outcome = await admissions.AdmitAsync(
                    actor, () => new Submission(publisher, actor, id, version, hash, size, clock.UtcNow), file.Path, cancel);
                return outcome is IntakeOutcome.Received received ? received with { Advice = advice } : outcome;
            default:
                throw new InvalidOperationException("An unknown outcome.");
        }
    }

    private async Task<IReadOnlyList<FindingDraft>> AdviceAsync(PackageArchive package, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await PackageAdvice.ReadAsync(db, package, cancel);
    }

    // What the sender did wrong is not among them. SQLite answers 13 where the disk is full.
    private static bool IsStorageFault(Exception error) =>
        error is (IOException and not BadHttpRequestException) or UnauthorizedAccessException
            or DbUpdateException { InnerException: SqliteException { SqliteErrorCode: 13 } };

    private async Task<long?> PublisherAsync(Actor actor, long? organizationId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = await db.Organizations.Of(actor).Where(o => o.Publishes && (organizationId == null || o.Id == organizationId))
            .OrderBy(o => o.Id).Select(o => o.Id).Take(2).ToListAsync(cancel);
        return own is [var one] ? one : null;
    }

    // Null where the package is larger than allowed. Memory stays at one buffer, whatever the size.
    private async Task<(string Hash, long Size)?> CopyAsync(Stream content, string path, CancellationToken cancel)
    {
        var most = options.Value.MaxPackageMegabytes * 1024L * 1024;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            var size = 0L;
            for (int count; (count = await ReadAsync(content, buffer, cancel)) > 0;)
            {
                if ((size += count) > most)
                {
                    return null;
                }

                hash.AppendData(buffer, 0, count);
                await file.WriteAsync(buffer.AsMemory(0, count), cancel);
            }

            return (Convert.ToHexStringLower(hash.GetHashAndReset()), size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // A cut-off request and a full disk are both IOExceptions; only the first is the sender's.
    private static async Task<int> ReadAsync(Stream content, byte[] buffer, CancellationToken cancel)
    {
        try
        {
            return await content.ReadAsync(buffer, cancel);
        }
        catch (IOException cut) when (cut is not BadHttpRequestException)
        {
            throw new EndOfStreamException("The request ended before the package did.", cut);
        }
    }

    [LoggerMessage(1601, LogLevel.Error, "A package could not be stored.")]
    private partial void LogNotStored(Exception error);
}
