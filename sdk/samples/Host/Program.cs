using Marketplace.Modules;
using Marketplace.SampleHost;

// An ordinary web application. AddModules and MapModules are all that makes it a host of modules; with AddSiteAgent it fetches them on its own
// where Marketplace:Address and Marketplace:Token are set.
var builder = WebApplication.CreateBuilder(args);
builder.AddModules();
builder.AddSiteAgent();

var app = builder.Build();
app.UseStaticFiles();
app.MapGet("/", HomePage.WriteAsync);
app.MapModules();
app.Run();
