using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Moderation;

namespace Marketplace.Publishing;

public enum SubmissionState
{
    Received,
    Scanning,

    /// <summary>Modules that it needs are not available yet; it is checked again until they are, or will not come.</summary>
    Waiting,
    InReview,
    ChangesRequested,
    Approved,
    Rejected,

    /// <summary>The publisher submitted this version again before it was decided, or a newer one while this one waited for changes.</summary>
    Superseded,
}

/// <summary>
/// One uploaded package on its way to being a release. Its id, version and file never change. Only one of a version is open or approved at a time.
/// </summary>
public sealed class Submission
{
    private Submission() => (PackageId, NormalizedId, Version, NormalizedVersion, PackageHash) = ("", "", "", "", "");

    public Submission(long publisherId, Actor by, string packageId, string version, string packageHash, long packageSize, DateTime now) =>
        (PublisherId, SubmittedById, ApiKeyId, PackageId, NormalizedId, Version, NormalizedVersion, PackageHash, PackageSize, ReceivedAt) =
        (publisherId, by.UserId, by.ApiKeyId, packageId, Module.Normalize(packageId), version, version.ToLowerInvariant(), packageHash, packageSize, now);

    public long Id { get; private set; }
    public long PublisherId { get; private set; }
    public Organization Publisher { get; private set; } = null!;
    public long SubmittedById { get; private set; }
    public User SubmittedBy { get; private set; } = null!;
    public long? ApiKeyId { get; private set; }
    public string PackageId { get; private set; }
    public string NormalizedId { get; private set; }
    public string Version { get; private set; }

    /// <summary>In lower case: NuGet takes <c>1.0.0-RC</c> and <c>1.0.0-rc</c> for one version.</summary>
    public string NormalizedVersion { get; private set; }
    public string PackageHash { get; private set; }
    public long PackageSize { get; private set; }
    public SubmissionState State { get; private set; }
    public DateTime ReceivedAt { get; private set; }
    public DateTime? ScannedAt { get; private set; }
    public DateTime? DecidedAt { get; private set; }
    public long? ReviewId { get; private set; }
    public Review? Review { get; private set; }

    /// <summary>The ids of the modules that it waits for, with a comma between them; empty if it waits for none.</summary>
    public string WaitsFor { get; private set; } = "";

    /// <summary>Until when a worker holds this submission's scan; a later worker takes it over.</summary>
    public DateTime? LeaseUntil { get; private set; }

    public int Attempts { get; private set; }
    public Guid Stamp { get; private set; } = Guid.NewGuid();

    /// <summary>A check could not be finished. Nothing is known, so nothing is decided: the checks run again, later each time.</summary>
    public void ScanAgain(DateTime now) => (State, LeaseUntil, Stamp) =
        (SubmissionState.Received, now + TimeSpan.FromMinutes(Math.Min(60, 1 << Math.Min(Attempts, 6))), Guid.NewGuid());

    /// <summary>What it needs is not there yet.</summary>
    public void Wait(IEnumerable<string> ids, DateTime until) => (State, LeaseUntil, Attempts, WaitsFor, Stamp) =
        (SubmissionState.Waiting, until, 0, string.Join(", ", ids), Guid.NewGuid());

    public void EnterReview(Review review, DateTime now) =>
        (State, ScannedAt, LeaseUntil, Review, WaitsFor, Stamp) = (SubmissionState.InReview, now, null, review, "", Guid.NewGuid());

    public void FailChecks(DateTime now) =>
        (State, ScannedAt, DecidedAt, LeaseUntil, WaitsFor, Stamp) = (SubmissionState.Rejected, now, now, null, "", Guid.NewGuid());

    /// <summary>With its review, which has to be loaded.</summary>
    public void Supersede(DateTime now)
    {
        (State, DecidedAt, LeaseUntil, WaitsFor, Stamp) = (SubmissionState.Superseded, now, null, "", Guid.NewGuid());
        Review?.Supersede(now);
    }

    public void Decide(SubmissionState state, DateTime now) => (State, DecidedAt, Stamp) = (state, now, Guid.NewGuid());
}
