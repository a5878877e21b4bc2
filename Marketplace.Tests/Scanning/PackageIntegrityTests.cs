using System.Net;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Moderation;
using Marketplace.Notifications;
using Marketplace.Portal;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Scanning;
using Marketplace.Storage;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Scanning;

/// <summary>Someone, or a disk, changes a kept package.</summary>
public sealed class PackageIntegrityTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Actor _publisher;
    private readonly Actor _moderator;
    private readonly Actor _operator;

    public PackageIntegrityTests()
    {
        _publisher = _portal.Database.Member(_portal.Database.Publisher(), MemberRole.Owner);
        _moderator = _portal.Database.Staff(StaffRole.Moderator);
        _operator = _portal.Database.Staff(StaffRole.Operator);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Changes() => ["exchanged", "a bit flipped", "cut off"];

    [Theory, MemberData(nameof(Changes))]
    public async Task A_package_that_was_changed_after_its_scan_is_not_approved_and_operators_hear_of_it(string change)
    {
        var (id, hash) = await ReceiveAsync(Packages.Package("Acme.Mail"));
        await _portal.Get<SubmissionPipeline>().ScanAsync(id, Cancel);
        Harm(hash, change);

        var outcome = await ApproveAsync(id);

        Assert.StartsWith("The stored package is damaged", Assert.IsType<DecideOutcome.Invalid>(outcome).Problem);
        Assert.Empty(_portal.Database.Read(db => db.Releases.ToList()));
        await AssertAlarmedAsync(hash);
    }

    [Theory, MemberData(nameof(Changes))]
    public async Task One_that_was_changed_before_its_scan_is_rejected_and_may_be_pushed_again(string change)
    {
        var package = Packages.Package("Acme.Mail");
        var (id, hash) = await ReceiveAsync(package);
        Harm(hash, change);
        await _portal.Get<SubmissionPipeline>().ScanAsync(id, Cancel);
        Assert.Equal(SubmissionState.Rejected, StateOf(id));
        await AssertAlarmedAsync(hash);

        var (again, _) = await ReceiveAsync(package);
        await _portal.Get<SubmissionPipeline>().ScanAsync(again, Cancel);
        Assert.Equal(SubmissionState.InReview, StateOf(again));
    }

    [Theory, MemberData(nameof(Changes))]
    public async Task A_released_one_is_neither_served_nor_installable_once_it_is_read(string change)
    {
        var hash = await ReleaseAsync("1.0.0");
        Harm(hash, change);

        Assert.Equal(HttpStatusCode.NotFound, await DownloadAsync("1.0.0"));

        Assert.Empty(_portal.Database.Read(db => db.AvailableReleases().ToList()));
        await AssertAlarmedAsync(hash);
    }

    [Fact]
    public async Task The_nightly_walk_finds_it_and_lifts_the_block_when_the_file_was_restored()
    {
        var old = await ReleaseAsync("1.0.0");
        var hash = await ReleaseAsync("2.0.0");
        var whole = await File.ReadAllBytesAsync(PathOf(hash), Cancel);
        Assert.Equal(new WalkResult(2, 0), await _portal.Get<PackageWalk>().RunAsync(Cancel));

        Harm(hash, "a bit flipped");
        Assert.Equal(new WalkResult(2, 1), await _portal.Get<PackageWalk>().RunAsync(Cancel));
        Assert.Equal([old], _portal.Database.Read(db => db.AvailableReleases().Select(r => r.PackageHash).ToList()));
        await AssertAlarmedAsync(hash);

        await File.WriteAllBytesAsync(PathOf(hash), whole, Cancel);
        Assert.Equal(new WalkResult(2, 0), await _portal.Get<PackageWalk>().RunAsync(Cancel));
        Assert.Equal(2, _portal.Database.Read(db => db.AvailableReleases().Count()));
        Assert.Equal(HttpStatusCode.OK, await DownloadAsync("2.0.0"));
    }

    [Fact]
    public async Task A_missing_file_is_reported_but_blocks_nothing_since_the_store_may_be_away()
    {
        var hash = await ReleaseAsync("1.0.0");
        File.Move(PathOf(hash), PathOf(hash) + ".away");

        Assert.Equal(HttpStatusCode.NotFound, await DownloadAsync("1.0.0"));
        Assert.Equal(new WalkResult(1, 1), await _portal.Get<PackageWalk>().RunAsync(Cancel));
        var told = Assert.Single((await _portal.Get<Inbox>().ListAsync(_operator, ListQuery.First, Cancel)).Rows);
        Assert.Contains("1 stored files are damaged or missing", told.Text);

        File.Move(PathOf(hash) + ".away", PathOf(hash));
        Assert.Equal(HttpStatusCode.OK, await DownloadAsync("1.0.0"));
    }

    private async Task AssertAlarmedAsync(string hash)
    {
        Assert.Equal(hash, _portal.Database.Read(db => db.DamagedPackages.Single().PackageHash));
        Assert.Equal($"package/{hash}", _portal.Database.Read(db => db.AuditEntries.Single(e => e.Action == "package.damage").Subject));
        Assert.Contains((await _portal.Get<Inbox>().ListAsync(_operator, ListQuery.First, Cancel)).Rows,
            row => row.Text.Contains("was changed in the package store", StringComparison.Ordinal));
    }

    private void Harm(string hash, string change)
    {
        var bytes = File.ReadAllBytes(PathOf(hash));
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(PathOf(hash), change switch
        {
            "exchanged" => Packages.Package("Acme.Mail", "1.0.0", "[3.0,4.0)"),
            "cut off" => bytes[..^1],
            _ => bytes,
        });
    }

    private string PathOf(string hash) => Path.Combine(_portal.Database.Folder, "packages", hash[..2], hash[2..4], $"{hash}.nupkg");

    private async Task<string> ReleaseAsync(string version)
    {
        var package = Packages.Package("Acme.Mail", version);
        await _portal.ReleaseAsync(_publisher, package, Cancel);
        return Packages.HashOf(package);
    }

    private async Task<(long Id, string Hash)> ReceiveAsync(byte[] package)
    {
        using var stream = new MemoryStream(package);
        var received = Assert.IsType<IntakeOutcome.Received>(await _portal.Get<PackageIntake>().ReceiveAsync(_publisher, null, stream, Cancel));
        return (received.SubmissionId, Packages.HashOf(package));
    }

    private Task<DecideOutcome> ApproveAsync(long id) => _portal.Get<ReviewDecisions>().DecideAsync(
        _moderator, _portal.Database.Read(db => db.Submissions.Where(s => s.Id == id).Select(s => s.ReviewId!.Value).Single()),
        DecisionAction.Approve, "", "", Cancel);

    private SubmissionState StateOf(long id) => _portal.Database.Read(db => db.Submissions.Where(s => s.Id == id).Select(s => s.State).Single());

    private async Task<HttpStatusCode> DownloadAsync(string version)
    {
        using var client = _portal.Client();
        using var answer = await client.GetAsync($"{PortalUrls.Packages}/acme.mail/{version}/acme.mail.{version}.nupkg", Cancel);
        return answer.StatusCode;
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
