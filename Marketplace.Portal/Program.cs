using Marketplace;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Portal;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Catalog;
using Marketplace.Portal.Catalog.Feeds;
using Marketplace.Portal.Catalog.Rest;
using Marketplace.Portal.Demo;
using Marketplace.Portal.Feed;
using Marketplace.Portal.Installs;
using Marketplace.Portal.Publishing;
using Marketplace.Portal.Shell;

var builder = WebApplication.CreateBuilder(args);
builder.AddMarketplace();
builder.AddMarketplaceJobs();
builder.Services.AddCatalogIndexing();
builder.AddAccountsPages();
builder.AddShell();
builder.AddFeed();
builder.AddAgents();
builder.AddRest();
builder.AddDemo();

var app = builder.Build();
await app.Services.GetRequiredService<DatabaseStart>().MigrateAsync(CancellationToken.None);
await app.FillDemoAsync();
app.UseShell();
app.UseAccounts();
app.UseAntiforgery();
app.MapHealth();
app.MapDashboard();
app.MapAccounts();
app.MapImages();
app.MapUsage();
app.MapFeed();
app.MapRest();
app.MapNews();
app.MapBadges();
app.MapSitemap();
app.MapAgents();
app.MapPublishing();
app.MapShell();
await app.RunAsync();

/// <summary>Named so that tests can start the portal by it.</summary>
public partial class Program;
