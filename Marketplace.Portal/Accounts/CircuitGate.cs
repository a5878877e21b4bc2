using Marketplace.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Marketplace.Portal.Accounts;

/// <summary>
/// Asks before each act in an open page whether the session still stands. If it ended, the act is not carried out and the person is sent to
/// sign in; without this, the act would fail as if the thing were not there, since each query passes the <see cref="Gate"/> itself.
/// </summary>
internal sealed class CircuitGate(AuthenticationStateProvider state, Sessions sessions, NavigationManager navigation) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async activity =>
    {
        var person = (await state.GetAuthenticationStateAsync()).User;
        if (person.IsSignedIn && !await SessionCheck.IsOpenAsync(sessions, person, CancellationToken.None))
        {
            navigation.NavigateTo(PortalUrls.SignInFor("/" + navigation.ToBaseRelativePath(navigation.Uri), ended: true), forceLoad: true);
            return;
        }

        await next(activity);
    };
}
