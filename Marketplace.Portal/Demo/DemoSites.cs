using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Delivery;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Portal.Demo;

/// <summary>Gives the demo's clients sites with modules on them, by ordinary plans and operations.</summary>
internal sealed class DemoSites(
    IDbContextFactory<MarketplaceDb> databases, DemoPeople people, SiteCommands sites, SiteDeliveries deliveries,
    Planner planner, OperationCommands operations, OperationRunner runner, TimeProvider clock)
{
    private const string ByAgent = "Kiosk", Sample = "Production";

    /// <summary>Where the sample site answers, which serves the modules of that site.</summary>
    private const string SampleAddress = "http://localhost:5090";

    private static readonly (string Client, string Site, string Host, string[] Modules)[] All =
    [
        ("Wide World Importers", Sample, "3.2.1",
            ["Contoso.PdfExport 1.8.0", "Contoso.PdfExport 1.9.2", "Litware.Letterheads 3.0.5", "Acme.Announcements 1.0.0"]),
        ("Wide World Importers", "Staging", "3.3.0", ["Acme.Invoicing"]),
        ("Wide World Importers", ByAgent, "2.4.0", []),
        ("Coho Winery", "Shop", "3.2.1", ["Acme.Shop"]),
        ("Trey Research", "Intranet", "3.0.0", ["Proseware.HelpDesk"]),
        ("Trey Research", "Extranet", "3.2.1", ["Contoso.PdfExport", "Litware.Letterheads"]),
    ];

    /// <summary>What failed first, by site and module.</summary>
    private static readonly Dictionary<(string, string), (StepKind At, OperationFailure Failure)> Failed = new()
    {
        [(Sample, "Litware.Letterheads")] = (StepKind.Download, new(FailureCategory.Network, "The package store could not be reached.")),
        [(Sample, "Acme.Announcements")] = (StepKind.Health, new(FailureCategory.HealthCheck, "Acme.Announcements answered its health check with 503.")),
        [("Extranet", "Litware.Letterheads")] = (StepKind.Unpack, new(FailureCategory.Disk, "There are 12 MB free where 40 MB are needed.")),
    };

    public async Task EnsureAsync(CancellationToken cancel)
    {
        foreach (var (client, name, host, modules) in All)
        {
            await EnsureAsync(client, name, host, modules, cancel);
        }
    }

    private async Task EnsureAsync(string client, string name, string host, string[] modules, CancellationToken cancel)
    {
        var actor = await people.ActorAsync(DemoPeople.All.Single(p => p.Organization == client), cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var organization = await db.Organizations.Where(o => o.Name == client).Select(o => o.Id).SingleAsync(cancel);
        if (await db.Sites.AnyAsync(s => s.OrganizationId == organization && s.Name == name, cancel)
            || await sites.CreateAsync(actor, organization, name, host, KindOf(name), cancel) is not CreateSiteOutcome.Created site)
        {
            return;
        }

        if (name is ByAgent)
        {
            await deliveries.ChooseAsync(actor, site.Id, SiteDelivery.Agent, cancel);
        }

        if (name is Sample)
        {
            await sites.OpenAtAsync(actor, site.Id, SampleAddress, cancel);
        }

        foreach (var module in modules.Select(text => text.Split(' ')))
        {
            if (Failed.TryGetValue((name, module[0]), out var trouble))
            {
                await FailAsync(db, site.Id, actor, module[0], trouble, cancel);
            }

            var request = ChangeRequest.Install(module[0], module is [_, var version] ? NuGetVersion.Parse(version) : null);
            if (await planner.PlanAsync(actor, site.Id, request, cancel) is PlanOutcome.Ready ready
                && await operations.StartAsync(actor, site.Id, request, ready.Hash, keepOthers: false, cancel) is StartOutcome.Started started)
            {
                await runner.RunAsync(started.OperationId, cancel);
            }
        }
    }

    private async Task FailAsync(
        MarketplaceDb db, long siteId, Actor actor, string module,
        (StepKind At, OperationFailure Failure) trouble, CancellationToken cancel)
    {
        var site = await db.Sites.SingleAsync(s => s.Id == siteId, cancel);
        var release = await db.Set<Release>().Include(r => r.Module).Where(r => r.Module.PackageId == module).OrderBy(r => r.Id).FirstAsync(cancel);
        var by = await db.Users.SingleAsync(u => u.Id == actor.UserId, cancel);
        DemoOperations.Fail(db, site, by, release, trouble, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    private static SiteKind KindOf(string name) => name is "Staging" ? SiteKind.Staging : SiteKind.Production;
}
