using Marketplace.Portal.Http;
using Marketplace.Portal.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using MudBlazor;
using MudBlazor.Services;

namespace Marketplace.Portal.Shell;

/// <summary>The frame around all pages: components, theme, security headers, the error and not-found pages.</summary>
public static class ShellServices
{
    public static void AddShell(this WebApplicationBuilder builder)
    {
        builder.AddProxy();
        builder.AddKnownHosts();
        // js/start.js takes a connection for lost after three times this.
        builder.Services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.KeepAliveInterval = TimeSpan.FromSeconds(5));
        builder.Services.AddScoped<IComponentActivator, KitDefaults>();
        CircuitJson.Use(builder.Services);
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddExceptionHandler<ProgramErrors>();
        builder.Services.AddSingleton<CommandPalette>();
        builder.Services.AddTransient<OneClick>();
        builder.Services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomLeft;
            mud.SnackbarConfiguration.VisibleStateDuration = 6000;
            mud.SnackbarConfiguration.ShowTransitionDuration = 100;
            mud.SnackbarConfiguration.HideTransitionDuration = 200;
        });
    }

    /// <summary>Goes before authentication, so that a page of any outcome carries the headers.</summary>
    public static void UseShell(this WebApplication app)
    {
        app.UseProxy();
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = "/error",
                CreateScopeForErrors = true,
                StatusCodeSelector = error => error is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
                // What programs are told is logged like what people see; what the caller did wrong is not.
                SuppressDiagnosticsCallback = error => error.Exception is BadHttpRequestException,
            });
            app.UseHsts();
        }

        // Some endpoints answer while they are routed, and are limited too.
        app.UseRateLimiter();
        app.Use(SecurityHeaders.ConfineAsync);
        app.Use(KitAssets.KeepAsync);
        app.UseRenamedAddresses();
        app.UseRouting();
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(SecurityHeaders.AddAsync);
        app.Use(OriginCheck.CheckAsync);
        app.Use(FormCheck.AskForPageAsync);
        app.Use(NoPageForProgramsAsync);
    }

    // A NuGet client that may not push has to read 401, not a page or the way to one.
    private static Task NoPageForProgramsAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        return next(context);
    }

    public static void MapShell(this IEndpointRouteBuilder app)
    {
        app.MapStaticAssets().AllowAnonymous();
        // What is nowhere is not found, also for strangers, instead of asking them to sign in first.
        app.MapFallback("{*path}", NotFoundAsync).AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().Add(OpenWhatIsNoPage);
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    // Pages state their policy. What the framework maps beside them, the hub and its script, serves open pages too.
    private static void OpenWhatIsNoPage(EndpointBuilder endpoint)
    {
        if (!endpoint.Metadata.OfType<ComponentTypeMetadata>().Any())
        {
            endpoint.Metadata.Add(new AllowAnonymousAttribute());
        }
    }
}
