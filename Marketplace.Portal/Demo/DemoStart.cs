using Marketplace.Portal.Accounts;
using Marketplace.Portal.Publishing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Demo;

/// <summary>Fills the demo before the portal serves, and says at start how to use it.</summary>
internal static class DemoStart
{
    public static void AddDemo(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<DemoOptions>().BindConfiguration(DemoOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<DemoOptions>, DemoOnlyInDevelopment>();
        builder.Services.AddSingleton<DemoMode>();
        builder.Services.AddSingleton(services => new SamplePeople(services.GetRequiredService<DemoMode>().IsOn
            ? [.. DemoPeople.All.Select(person => new SamplePerson(person.Name, person.Email, person.Role))]
            : []));
        builder.Services.AddSingleton<IClaimsTransformation, DemoSecondFactor>();
        builder.Services.AddScoped<DemoPeople>();
        builder.Services.AddScoped<DemoCatalog>();
        builder.Services.AddScoped<DemoSites>();
        builder.Services.AddScoped<DemoListings>();
        builder.Services.AddScoped<DemoOffers>();
        builder.Services.AddScoped<DemoCustomQuote>();
        builder.Services.AddScoped<DemoPromotions>();
        builder.Services.AddScoped<DemoBilling>();
        builder.Services.AddScoped<DemoHistory>();
        builder.Services.AddScoped<DemoSales>();
        builder.Services.AddScoped<DemoYears>();
        builder.Services.AddScoped<DemoTrade>();
        builder.Services.AddScoped<DemoLicenses>();
        builder.Services.AddScoped<DemoPayouts>();
        builder.Services.AddScoped<DemoLedger>();
    }

    public static void MapDemo(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<DemoMode>().IsOn)
        {
            app.MapPost(PortalUrls.DemoSignIn, DemoSignIn.SignInAsync).AllowAnonymous();
        }
    }

    public static async Task FillDemoAsync(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<DemoMode>().IsOn)
        {
            return;
        }

        await using var scope = app.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<DemoPeople>();
        await people.EnsureAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<DemoCatalog>().EnsureAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<DemoSites>().EnsureAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<DemoListings>().EnsureAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<DemoBilling>().EnsureAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<DemoOffers>().EnsureAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<DemoCustomQuote>().EnsureAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<DemoPromotions>().EnsureAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<DemoHistory>().EnsureAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<DemoTrade>().EnsureAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<DemoLicenses>().EnsureAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<DemoLedger>().EnsureAsync(CancellationToken.None);
        var key = await people.PushKeyAsync(CancellationToken.None);
        app.Lifetime.ApplicationStarted.Register(() => Print(app.Urls.First(), key));
    }

    // Plain lines, not log records: a person at a terminal is to read them.
    private static void Print(string address, string key)
    {
        Console.WriteLine($"\nMarketplace runs at {address}\n\nOne click signs you in as:");
        foreach (var person in DemoPeople.All.Take(4))
        {
            Console.WriteLine($"  {person.Name,-12} {person.Role}");
        }

        Console.WriteLine($"\nPush a package as Acme Software:\n  {PushCommand.Of($"{address}/", key)}\n");
    }
}
