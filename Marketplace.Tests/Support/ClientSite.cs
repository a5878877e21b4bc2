using System.IO.Compression;
using Marketplace.Accounts;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Storage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Support;

/// <summary>A client with real packages to install: <c>Acme.Base</c> 1.0.0 and 2.0.0, and <c>Acme.Shop</c>, which needs the second.</summary>
internal sealed class Client
{
    private readonly PortalHost _portal;

    public Client(PortalHost portal)
    {
        _portal = portal;
        Organization = portal.Database.Client();
        Actor = portal.Database.Member(Organization, MemberRole.Owner);
        var publisher = portal.Database.Publisher();
        portal.Publish(publisher, "Acme.Base", "1.0.0");
        portal.Publish(publisher, "Acme.Base", "2.0.0");
        portal.Publish(publisher, "Acme.Shop", "1.0.0", "Acme.Base [2.0.0,3.0.0)");
    }

    public Organization Organization { get; }

    public Actor Actor { get; }

    /// <summary>A new site with <c>Acme.Base</c> 1.0.0 as its revision 1.</summary>
    public async Task<ClientSite> SiteAsync(string name, CancellationToken cancel)
    {
        var site = await EmptySiteAsync(name, cancel);
        await site.DoneAsync(ChangeRequest.Install("Acme.Base", new("1.0.0")), cancel);
        return site;
    }

    public async Task<ClientSite> EmptySiteAsync(string name, CancellationToken cancel)
    {
        var created = await _portal.Get<SiteCommands>().CreateAsync(Actor, Organization.Id, name, "2.0.0", cancel);
        return new(_portal, Actor, Assert.IsType<CreateSiteOutcome.Created>(created).Id);
    }
}

/// <summary>A site as its owner and its folder show it.</summary>
internal sealed class ClientSite(PortalHost portal, Actor actor, long id)
{
    public long Id => id;

    public ModuleStore Store { get; } =
        new(portal.Get<SiteFolders>().PathOf(portal.Database.Read(db => db.Sites.Where(s => s.Id == id).Select(s => s.Folder).Single())));

    /// <summary>Each module with its version, as the folder says.</summary>
    public string[] Modules => [.. Store.Current().Modules.Select(module => $"{module.Id} {module.Version}")];

    public async Task<long> StartAsync(ChangeRequest request, CancellationToken cancel, bool keepOthers = false)
    {
        var plan = Assert.IsType<PlanOutcome.Ready>(await portal.Get<Planner>().PlanAsync(actor, id, request, cancel));
        return Started(await portal.Get<OperationCommands>().StartAsync(actor, id, request, plan.Hash, keepOthers, cancel));
    }

    public async Task<long> StartRollbackAsync(int revision, CancellationToken cancel)
    {
        var plan = Assert.IsType<PlanOutcome.Ready>(await portal.Get<Planner>().RollBackAsync(actor, id, revision, cancel));
        return Started(await portal.Get<OperationCommands>().RollBackAsync(actor, id, revision, plan.Hash, cancel));
    }

    /// <summary>Starts and carries out, without any worker.</summary>
    public async Task DoneAsync(ChangeRequest request, CancellationToken cancel)
    {
        var operation = await StartAsync(request, cancel);
        await portal.Get<OperationRunner>().RunAsync(operation, cancel);
        Assert.Equal(OperationState.Done, Operation(operation).State);
    }

    public Operation Operation(long operation) =>
        portal.Database.Read(db => db.Operations.Include(o => o.Steps.OrderBy(s => s.Ordinal)).Include(o => o.Log).Single(o => o.Id == operation));

    /// <summary>The database says of the site what its folder says.</summary>
    public void AssertWhole()
    {
        Sdk.SiteFolder.AssertWhole(Store);
        Assert.All(Store.Revisions().SelectMany(number => Store.Revision(number)!.Modules).DistinctBy(module => module.Sha256), AssertComplete);
        var current = Store.Current();
        var rows = portal.Database.Read(db => db.Revisions.Where(r => r.SiteId == id).Include(r => r.Modules).OrderBy(r => r.Number).ToList());
        Assert.Equal(current.Number, portal.Database.Read(db => db.Sites.Where(s => s.Id == id).Select(s => s.CurrentRevision).Single()));
        Assert.Equal(Store.Revisions().Order(), rows.Select(r => r.Number));
        Assert.Equal(
            current.Modules.Select(m => $"{m.Id} {m.Version} {m.Sha256}").Order(StringComparer.Ordinal),
            rows.Where(r => r.Number == current.Number)
                .SelectMany(r => r.Modules)
                .Select(m => $"{m.PackageId} {m.Version} {m.PackageHash}")
                .Order(StringComparer.Ordinal));
    }

    // Each file of the package lies in the module's folder in full.
    private void AssertComplete(InstalledModule module)
    {
        using var package = new ZipArchive(portal.Get<IPackageStore>().OpenAsync(module.Sha256, CancellationToken.None).GetAwaiter().GetResult()!);
        Assert.All(
            package.Entries,
            entry => Assert.Equal(
                entry.Length, new FileInfo(Path.Combine(Store.FolderOf(module), Uri.UnescapeDataString(entry.FullName))).Length));
    }

    private static long Started(StartOutcome outcome) => Assert.IsType<StartOutcome.Started>(outcome).OperationId;
}
