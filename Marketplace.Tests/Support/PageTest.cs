using Microsoft.AspNetCore.DataProtection;
using System.Globalization;
using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Payments;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Catalog.Compare;
using Marketplace.Portal.Shared;
using Marketplace.Portal.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using MudBlazor.Services;

namespace Marketplace.Tests.Support;

/// <summary>
/// Draws pages over a real database. Add the slice's services, or give the whole portal where a page shows what its parts do together; sign someone in
/// where the page asks who it is.
/// </summary>
public abstract class PageTest : BunitContext
{
    private readonly BunitAuthorizationContext _authorization;
    private readonly PortalHost? _portal;
    private IRenderedComponent<Providers>? _floating;

    /// <summary>A wait ends when its condition is true. The limit is for a machine that does other work too, and the first page of a run
    /// compiles what it draws with.</summary>
    static PageTest() => DefaultWaitTimeout = TimeSpan.FromSeconds(30);

    protected PageTest(PortalHost? portal = null)
    {
        (_portal, Database) = (portal, portal?.Database ?? new());
        if (portal is null)
        {
            Services.AddSingleton<IDbContextFactory<MarketplaceDb>>(Database);
            Services.AddSingleton<TimeProvider>(Database.Clock);
            Services.AddSingleton<LiveFeed>();
            Services.AddSingleton<Preferences>();
            Services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
            // Nothing can be paid.
            Services.AddSingleton(new PaymentProviders([], Options.Create(new PaymentOptions()), new HostingEnvironment { EnvironmentName = "Testing" }));
        }
        else
        {
            // What is made by its constructor is not offered what the fallback has.
            Services.AddFallbackServiceProvider(portal.Services);
            Services.AddSingleton(portal.Get<Preferences>());
            Services.AddSingleton(portal.Get<TimeProvider>());
        }

        Services.AddLogging();
        Services.AddScoped<Comparison>();
        Services.AddMudServices();
        Services.AddScoped<IComponentActivator, KitDefaults>();
        Services.AddTransient<OneClick>();
        JSInterop.Mode = JSRuntimeMode.Loose;
        _authorization = AddAuthorization();
        ReadAs("en-US");
    }

    protected TestDatabase Database { get; }

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    protected string Address => Navigation.ToBaseRelativePath(Navigation.Uri);

    /// <summary>From here on it is drawn for someone who reads these formats and this clock; nobody knows the clock where it is not given.</summary>
    protected static void ReadAs(string culture, string? zone = null) =>
        (CultureInfo.CurrentCulture, PersonZone.Current) = (CultureInfo.GetCultureInfo(culture), TimeZones.Find(zone));

    /// <summary>In a session of its own, which is open.</summary>
    protected void SignIn(Actor actor)
    {
        var session = Database.Saved(new Session(actor.UserId, "Test browser", "127.0.0.1", Database.Now));
        Claim[] claims = [new(ClaimTypes.NameIdentifier, $"{actor.UserId}"), new(ActorClaims.SessionClaim, $"{session.Id}")];
        _authorization.SetAuthorized("Someone")
            .SetClaims([.. claims, .. actor.HasSecondFactor ? [new Claim(ActorClaims.MethodClaim, ActorClaims.SecondFactor)] : (Claim[])[]]);
    }

    /// <summary>Draws it as in a browser with a circuit.</summary>
    protected IRenderedComponent<T> Draw<T>(Action<ComponentParameterCollectionBuilder<T>>? parameters = null)
        where T : IComponent
    {
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        _floating ??= Render<Providers>();
        return Render(parameters);
    }

    /// <summary>What floats above the page that was drawn: dialogs, menus, lists of choices, results said in the corner.</summary>
    protected IRenderedComponent<Providers> Floating => _floating ?? throw new InvalidOperationException("Nothing is drawn yet.");

    /// <summary>Tells the pages of this test, as another process's change would.</summary>
    protected void Changed(LiveTopic topic) => Services.GetRequiredService<LiveFeed>().Publish(topic.Name);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _portal is not null)
        {
            _portal.Dispose();
        }
        else if (disposing)
        {
            Database.Dispose();
        }
    }
}
