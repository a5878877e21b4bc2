using Marketplace.Accounts;
using Marketplace.Modules;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Installs;

/// <summary>What the agent of a site asks of its marketplace. See docs/http.md.</summary>
public static class AgentEndpoints
{
    public static void MapAgents(this WebApplication app)
    {
        app.MapGet(PortalUrls.AgentKeys, KeysAsync).AllowAnonymous();
    }

    private static async Task<Ok<IReadOnlyList<PublicKey>>> KeysAsync(SigningKeys keys, CancellationToken cancel) => TypedResults.Ok(await keys.PublicAsync(cancel));
}
