using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Portal.Accounts.Team;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Accounts;

/// <summary>Who may come in and how: Identity, cookies, API keys, policies.</summary>
public static class AccountsSetup
{
    public static void AddAccountsPages(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddIdentityCore<User>(Configure).AddSignInManager<SessionSignIn>().AddDefaultTokenProviders()
            .AddUserStore<UserOnlyStore<User, MarketplaceDb, long>>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddScheme<ApiKeySchemeOptions, ApiKeyHandler>(ApiKeyHandler.Scheme, null)
            .AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = "marketplace";
            cookie.LoginPath = PortalUrls.SignIn;
            cookie.AccessDeniedPath = PortalUrls.NoAccess;
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.ExpireTimeSpan = TimeSpan.FromDays(14);
            cookie.SlidingExpiration = true;
            cookie.Events.OnValidatePrincipal = SessionCheck.ValidateAsync;
        });
        services.Configure<SecurityStampValidatorOptions>(stamp =>
        {
            stamp.ValidationInterval = TimeSpan.FromMinutes(1);
            stamp.OnRefreshingPrincipal = SessionCheck.KeepAsync;
        });
        services.Configure<IdentityPasskeyOptions>(Passkeys.Configure);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Policies.SignedIn, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Policies.Reading, policy => policy.AddRequirements(new PublicReadingRequirement()))
            .AddPolicy(Policies.Staff, policy => policy.AddRequirements(new StaffRequirement(null)))
            .AddPolicy(Policies.Moderator, policy => policy.AddRequirements(new StaffRequirement(StaffRole.Moderator)))
            .AddPolicy(Policies.Operator, policy => policy.AddRequirements(new StaffRequirement(StaffRole.Operator)))
            .AddPolicy(Policies.ReadSites, policy => policy
                .AddAuthenticationSchemes(IdentityConstants.ApplicationScheme, ApiKeyHandler.Scheme)
                .RequireAuthenticatedUser()
                .RequireAssertion(context => !context.User.HasClaim(claim => claim.Type is ActorClaims.ApiKeyClaim)
                    || context.User.HasClaim(ApiKeyHandler.ScopeClaim, nameof(ApiKeyScopes.Read))))
            // Never a cookie: a page of someone else's could send one along.
            .AddPolicy(Policies.Install, policy => policy
                .AddAuthenticationSchemes(ApiKeyHandler.Scheme)
                .RequireAuthenticatedUser()
                .RequireClaim(ApiKeyHandler.ScopeClaim, nameof(ApiKeyScopes.Install)))
            .AddPolicy(Policies.Billing, policy => policy
                .AddAuthenticationSchemes(ApiKeyHandler.Scheme)
                .RequireAuthenticatedUser()
                .RequireClaim(ApiKeyHandler.ScopeClaim, nameof(ApiKeyScopes.Billing)));
        services.AddSingleton<IAuthorizationHandler, StaffHandler>();
        services.AddSingleton<IAuthorizationHandler, PublicReadingHandler>();
        services.AddSingleton<RegistrationLink>();
        services.AddScoped<Registration>();
        services.AddHostedService<FirstOperator>();
        services.AddOptions<AccountsOptions>().BindConfiguration(AccountsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddRequestLimit(
            "accounts", request => HttpMethods.IsPost(request.Method) && request.Begins(PortalUrls.Account),
            sp => sp.GetRequiredService<IOptions<AccountsOptions>>().Value.AttemptsPerMinute);
        services.AddScoped<AuthenticationStateProvider, RightsRevalidation>();
        services.AddScoped<CircuitHandler, CircuitGate>();
    }

    public static void UseAccounts(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }

    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapPost(PortalUrls.SignOut, SignOutAsync).RequireAuthorization(Policies.SignedIn).WithMetadata(new RequireAntiforgeryTokenAttribute());
        app.MapPasskeys();
        app.MapApi();
        app.MapTeam();
    }

    private static void Configure(IdentityOptions identity)
    {
        identity.User.RequireUniqueEmail = true;

        // People sign in by their address, which may hold any letter that mail allows.
        identity.User.AllowedUserNameCharacters = "";
        identity.SignIn.RequireConfirmedEmail = true;
        identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;

        // Length is what counts against guessing; rules about kinds of characters only make people write passwords down.
        identity.Password.RequiredLength = 12;
        identity.Password.RequireDigit = false;
        identity.Password.RequireLowercase = false;
        identity.Password.RequireUppercase = false;
        identity.Password.RequireNonAlphanumeric = false;
        identity.Lockout.MaxFailedAccessAttempts = 5;
        identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
    }

    private static async Task<IResult> SignOutAsync(SignInManager<User> signIn)
    {
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect(PortalUrls.Home);
    }
}
