using System.Security.Claims;
using Marketplace.Portal.Accounts;
using Microsoft.AspNetCore.Authentication;

namespace Marketplace.Portal.Demo;

/// <summary>In the demo, one click stands for a second factor too. It is said of each request, so no cookie outlives the demo with it.</summary>
internal sealed class DemoSecondFactor(DemoMode demo) : IClaimsTransformation
{
    public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal) => Task.FromResult(demo.IsOn && !principal.HasSecondFactor
        ? new ClaimsPrincipal([.. principal.Identities, new ClaimsIdentity([new(ActorClaims.DemoClaim, ActorClaims.SecondFactor)])])
        : principal);
}
