using System.Security.Claims;
using Hangfire.Logging;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Tests.Search;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Support;

/// <summary>
/// The portal in this process, on a database of its own that tests may fill before it starts. Settings go through
/// <see cref="With"/>, since services are registered by them; jobs run only where a test asks for them.
/// </summary>
public sealed class PortalHost : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string?> _settings = [];

    /// <summary>Settings on top of the tests' own; null takes one of those away.</summary>
    public PortalHost With(string key, string? value)
    {
        _settings[key] = value;
        return this;
    }

    public TestDatabase Database { get; } = new();

    /// <summary>Jobs run in the portal; by default none do.</summary>
    public bool RunsJobs { get; init; }

    /// <summary>With the demo's people, modules and sites in it, as in Development.</summary>
    public bool IsDemo { get; init; }

    /// <summary>The demo is filled from nothing instead of copied.</summary>
    public bool FillsDemo { get; init; }

    /// <summary>A clock for the whole portal instead of the real one; the database's own, say.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Last words on the services: a fake in place of the real part.</summary>
    public Action<IServiceCollection>? Replace { get; init; }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A client that shows redirects instead of following them.</summary>
    public HttpClient Client() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    /// <summary>A client signed in as the person, in a new session.</summary>
    public async Task<HttpClient> ClientAsync(Actor actor) =>
        await ClientAsync(actor, await Get<Sessions>().StartAsync(actor.UserId, "test", "Test client", "127.0.0.1", CancellationToken.None));

    /// <summary>A client in this session, by the cookie that the portal itself would have set.</summary>
    public async Task<HttpClient> ClientAsync(Actor actor, long session)
    {
        await using var scope = Services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<User>>().FindByIdAsync($"{actor.UserId}");
        var principal = await scope.ServiceProvider.GetRequiredService<SignInManager<User>>().CreateUserPrincipalAsync(user!);
        principal.Identities.First().AddClaim(new Claim(ActorClaims.SessionClaim, $"{session}"));
        if (actor.HasSecondFactor)
        {
            principal.Identities.First().AddClaim(new Claim(ActorClaims.MethodClaim, ActorClaims.SecondFactor));
        }

        var cookie = Get<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var properties = new AuthenticationProperties { IssuedUtc = DateTimeOffset.UtcNow, ExpiresUtc = DateTimeOffset.UtcNow.AddHours(1) };
        var ticket = new AuthenticationTicket(principal, properties, IdentityConstants.ApplicationScheme);
        var client = Client();
        client.DefaultRequestHeaders.Add("Cookie", $"{cookie.Cookie.Name}={cookie.TicketDataFormat.Protect(ticket)}");
        return client;
    }

    /// <summary>A client with a new API key of the organization.</summary>
    public async Task<HttpClient> ProgramAsync(Actor actor, Organization organization, ApiKeyScopes scopes)
    {
        var key = Assert.IsType<CreateKeyOutcome.Created>(
            await Get<ApiKeys>().CreateAsync(actor, organization.Id, "Build server", scopes, null, CancellationToken.None)).Text;
        var client = Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        if (IsDemo && !FillsDemo && !TestDatabase.IsSqlServer)
        {
            DemoTemplate.CopyTo(Database.Folder);
        }

        builder.UseEnvironment(IsDemo ? "Development" : "Production");
        foreach (var (key, value) in Defaults().Concat(_settings))
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureServices(services =>
        {
            services.ConfigureDbContext<SqliteMarketplaceDb>(TestOptions.Mirror);
            if (Clock is not null)
            {
                services.Replace(ServiceDescriptor.Singleton(Clock));
            }

            Replace?.Invoke(services);
        });
    }

    private Dictionary<string, string?> Defaults() => new()
    {
        // The demo is filled as by a first start, whose folder is relative: whatever takes another content root writes elsewhere, and is found out.
        ["Data:Folder"] = FillsDemo ? Path.GetRelativePath(Repository.Folder("Marketplace.Portal"), Database.Folder) : Database.Folder,
        ["Data:Provider"] = TestDatabase.IsSqlServer ? "SqlServer" : "Sqlite",
        ["Data:ConnectionString"] = TestDatabase.IsSqlServer ? Database.ConnectionString : "",
        ["Portal:Address"] = "http://localhost",
        ["Jobs:RunInPortal"] = RunsJobs ? "true" : "false",
        // Two years take longer than all the rest of it.
        ["Demo:History"] = "false",
    };

    public override async ValueTask DisposeAsync()
    {
        ForgetLog();
        await base.DisposeAsync();
    }

    // Hangfire keeps one log for the process: that of the portal that started last.
    private static void ForgetLog() => LogProvider.SetCurrentLogProvider(null);

    protected override void Dispose(bool disposing)
    {
        ForgetLog();
        base.Dispose(disposing);
        if (disposing)
        {
            Database.Dispose();
        }
    }
}
