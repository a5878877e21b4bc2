using System.Security.Claims;
using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Accounts;

/// <summary>
/// Asks again, while a page is open, whether its session still stands and what the person may do. A session that ended is signed out;
/// where a role or a membership came or went, the page is authorized and read again.
/// </summary>
internal sealed class RightsRevalidation : RevalidatingServerAuthenticationStateProvider
{
    private readonly IServiceScopeFactory _scopes;
    private readonly AccountsOptions _options;
    private Task<string>? _rights;

    public RightsRevalidation(ILoggerFactory logs, IServiceScopeFactory scopes, IOptions<AccountsOptions> options)
        : base(logs)
    {
        (_scopes, _options) = (scopes, options.Value);
        AuthenticationStateChanged += async state => _rights = RightsAsync((await state).User, CancellationToken.None);
    }

    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(_options.RecheckSeconds);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var person = authenticationState.User;
        await using var scope = _scopes.CreateAsyncScope();

        // Not the security stamp: it changes also by what the person does in another tab of this very session. What shall end sessions ends their rows.
        if (!await SessionCheck.IsOpenAsync(scope.ServiceProvider.GetRequiredService<Sessions>(), person, cancellationToken))
        {
            return false;
        }

        if (_rights is { } before && await before != await RightsAsync(person, cancellationToken))
        {
            NotifyAuthenticationStateChanged(Task.FromResult(authenticationState));
        }

        return true;
    }

    private async Task<string> RightsAsync(ClaimsPrincipal person, CancellationToken cancel)
    {
        if (!person.IsSignedIn)
        {
            return "";
        }

        var user = person.Actor.UserId;
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDb>();
        var grants = await db.StaffGrants.Where(g => g.UserId == user).OrderBy(g => g.Role).Select(g => g.Role).ToListAsync(cancel);
        var places = await db.Memberships
            .Where(m => m.UserId == user)
            .OrderBy(m => m.OrganizationId)
            .Select(m => new { m.OrganizationId, m.Role })
            .ToListAsync(cancel);
        return $"{string.Join(',', grants)}; {string.Join(',', places.Select(place => $"{place.OrganizationId} {place.Role}"))}";
    }
}
