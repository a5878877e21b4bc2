using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Portal.Shared;
using Marketplace.Portal.Shared.Grid;

namespace Marketplace.Portal.Accounts.Team;

/// <summary>The members and keys of an organization as files.</summary>
internal static class TeamSetup
{
    public static void MapTeam(this IEndpointRouteBuilder app)
    {
        app.MapCsv<MemberQueries, MemberRow>(PortalUrls.MembersCsv, MembersPage.Columns, MemberQueries.Columns, MembersAsync)
            .RequireAuthorization(Policies.SignedIn);
        app.MapCsv<ApiKeyQueries, ApiKeyRow>(PortalUrls.ApiKeysCsv, ApiKeysPage.Columns, ApiKeyQueries.Columns, KeysAsync)
            .RequireAuthorization(Policies.SignedIn);
    }

    private static Task<IAsyncEnumerable<MemberRow>?> MembersAsync(MemberQueries members, HttpContext context, ListQuery query, CancellationToken cancel) =>
        Task.FromResult<IAsyncEnumerable<MemberRow>?>(members.StreamAsync(context.User.Actor, Organization(context), query, cancel));

    private static Task<IAsyncEnumerable<ApiKeyRow>?> KeysAsync(ApiKeyQueries keys, HttpContext context, ListQuery query, CancellationToken cancel) =>
        Task.FromResult<IAsyncEnumerable<ApiKeyRow>?>(keys.StreamAsync(context.User.Actor, Organization(context), query, cancel));

    // Nobody's, if the address names none.
    private static long Organization(HttpContext context) => QueryText.Long(context.Request.Query["organization"]) ?? 0;
}
