using Marketplace;
using Marketplace.Data;
using Marketplace.Portal;

var builder = WebApplication.CreateBuilder(args);
builder.AddMarketplace();
builder.AddMarketplaceJobs();

var app = builder.Build();
await app.Services.GetRequiredService<DatabaseStart>().MigrateAsync(CancellationToken.None);
app.MapHealth();
await app.RunAsync();

/// <summary>Named so that tests can start the portal by it.</summary>
public partial class Program;
