using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Payouts.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payouts.Connect;

/// <param name="IsUsed">Payouts go to it.</param>
public sealed record ConnectRow(ConnectAccount Account, string Publisher, string By, bool IsUsed);

/// <summary>Stripe accounts of publishers, for operators; everybody else gets nothing.</summary>
public sealed class ConnectQueries(IDbContextFactory<MarketplaceDb> databases)
{
    public static readonly ListColumns<ConnectAccount> Columns = new ListColumns<ConnectAccount>(a => a.PublisherId, "publisher")
        .Text("publisher", a => a.Publisher.Name).Text("account", a => a.ProviderId).Text("country", a => a.Country).Text("by", a => a.By.DisplayName)
        .Time("opened", a => a.At).Time("read", a => a.ReadAt).Time("deadline", a => a.Deadline);

    public async Task<Page<ConnectRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, actor, query).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<ConnectRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, actor, query), cancel);

    private static IQueryable<ConnectRow> Rows(MarketplaceDb db, Actor actor, ListQuery query)
    {
        var (operators, current) = (db.StaffGrants.Allowing(actor, StaffRole.Operator), db.CurrentPayoutAccounts());
        return Columns.Apply(db.ConnectAccounts.AsNoTracking().Where(_ => operators.Any()), query).Select(a => new ConnectRow(
            a, a.Publisher.Name, a.By.DisplayName, current.Any(c => c.PublisherId == a.PublisherId && c.Method == PayoutMethod.Connect)));
    }
}
