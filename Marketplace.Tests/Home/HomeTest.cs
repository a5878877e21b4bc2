using Bunit;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.Server;
using Marketplace.Accounts;
using Marketplace.Billing.Runs;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Moderation;
using Marketplace.Publishing;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Home;

/// <summary>Draws the homes of the roles over a real database and a real job storage.</summary>
public abstract class HomeTest : PageTest
{
    protected HomeTest()
    {
        Services.AddCatalogSlices();
        Services.AddSiteSlices();
        Services.AddSingleton<QueueGlances>();
        Services.AddSingleton<SubmissionQueries>();
        Services.AddSingleton<JobMonitor>();
        Services.AddSingleton(Options.Create(new SubscriptionOptions()));
        Services.AddSingleton<IBillingBacklog, RenewalBacklog>();
        Services.AddSingleton<BillingRunQueries>();
        Services.AddSingleton<BillingPauses>();
        Services.AddSingleton<JobStorage>(Storage);
        var data = new DataOptions { Folder = Database.Folder };
        Services.AddSingleton(Options.Create(data));
        Services.AddSingleton(Options.Create(new InstallsOptions()));
        Services.AddSingleton(Options.Create(new JobsOptions()));
        Services.AddSingleton(new DataFolder(Options.Create(data), new HostingEnvironment { ContentRootPath = Database.Folder }));
    }

    protected InMemoryStorage Storage { get; } = new();

    /// <summary>A process that runs jobs says that it is there.</summary>
    protected void StartWorker(string name) => Storage.GetConnection().AnnounceServer(name, new ServerContext { Queues = ["installs"], WorkerCount = 4 });

    protected IRenderedComponent<T> Shown<T>(Actor actor, Action<ComponentParameterCollectionBuilder<T>>? parameters = null)
        where T : IComponent
    {
        SignIn(actor);
        return Draw(parameters);
    }

    protected static string[] Tiles<T>(IRenderedComponent<T> page)
        where T : IComponent => [.. page.FindAll(".tiles .card").Select(tile =>
            $"{tile.QuerySelector("dt")!.TextContent.Trim()}: {string.Join(", ", tile.QuerySelectorAll("dd").Select(dd => dd.TextContent.Trim()))}")];

    protected static string[] Headings<T>(IRenderedComponent<T> page)
        where T : IComponent => [.. page.FindAll("h2").Select(heading => heading.TextContent)];

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Storage.Dispose();
    }
}
