using System.Buffers;
using System.Security.Cryptography;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Modules.Packages;
using Marketplace.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Publishing;

public abstract record IntakeOutcome
{
    /// <summary>Kept, and queued for its checks.</summary>
    public sealed record Received(long SubmissionId, string PackageId, string Version) : IntakeOutcome;

    /// <summary>The file is not a package that may be read; nothing was kept.</summary>
    public sealed record Refused(IReadOnlyList<PackageRefusal> Reasons) : IntakeOutcome;

    /// <summary>This id and version were submitted before; they mean that one file for ever.</summary>
    public sealed record Exists(string PackageId, string Version) : IntakeOutcome;

    public sealed record TooLarge(int Megabytes) : IntakeOutcome;

    /// <summary>The sender stopped before the package was whole.</summary>
    public sealed record Incomplete : IntakeOutcome;

    /// <summary>The actor may not publish for the organisation, or has several and named none.</summary>
    public sealed record NotPublisher : IntakeOutcome;

    /// <summary>The id belongs to another publisher.</summary>
    public sealed record IdTaken(string PackageId) : IntakeOutcome;
}

/// <summary>Takes a package in: streams it to quarantine while hashing, reads it without trusting it, keeps it, and opens a submission.</summary>
public sealed class PackageIntake(
    IDbContextFactory<MarketplaceDb> databases, IPackageStore packages, Quarantine quarantine, IOptions<PublishingOptions> options, TimeProvider clock)
{
    /// <param name="organizationId">For whom; may be null if the actor publishes for one organisation only.</param>
    public async Task<IntakeOutcome> ReceiveAsync(Actor actor, long? organizationId, Stream content, CancellationToken cancel)
    {
        if (await PublisherAsync(actor, organizationId, cancel) is not { } publisher)
        {
            return new IntakeOutcome.NotPublisher();
        }

        using var file = quarantine.New();
        string hash;
        long size;
        try
        {
            if (await CopyAsync(content, file.Path, cancel) is not var (copied, length))
            {
                return new IntakeOutcome.TooLarge(options.Value.MaxPackageMegabytes);
            }

            (hash, size) = (copied, length);
        }
        catch (EndOfStreamException)
        {
            return new IntakeOutcome.Incomplete();
        }

        await using (var written = new FileStream(file.Path, FileMode.Open, FileAccess.Read))
        {
            switch (await PackageArchive.OpenAsync(written, cancel))
            {
                case PackageOutcome.Refused refused:
                    return new IntakeOutcome.Refused(refused.Reasons);
                case PackageOutcome.Opened opened:
                    var (id, version) = (opened.Archive.Nuspec.Id, opened.Archive.Nuspec.Version.ToNormalizedString());
                    return await AdmitAsync(new Submission(publisher, actor, id, version, hash, size, clock.UtcNow), file.Path, cancel);
                default:
                    throw new InvalidOperationException("An unknown outcome.");
            }
        }
    }

    private async Task<IntakeOutcome> AdmitAsync(Submission submission, string file, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var exists = new IntakeOutcome.Exists(submission.PackageId, submission.Version);
        var (id, version, publisher) = (submission.NormalizedId, submission.NormalizedVersion, submission.PublisherId);
        if (await db.Modules.AnyAsync(m => m.NormalizedId == id && m.PublisherId != publisher, cancel)
            || await db.Submissions.AnyAsync(s => s.NormalizedId == id && s.PublisherId != publisher && s.State != SubmissionState.Rejected, cancel))
        {
            return new IntakeOutcome.IdTaken(submission.PackageId);
        }

        if (await db.Submissions.AnyAsync(s => s.NormalizedId == id && s.NormalizedVersion == version, cancel))
        {
            return exists;
        }

        await packages.KeepAsync(submission.PackageHash, file, cancel);
        db.Submissions.Add(submission);
        db.Tell(LiveTopic.Submissions(publisher), clock.UtcNow);
        db.Tell(LiveTopic.Queue, clock.UtcNow);
        db.Tell(LiveTopic.Work, clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Two pushes of one version at once: the unique index let one in.
            return exists;
        }

        PublishingMetrics.Received.Add(1);
        return new IntakeOutcome.Received(submission.Id, submission.PackageId, submission.Version);
    }

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
}
