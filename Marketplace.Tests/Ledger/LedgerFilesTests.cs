using System.Net;
using Marketplace.Accounts;
using Marketplace.Ledger;
using Marketplace.Portal;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Ledger;

/// <summary>The books as files.</summary>
public sealed class LedgerFilesTests : IAsyncDisposable
{
    private static readonly string[] Addresses =
    [
        PortalUrls.LedgerAccountsCsv, PortalUrls.JournalsCsv(202603, AccountKind.Revenue), PortalUrls.TrialBalanceCsv(202603, "JPY"),
        PortalUrls.CommissionsCsv,
    ];

    private readonly PortalHost _portal = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Amounts_are_in_the_units_of_their_currency_without_signs()
    {
        await _portal.Database.PostAsync(Books.Paid("payment/1", 1250, _portal.Database.Now, "JPY"), Books.Paid("payment/2", 125_005, _portal.Database.Now));
        using var client = await _portal.ClientAsync(_portal.Database.Staff(StaffRole.Operator));

        Assert.Equal(
            ["Number,Account,Of,Currency,Debit,Credit,Balance", "1010,Provider cash,bank,EUR,1250.05,0.00,1250.05", "1010,Provider cash,bank,JPY,1250,0,1250",
                "4000,Revenue,,EUR,0.00,1250.05,1250.05", "4000,Revenue,,JPY,0,1250,1250"],
            (await LinesAsync(client, Addresses[0])).Order(StringComparer.Ordinal).OrderBy(line => !line.StartsWith("Number", StringComparison.Ordinal)));
        Assert.Equal(
            ["Date,Kind,What,Source,Amount", "2026-03-02T09:00:00Z,Payment,Paid,payment/2,1250.05", "2026-03-02T09:00:00Z,Payment,Paid,payment/1,1250"],
            await LinesAsync(client, Addresses[1]));
        Assert.Equal(
            ["Number,Account,Of,Currency,Debit,Credit,Balance", "1010,Provider cash,bank,JPY,1250,0,1250", "4000,Revenue,,JPY,0,1250,1250"],
            await LinesAsync(client, Addresses[2]));
        var account = _portal.Database.Read(db => db.LedgerAccounts.Single(a => a.Kind == AccountKind.Revenue).Id);
        Assert.Equal(
            ["Date,Kind,What,Contra account,Debit,Credit,Balance", "2026-03-02T09:00:00Z,Payment,Paid,\"Provider cash, bank\",0,1250,1250"],
            await LinesAsync(client, PortalUrls.LedgerAccountCsv(account, 202603, "JPY")));
    }

    [Fact]
    public async Task Nobody_but_operators_gets_them_and_what_is_not_there_is_not_found()
    {
        using var moderator = await _portal.ClientAsync(_portal.Database.Staff(StaffRole.Moderator));
        foreach (var address in Addresses)
        {
            Assert.NotEqual(HttpStatusCode.OK, (await moderator.GetAsync(address, Cancel)).StatusCode);
        }

        using var client = await _portal.ClientAsync(_portal.Database.Staff(StaffRole.Operator));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(PortalUrls.LedgerAccountCsv(77, 202603, "EUR"), Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(PortalUrls.TrialBalanceCsv(), Cancel)).StatusCode);
        Assert.Equal("Publisher,Module,Tier,Rate,From,State,Set by,Set", Assert.Single(await LinesAsync(client, PortalUrls.CommissionsCsv)));
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private static async Task<string[]> LinesAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadAsStringAsync(Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
