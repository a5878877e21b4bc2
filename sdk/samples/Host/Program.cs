using Marketplace.Modules;
using Marketplace.SampleHost;

// An ordinary web application. AddModules and MapModules are all that makes it a host of modules.
var builder = WebApplication.CreateBuilder(args);
builder.AddModules();

var app = builder.Build();
app.UseStaticFiles();
app.MapGet("/", HomePage.WriteAsync);
app.MapModules();
app.Run();
