using System.Net;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Moderation;
using Marketplace.Portal;
using Marketplace.Publishers;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Scanning;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Publishing;

/// <summary>The icon that a package brings, from its intake to the browsers that show it.</summary>
public sealed class ModuleIconTests : IAsyncDisposable
{
    private static readonly byte[] Small = Pictures.Png(64, 64);
    private static readonly byte[] Large = Pictures.Png(128, 128);
    private readonly PortalHost _portal = new();
    private readonly Actor _owner;
    private readonly HttpClient _client;

    public ModuleIconTests()
    {
        _owner = _portal.Database.Member(_portal.Database.Publisher(), MemberRole.Owner);
        _client = _portal.Client();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_served_by_its_hash_and_kept_by_browsers_for_good()
    {
        await ReleaseAsync("1.0.0", Pictures.Png(64, 64, more: Pictures.Chunk("tEXt", "Comment\0made at home"u8)));

        Assert.Equal(Packages.HashOf(Small), Shown());
        using var answer = await _client.GetAsync(PortalUrls.ModuleIcon(Shown()!), Cancel);
        Assert.Equal(("image/png", "max-age=31536000, private, immutable"), (answer.Content.Headers.ContentType?.MediaType, $"{answer.Headers.CacheControl}"));
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(Small, await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(_client, A.Hash()));
    }

    [Fact]
    public async Task A_JPEG_is_served_as_one()
    {
        await ReleaseAsync("1.0.0", Pictures.Jpeg(), "icon.jpg");

        using var answer = await _client.GetAsync(PortalUrls.ModuleIcon(Packages.HashOf(Pictures.Jpeg())), Cancel);

        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Pictures.Jpeg(), await answer.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task A_module_shows_that_of_its_newest_available_release_and_none_when_there_is_none()
    {
        await ReleaseAsync("1.0.0", Small);
        await ReleaseAsync("2.0.0", Large);
        Assert.Equal(Packages.HashOf(Large), Shown());
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(_client, Packages.HashOf(Small)));

        await _portal.Get<Listings>().YankAsync(_owner, "Acme.Mail", "2.0.0", "Broken.", Cancel);
        Assert.Equal(Packages.HashOf(Small), Shown());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_client, Packages.HashOf(Small)));

        var (moderator, review) = (_portal.Database.Staff(StaffRole.Moderator), _portal.Database.Read(db => db.Reviews.Single(r => r.Version == "1.0.0").Id));
        await _portal.Get<Suspensions>().SuspendAsync(moderator, review, "Not a picture for all.", Cancel);
        Assert.Null(Shown());
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(_client, Packages.HashOf(Small)));

        await _portal.Get<Listings>().OfferAgainAsync(_owner, "Acme.Mail", "2.0.0", Cancel);
        Assert.Equal(Packages.HashOf(Large), Shown());
    }

    [Fact]
    public async Task That_of_a_private_module_is_sent_only_to_who_may_see_it()
    {
        await ReleaseAsync("1.0.0", Small);
        using (var db = _portal.Database.CreateDbContext())
        {
            db.Modules.Single().Hide(A.Day);
            await db.SaveChangesAsync(Cancel);
        }

        using var stranger = await _portal.ClientAsync(_portal.Database.Stranger());
        using var own = await _portal.ClientAsync(_owner);

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(_client, Shown()!));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, Shown()!));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(own, Shown()!));
    }

    public static TheoryData<string, byte[]> NotShown() => new()
    {
        { "two sides that differ", Pictures.Png(64, 32) },
        { "very many pixels", Pictures.Png(1024, 1024) },
        { "very many bytes", Pictures.Png(64, 64, more: Pictures.Chunk("tEXt", new byte[PngIcon.MaxBytes])) },
        { "a beginning alone", Pictures.Png(64, 64)[..50] },
    };

    [Theory, MemberData(nameof(NotShown))]
    public async Task One_that_lists_cannot_show_is_left_out_and_its_publisher_is_told_so(string what, byte[] icon)
    {
        Assert.NotEmpty(what);
        using var package = new MemoryStream(PackagesWithIcons.Package("1.0.0", icon));

        var received = Assert.IsType<IntakeOutcome.Received>(await _portal.Get<PackageIntake>().ReceiveAsync(_owner, null, package, Cancel));

        var advice = Assert.Single(received.Advice);
        Assert.Equal(("advice.icon-not-shown", "icon.png"), (advice.Rule, advice.Place));
        await _portal.Get<SubmissionPipeline>().ScanAsync(received.SubmissionId, Cancel);
        var review = _portal.Database.Read(db => db.Submissions.Single().ReviewId)!.Value;
        await _portal.Get<ReviewDecisions>().DecideAsync(_portal.Database.Staff(StaffRole.Moderator), review, DecisionAction.Approve, "", "", Cancel);
        Assert.Null(Shown());
        Assert.Contains("<span class=\"module-icon\"", await _client.GetStringAsync(PortalUrls.Module("Acme.Mail"), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_nightly_walk_hashes_it_too()
    {
        await ReleaseAsync("1.0.0", Small);
        Assert.Equal(new WalkResult(2, 0), await _portal.Get<PackageWalk>().RunAsync(Cancel));

        var file = Directory.GetFiles(_portal.Database.Folder, $"{Shown()}*", SearchOption.AllDirectories).Single();
        await File.WriteAllBytesAsync(file, Large, Cancel);

        Assert.Equal(new WalkResult(2, 1), await _portal.Get<PackageWalk>().RunAsync(Cancel));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(_client, Shown()!));
    }

    private Task ReleaseAsync(string version, byte[] icon, string name = "icon.png") =>
        _portal.ReleaseAsync(_owner, PackagesWithIcons.Package(version, icon, name), Cancel);

    private string? Shown() => _portal.Database.Read(db => db.Modules.Single().IconHash);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string hash)
    {
        using var answer = await client.GetAsync(PortalUrls.ModuleIcon(hash), Cancel);
        return answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _portal.DisposeAsync();
    }
}
