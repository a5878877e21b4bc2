using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Tests.Support;
using static Marketplace.Tests.Access.ServiceCall;

namespace Marketplace.Tests.Access;

/// <summary>Who may call what. <c>s</c> is the service, <c>w</c> what there is, <c>a</c> who calls.</summary>
internal static partial class ServiceTable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static IEnumerable<ServiceCall> All =>
        [.. People, .. Catalog, .. Review, .. Sale, .. Orders, .. Promotions, .. Billing, .. Invoices, .. Payments, .. Bank, .. Dunning,
            .. Ledger, .. Payouts, .. Installs, .. Figures, .. Reports];

    private static IEnumerable<ServiceCall> People =>
    [
        Reads<ApiKeyQueries>(Who.Home, (s, w, a) => s.ListAsync(a, w.HomeId, ListQuery.First, Cancel)),
        Reads<ApiKeyQueries>(Who.Home, (s, w, a) => AllAsync(s.StreamAsync(a, w.HomeId, ListQuery.First, Cancel))),
        Writes<ApiKeys>(Who.Owner, (s, w, a) => s.CreateAsync(a, w.HomeId, "New", ApiKeyScopes.Read, null, Cancel)),
        Writes<ApiKeys>(Who.Owner, (s, w, a) => s.RevokeAsync(a, w.Callers["API key"].Actor.ApiKeyId!.Value, Cancel)),
        Reads<MemberQueries>(Who.Home, (s, w, a) => s.ListAsync(a, w.HomeId, ListQuery.First, Cancel)),
        Reads<MemberQueries>(Who.Home, (s, w, a) => AllAsync(s.StreamAsync(a, w.HomeId, ListQuery.First, Cancel))),
        Reads<MemberQueries>(Who.Owner, (s, w, a) => s.InvitationsAsync(a, w.HomeId, Cancel)),
        Writes<Members>(Who.Owner, (s, w, a) => s.InviteAsync(a, w.HomeId, "ida@example.com", MemberRole.Member, Cancel)),
        Writes<Members>(Who.Owner, (s, w, a) => s.WithdrawAsync(a, w.HomeId, w.InvitationId, Cancel)),
        Writes<Members>(Who.Stranger, (s, w, a) => s.AcceptAsync(a, w.Invitation, Cancel)),
        Writes<Members>(Who.Owner, (s, w, a) => s.ChangeAsync(a, w.HomeId, w.Colleague.UserId, null, Cancel)),
        Writes<Members>(Who.Members, (s, w, a) => s.ChangeAsync(a, w.HomeId, w.Member.UserId, null, Cancel)),
        Reads<Inbox>(Who.Owner, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<Inbox>(Who.Owner, (s, w, a) => s.UnreadAsync(a, Cancel)),
        Writes<Inbox>(Who.Owner, (s, w, a) => s.ReadAsync(a, [w.Notification], Cancel)),
        Writes<Inbox>(Who.Owner, (s, w, a) => s.ReadAllAsync(a, Cancel)),
        Writes<Inbox>(Who.Owner, (s, w, a) => s.RestoreAsync(a, A.Day, Cancel)),
    ];
}
