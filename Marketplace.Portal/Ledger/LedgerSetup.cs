using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared;
using Marketplace.Portal.Shared.Grid;

namespace Marketplace.Portal.Ledger;

/// <summary>The books as files, for operators.</summary>
internal static class LedgerSetup
{
    public static void MapLedger(this IEndpointRouteBuilder app)
    {
        app.MapCsv(
            PortalUrls.LedgerAccountsCsv, AccountList.Columns, LedgerQueries.Columns,
            (LedgerQueries queries, Actor actor, ListQuery query, CancellationToken cancel) => queries.StreamAccountsAsync(actor, query, cancel))
            .RequireAuthorization(Policies.Operator);
        app.MapCsv(
            PortalUrls.TrialBalanceCsv(), [.. AccountList.Of(null)], LedgerQueries.Columns,
            (LedgerQueries queries, HttpContext context, ListQuery query, CancellationToken cancel) => Task.FromResult(Month(context) is { } month
                ? queries.StreamTrialAsync(context.User.Actor, month, Text(context, "in"), query, cancel) : null))
            .RequireAuthorization(Policies.Operator);
        app.MapCsv(
            PortalUrls.JournalsCsv(), JournalList.Columns, JournalQueries.Columns,
            (JournalQueries queries, HttpContext context, ListQuery query, CancellationToken cancel) => Task.FromResult<IAsyncEnumerable<JournalRow>?>(
                queries.StreamAsync(
                    context.User.Actor, new(Month(context), Enum.TryParse<AccountKind>(Text(context, "of"), out var kind) ? kind : null), query, cancel)))
            .RequireAuthorization(Policies.Operator);
        app.MapCsv(
            PortalUrls.CommissionsCsv, CommissionList.Columns, CommissionRates.Columns,
            (CommissionRates rates, Actor actor, ListQuery query, CancellationToken cancel) => rates.StreamAsync(actor, query, cancel))
            .RequireAuthorization(Policies.Operator);
        app.MapGet($"{PortalUrls.Ledger}/accounts/{{id:long}}/entries.csv", AccountAsync).RequireAuthorization(Policies.Operator);
    }

    // Its columns are those of one currency, so they are not known before it is asked for.
    private static async Task<IResult> AccountAsync(long id, HttpContext context, AccountEntries entries, CancellationToken cancel)
    {
        var (actor, currency) = (context.User.Actor, Text(context, "in"));
        return await entries.ReadAsync(actor, id, cancel) is { } found && Month(context) is { } month
            ? GridCsv.Write(context, AccountPage.Columns(currency), entries.StreamAsync(actor, found.Account, month, currency, cancel))
            : TypedResults.NotFound();
    }

    private static int? Month(HttpContext context) =>
        QueryText.Int(Text(context, "month")) is { } month && LedgerMonth.IsMonth(month) ? month : null;

    private static string Text(HttpContext context, string name) => context.Request.Query[name].ToString();
}
