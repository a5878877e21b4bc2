using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Licensing;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Pricing;
using Marketplace.Publishers;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Access;

/// <summary>A portal with one of each thing, most of them Home's, and everybody who may call. What a call changed is put back.</summary>
public sealed partial class World : IAsyncLifetime
{
    public const string Private = "Home.Tool", Public = "Other.Gadget", Spare = "Other.Spare", Sold = "Other.Sold", Gone = "Other.Gone";

    private static readonly byte[] Picture = Pictures.Png(64, 64), Sent = Packages.Package(Public);

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

    public PortalHost Portal { get; } = new PortalHost().With("Accounts:AttemptsPerMinute", "1000").With("Limits:ApiPerMinute", "100000")
        .With("Pricing:RatesSource", "").With("Payouts:Shares:RefundDays", "0")
        .With("Interest:BasisPoints", "912").With("Interest:Since", "2026-01-01")
        .With("Payments:Providers:0", "sandbox").With("Payments:AllowSandbox", "true");

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
    public string Icon { get; private set; } = "";
    public string Image { get; } = Packages.HashOf(Picture);
    public string Installed { get; private set; } = "";
    public long Site { get; private set; }
    public long Waiting { get; private set; }
    public long Queued { get; private set; }
    public long Batch { get; private set; }
    public long Offer { get; private set; }
    public long Request { get; private set; }
    public long License { get; private set; }

    public long SuspendedLicense { get; private set; }

    /// <summary>Of <see cref="License"/>, by its key.</summary>
    public long Activation { get; private set; }

    /// <summary>A site on which the public module is deactivated.</summary>
    public long OffSite { get; private set; }
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

    public ChangeRequest Change { get; } = ChangeRequest.Install(Spare);

    public IReadOnlyList<BatchTarget> Targets => [new(Site, 1)];

    public string PlanHash { get; private set; } = "";
    public string BackHash { get; private set; } = "";
    public string BatchHash { get; private set; } = "";

    public T Get<T>()
        where T : notnull => Portal.Get<T>();

    public async ValueTask InitializeAsync()
    {
        Catalog();
        Installs();
        await ActsAsync(CancellationToken.None);
        await SellAsync(CancellationToken.None);
        await OrderAsync(CancellationToken.None);
        await PromoteAsync(CancellationToken.None);
        await BillAsync(CancellationToken.None);
        await EarnAsync(CancellationToken.None);
        PayInPart(Callers["operator"].Actor);
        SaveViews();
        await Get<SigningKeys>().PublicAsync(CancellationToken.None);
        _file.Open();
        _kept.Open();
        Keep();
    }

    /// <summary>What is there now is what is put back.</summary>
    public void Keep() => _file.BackupDatabase(_kept);

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
        var billing = new Actor(Owner.UserId, HomeId, Key("Accounts", ApiKeyScopes.Billing));
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
            ["API key for billing"] = (Who.BillingKey, billing),
            ["revoked API key"] = (Who.Revoked, revoked),
            ["owner whose session ended"] = (Who.Ended, Signed(Owner)),
            ["operator whose session ended"] = (Who.Ended, Signed(@operator)),
        };
        using var db = Database.CreateDbContext();
        long?[] ended = [.. callers.Where(caller => caller.Key.EndsWith("ended", StringComparison.Ordinal)).Select(caller => caller.Value.Item2.SessionId)];
        db.Sessions.Where(s => ended.Contains(s.Id)).ExecuteUpdate(set => set.SetProperty(s => s.EndedAt, A.Day));
        db.ApiKeys.Single(k => k.Name == "Old").Revoke(A.Day);
        db.SaveChanges();
        return callers;
    }

    private long Key(string name, ApiKeyScopes scopes = ApiKeyScopes.Install) =>
        Database.Saved(ApiKey.Create(HomeId, Owner.UserId, name, scopes, A.Day, null).Key).Id;

    private async Task ActsAsync(CancellationToken cancel)
    {
        var offer = new OfferTerms(OfferTier.Basic, OfferModel.Monthly, 1, [new(900, "EUR")]);
        Assert.IsType<ListingOutcome.Done>(await Get<Offers>().OfferAsync(Owner, Private, offer, cancel));
        Offer = Database.Read(db => db.Offers.Single().Id);
        Request = Database.Saved(new LicenseRequest(ModuleId, OtherId, Offer, "", Colleague.UserId, A.Day)).Id;
        await Get<PublisherDomains>().ClaimAsync(Owner, HomeId, "home.example", cancel);
        await Get<PublisherIcons>().SetAsync(Callers["owner of another organization"].Actor, OtherId, Picture, cancel);
        Icon = Database.Read(db => db.Organizations.Single(o => o.Id == OtherId).IconHash!);
        var stranger = Callers["stranger"].Actor.UserId;
        var address = Database.Read(db => db.Users.Single(u => u.Id == stranger).Email!);
        (var invitation, Invitation) = Marketplace.Accounts.Invitation.Create(HomeId, address, MemberRole.Member, Owner.UserId, DateTime.UtcNow);
        InvitationId = Database.Saved(invitation).Id;
        var staff = Callers["operator"].Actor;
        await Get<SearchTuning>().AddSynonymAsync(staff, "mail", "post", cancel);
        await Get<Categories>().SaveAsync(staff, "spare", "Spare", null, cancel);
        await Get<Categories>().SaveAsync(staff, "tools", "Tools", null, cancel);
        foreach (var file in (byte[][])[Package, Sent, Picture])
        {
            await KeepAsync(file, cancel);
        }

        PlanHash = Assert.IsType<PlanOutcome.Ready>(await Get<Planner>().PlanAsync(Owner, Site, Change, cancel)).Hash;
        BackHash = Assert.IsType<PlanOutcome.Ready>(await Get<Planner>().RollBackAsync(Owner, Site, 1, cancel)).Hash;
        BatchHash = Assert.IsType<BatchPlanOutcome.Planned>(await Get<BatchPlans>().PlanAsync(Owner, Change, Targets, cancel)).Plan.Hash;
    }
}
