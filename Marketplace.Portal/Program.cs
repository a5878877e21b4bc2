using Marketplace;
using Marketplace.Data;
using Marketplace.Portal;
using Marketplace.Portal.Shell;

var builder = WebApplication.CreateBuilder(args);
builder.AddMarketplace();
builder.AddMarketplaceJobs();
builder.AddShell();

var app = builder.Build();
await app.Services.GetRequiredService<DatabaseStart>().MigrateAsync(CancellationToken.None);
app.UseShell();
app.MapHealth();
app.MapShell();
await app.RunAsync();

/// <summary>Named so that tests can start the portal by it.</summary>
public partial class Program;
