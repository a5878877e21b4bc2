using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Installs;
using Marketplace.Licensing;
using Marketplace.Moderation;
using Marketplace.Notifications;
using Marketplace.Pricing;
using Marketplace.Publishing;
using Marketplace.Storage;
using Marketplace.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Access;

/// <summary>A portal with one of each thing, most of them Home's, and everybody who may call. What a call changed is put back.</summary>
public sealed class World : IAsyncLifetime
{
    public const string Private = "Home.Tool", Public = "Other.Gadget", Spare = "Other.Spare";

    private readonly SqliteConnection _file;
    private readonly SqliteConnection _kept = new("Data Source=:memory:");

    public World()
    {
        _file = new SqliteConnection(Portal.Database.ConnectionString);
        var home = Database.Saved(new Organization("Home", publishes: true, isClient: true, A.Day));
        var other = Database.Saved(new Organization("Other", publishes: true, isClient: true, A.Day));
        (HomeId, OtherId) = (home.Id, other.Id);
        Owner = Signed(Database.Member(home, MemberRole.Owner));
        Member = Signed(Database.Member(home));
        Colleague = Database.Member(home);
        Callers = Everybody(other);
    }

    public PortalHost Portal { get; } = new();

    public TestDatabase Database => Portal.Database;

    public long HomeId { get; }
    public long OtherId { get; }
    public Actor Owner { get; }
    public Actor Member { get; }

    /// <summary>Another member of Home, who asked for what others approve.</summary>
    public Actor Colleague { get; }

    public IReadOnlyDictionary<string, (Who Who, Actor Actor)> Callers { get; }
    public long ModuleId { get; private set; }
    public string Hash { get; private set; } = "";
    public string Image { get; } = A.Hash();
    public string Installed { get; private set; } = "";
    public long Site { get; private set; }
    public long Waiting { get; private set; }
    public long Queued { get; private set; }
    public long Batch { get; private set; }
    public long Offer { get; private set; }
    public long Request { get; private set; }
    public long License { get; private set; }
    public long OpenReview { get; private set; }
    public long ApprovedReview { get; private set; }
    public long SuspendedReview { get; private set; }
    public long Report { get; private set; }
    public long Rating { get; private set; }
    public long HiddenRating { get; private set; }
    public long Submission { get; private set; }
    public long Search { get; private set; }
    public string Invitation { get; private set; } = "";
    public long InvitationId { get; private set; }
    public long Notification { get; private set; }

    public byte[] Package { get; } = Packages.Package("Home.Next");

    public Wish Wish { get; } = Wish.Install(Spare);

    public IReadOnlyList<BatchTarget> Targets => [new(Site, 1)];

    public string PlanHash { get; private set; } = "";
    public string BackHash { get; private set; } = "";
    public string BatchHash { get; private set; } = "";

    public T Get<T>()
        where T : notnull => Portal.Get<T>();

    public async ValueTask InitializeAsync()
    {
        Catalogue();
        Installs();
        await ActsAsync(CancellationToken.None);
        _file.Open();
        _kept.Open();
        _file.BackupDatabase(_kept);
    }

    /// <summary>Another number after each commit of anybody.</summary>
    public long Version()
    {
        using var ask = _file.CreateCommand();
        ask.CommandText = "PRAGMA data_version";
        return (long)ask.ExecuteScalar()!;
    }

    public void PutBack() => _kept.BackupDatabase(_file);

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        _kept.Dispose();
        return Portal.DisposeAsync();
    }

    private Actor Signed(Actor actor) => actor with { SessionId = Database.Saved(new Session(actor.UserId, "Firefox on Linux", "192.0.2.1", A.Day)).Id };

    private Dictionary<string, (Who, Actor)> Everybody(Organization other)
    {
        Actor moderator = Signed(Database.Staff(StaffRole.Moderator)), @operator = Signed(Database.Staff(StaffRole.Operator));
        var key = new Actor(Owner.UserId, HomeId, Key("Build"));
        var revoked = new Actor(Owner.UserId, HomeId, Key("Old"));
        var callers = new Dictionary<string, (Who, Actor)>
        {
            ["stranger"] = (Who.Stranger, Signed(Database.Stranger())),
            ["removed member"] = (Who.Removed, Signed(Database.Stranger())),
            ["member"] = (Who.Member, Member),
            ["owner"] = (Who.Owner, Owner),
            ["owner of another organization"] = (Who.Other, Signed(Database.Member(other, MemberRole.Owner))),
            ["moderator"] = (Who.Moderator, moderator),
            ["operator"] = (Who.Operator, @operator),
            ["moderator by password alone"] = (Who.UnprovenModerator, moderator with { HasSecondFactor = false }),
            ["operator by password alone"] = (Who.UnprovenOperator, @operator with { HasSecondFactor = false }),
            ["API key"] = (Who.Key, key),
            ["revoked API key"] = (Who.Nobody, revoked),
            ["owner whose session ended"] = (Who.Nobody, Signed(Owner)),
            ["operator whose session ended"] = (Who.Nobody, Signed(@operator)),
        };
        using var db = Database.CreateDbContext();
        long?[] ended = [.. callers.Where(caller => caller.Key.EndsWith("ended", StringComparison.Ordinal)).Select(caller => caller.Value.Item2.SessionId)];
        db.Sessions.Where(s => ended.Contains(s.Id)).ExecuteUpdate(set => set.SetProperty(s => s.EndedAt, A.Day));
        db.ApiKeys.Single(k => k.Name == "Old").Revoke(A.Day);
        db.SaveChanges();
        return callers;
    }

    private long Key(string name) => Database.Saved(ApiKey.Create(HomeId, Owner.UserId, name, ApiKeyScopes.Install, A.Day, null).Key).Id;

    private void Catalogue()
    {
        using var db = Database.CreateDbContext();
        Organization home = db.Organizations.Single(o => o.Id == HomeId), other = db.Organizations.Single(o => o.Id == OtherId);
        var release = Database.Available(home, Private, "1.0.0", (Public, "[1.0,2.0)"));
        Database.Available(home, Private, "2.0.0");
        (ModuleId, Hash) = (release.ModuleId, release.PackageHash);
        var related = Database.Available(other, Public).ModuleId;
        Database.Available(other, Public, "1.1.0");
        Database.Available(other, Spare);
        ApprovedReview = Approved(Private, "1.0.0", Hash);
        SuspendedReview = Approved(Public, "0.9.0", Database.Available(other, Public, "0.9.0").PackageHash);
        var submission = new Submission(HomeId, Owner, Private, "3.0.0", A.Hash(), 1000, A.Day);
        var review = new Review(HomeId, Private, "3.0.0", A.Hash(), "New", A.Day, A.Day);
        submission.EnterReview(review, A.Day);
        (Submission, OpenReview) = (Database.Saved(submission).Id, review.Id);
        Database.Save(new Submission(HomeId, Owner, Private, "4.0.0", A.Hash(), 1000, A.Day));
        Report = Database.Saved(new Report(ModuleId, "1.0.0", ReportKind.Other, "It does not start.", Colleague.UserId, A.Day)).Id;
        Rating = Rated(OtherId);
        HiddenRating = Rated(Database.Client().Id);
        db.ModuleReviews.Single(r => r.Id == HiddenRating).Hide(new ReviewHiding("Not about the module.", Owner.UserId, A.Day));
        db.Releases.Single(r => r.Version == "0.9.0").Suspend(new Suspension("Broken.", Owner.UserId, A.Day));
        var module = db.Modules.Include(m => m.Deprecations).Single(m => m.Id == ModuleId);
        module.Deprecations.Add(new Deprecation(ModuleId, "[0.1.0]", DeprecationReason.Legacy, "", null, Owner.UserId, A.Day));
        module.Hide(A.Day);
        db.Releases.Where(r => r.Version == "2.0.0").ExecuteUpdate(set => set.SetProperty(r => r.ManifestJson, """{"capabilities":{"network":["home.example"]}}"""));
        db.Releases.Single(r => r.PackageHash == Hash).Images.Add(new ReleaseImage(0, Image, "image/png", "A picture"));
        db.SaveChanges();
        Database.Save(new ModuleLink(related, ModuleId, LinkKind.Alike, 1), Starter());
        Database.Save(new Follow(Owner.UserId, ModuleId, A.Day));
        Notification = Database.Saved(new Notification(Owner.UserId, "module/x", "New", A.Day)).Id;
        Search = Database.Saved(new SavedSearch(Owner.UserId, "q=mail", "{}", A.Day)).Id;
    }

    private void Installs()
    {
        var site = A.Site(HomeId);
        site.Activate(2);
        Site = Database.Saved(site).Id;
        Installed = Database.Read(db => db.Releases.Where(r => r.Module.PackageId == Public && r.Version == "1.0.0").Select(r => r.PackageHash).Single());
        Revision first = new(Site, 1, null, "2.0.0", null, A.Day), second = new(Site, 2, null, "2.0.0", null, A.Day);
        second.Modules.Add(new RevisionModule(Public, "1.0.0", Installed));
        Database.Save(first, second, SiteToken.Create(Site, Owner.UserId, A.Day).Token);
        var busy = Database.Saved(A.Site(HomeId, "Busy")).Id;
        var waits = new Operation(Planned("waits", Site), Colleague.UserId, false, A.Day);
        waits.AwaitApproval();
        (Waiting, Queued) = (Database.Saved(waits).Id, Database.Saved(new Operation(Planned("queued", busy), Colleague.UserId, false, A.Day)).Id);
        Batch = Database.Saved(new Batch(HomeId, "Install", 1, 0, Colleague.UserId, A.Day)).Id;
        License = Database.Saved(new License(ModuleId, HomeId, null, OfferTier.Basic, 1, null, Owner.UserId, A.Day)).Id;
    }

    private async Task ActsAsync(CancellationToken cancel)
    {
        Assert.IsType<ListingOutcome.Done>(await Get<Offers>().OfferAsync(Owner, Private, new(OfferTier.Basic, OfferModel.Monthly, 1, [("EUR", "9")]), cancel));
        Offer = Database.Read(db => db.Offers.Single().Id);
        Request = Database.Saved(new LicenseRequest(ModuleId, OtherId, Offer, "", Colleague.UserId, A.Day)).Id;
        await Get<PublisherDomains>().ClaimAsync(Owner, HomeId, "home.example", cancel);
        var stranger = Callers["stranger"].Actor.UserId;
        var address = Database.Read(db => db.Users.Single(u => u.Id == stranger).Email!);
        (var invitation, Invitation) = Marketplace.Accounts.Invitation.Create(HomeId, address, MemberRole.Member, Owner.UserId, DateTime.UtcNow);
        InvitationId = Database.Saved(invitation).Id;
        var staff = Callers["operator"].Actor;
        await Get<SearchTuning>().AddSynonymAsync(staff, "mail", "post", cancel);
        await Get<Categories>().SaveAsync(staff, "spare", "Spare", null, cancel);
        await Get<Categories>().SaveAsync(staff, "tools", "Tools", null, cancel);
        await KeepAsync(cancel);
        PlanHash = Assert.IsType<PlanOutcome.Ready>(await Get<Planner>().PlanAsync(Owner, Site, Wish, cancel)).Hash;
        BackHash = Assert.IsType<PlanOutcome.Ready>(await Get<Planner>().RollBackAsync(Owner, Site, 1, cancel)).Hash;
        BatchHash = Assert.IsType<BatchPlanOutcome.Planned>(await Get<BatchPlans>().PlanAsync(Owner, Wish, Targets, cancel)).Plan.Hash;
    }

    private async Task KeepAsync(CancellationToken cancel)
    {
        var file = Path.Combine(Database.Folder, "package");
        await File.WriteAllBytesAsync(file, Package, cancel);
        await Get<IPackageStore>().KeepAsync(Packages.HashOf(Package), file, cancel);
    }

    private Collection Starter()
    {
        var starter = new Collection("starter", "Starter", "", A.Day);
        starter.Modules.Add(new CollectionModule(ModuleId, 0));
        return starter;
    }

    private Plan Planned(string hash, long site) => new(site, hash.PadRight(64, '0'), "Install", "", new PlanDocument(site, "2.0.0", 2, null, []).ToJson(), 2, Colleague.UserId, A.Day);

    private long Approved(string id, string version, string hash)
    {
        var review = new Review(id == Private ? HomeId : OtherId, id, version, hash, "New", A.Day, A.Day);
        review.Decide(DecisionAction.Approve, Owner.UserId, "", "", A.Day);
        return Database.Saved(review).Id;
    }

    private long Rated(long organization) =>
        Database.Saved(new ModuleReview(ModuleId, organization, Colleague.UserId, ReviewWords.Parse(5, "It does what it says.", "1.0.0")!, A.Day)).Id;
}
