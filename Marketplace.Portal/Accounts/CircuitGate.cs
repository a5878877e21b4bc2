using Marketplace.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Marketplace.Portal.Accounts;

/// <summary>
/// Asks, while someone acts in an open page, whether the session still stands. Once it has ended no act is carried out, and the person is sent to
/// sign in; without this, acts would fail as if the thing were not there, since each query passes the <see cref="Gate"/> itself.
/// </summary>
internal sealed class CircuitGate(AuthenticationStateProvider state, Sessions sessions, NavigationManager navigation, TimeProvider clock) : CircuitHandler
{
    /// <summary>Every key that is pressed is an act; not each of them needs a query.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);

    private Task _check = Task.CompletedTask;
    private long? _asked;
    private bool _hasEnded;

    // An act does not wait for the answer: acts that wait are overtaken by each other and by the browser's word of what it has drawn, and then
    // the letters of a quick typist are lost.
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => activity =>
    {
        if (!_hasEnded && _check.IsCompleted && (_asked is not { } asked || clock.GetElapsedTime(asked) >= Apart))
        {
            _asked = clock.GetTimestamp();
            _check = CheckAsync();
        }

        return _hasEnded ? Task.CompletedTask : next(activity);
    };

    // Where the database does not answer, the act itself says so.
    private async Task CheckAsync()
    {
        var person = (await state.GetAuthenticationStateAsync()).User;
        if (person.IsSignedIn && !await SessionCheck.IsOpenAsync(sessions, person, CancellationToken.None))
        {
            _hasEnded = true;
            navigation.NavigateTo(PortalUrls.SignInFor("/" + navigation.ToBaseRelativePath(navigation.Uri), ended: true), forceLoad: true);
        }
    }
}
