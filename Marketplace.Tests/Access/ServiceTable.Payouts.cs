using Marketplace.Data;
using Marketplace.Payouts;
using Marketplace.Payouts.Accounts;
using Marketplace.Payouts.Connect;
using Marketplace.Payouts.Shares;
using Marketplace.Payouts.Statements;
using Marketplace.Tests.Payouts;
using static Marketplace.Tests.Access.ServiceCall;

namespace Marketplace.Tests.Access;

internal static partial class ServiceTable
{
    private static IEnumerable<ServiceCall> Payouts =>
    [
        Reads<EarningQueries>(Who.Home, (s, w, a) => s.BalancesAsync(a, Cancel)),
        Reads<EarningQueries>(Who.Other, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<EarningQueries>(Who.Other, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<HeldShares>(Who.Home, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<HeldShares>(Who.Home, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<PayoutAccounts>(Who.Owner | Who.Other, (s, w, a) => s.ReadAsync(a, Cancel)),
        Writes<PayoutAccounts>(Who.Owner, (s, w, a) => s.SaveAsync(a, w.HomeId, "Home", Market.Iban, Cancel)),
        Reads<PayoutPreparation>(Who.Operator, (s, w, a) => s.DueAsync(a, Cancel)),
        Writes<PayoutPreparation>(Who.Operator, (s, w, a) => s.PrepareAsync(a, new("EUR", PayoutMethod.Transfer), Cancel)),
        Writes<PayoutDecisions>(Who.Operator, (s, w, a) => s.ApproveAsync(a, w.OpenRun.Id, w.OpenRun.Hash, Cancel)),
        Writes<PayoutDecisions>(Who.Operator, (s, w, a) => s.CancelAsync(a, w.OpenRun.Id, Cancel)),
        Reads<ConnectAccounts>(Who.Owner | Who.Other, (s, w, a) => s.OwnAsync(a, Cancel)),
        Reads<ConnectAccounts>(Who.Owner, (s, w, a) => s.StartAsync(a, w.HomeId, Cancel)),
        Reads<ConnectAccounts>(Who.Owner, (s, w, a) => s.UseAsync(a, w.HomeId, Cancel)),
        Reads<ConnectQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<ConnectQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<PublisherTerms>(Who.Operator, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<PublisherTerms>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<PublisherTerms>(Who.Home, (s, w, a) => s.OwnAsync(a, Cancel)),
        Writes<PublisherTerms>(Who.Operator, (s, w, a) => s.SetAsync(a, "Home", "EUR", new(1000, 30, 10, 5000), "Many refunds.", Cancel)),
        Writes<PayoutSending>(Who.Operator, (s, w, a) => s.SendAsync(a, w.OpenRun.Id, w.OpenRun.Hash, Cancel)),
        Reads<PayoutSending>(Who.Operator, (s, w, a) => s.FileAsync(a, w.Payout.RunId, Cancel)),
        Writes<PayoutReturns>(Who.Operator, (s, w, a) => s.ReturnAsync(a, w.Payout.Id, "The account is closed", Cancel)),
        Reads<PayoutQueries>(Who.Operator, (s, w, a) => s.RunsAsync(a, ListQuery.First, Cancel)),
        Reads<PayoutQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamRunsAsync(a, ListQuery.First, Cancel))),
        Reads<PayoutQueries>(Who.Operator, (s, w, a) => s.RunAsync(a, w.OpenRun.Id, Cancel)),
        Reads<PayoutQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, null, ListQuery.First, Cancel)),
        Reads<PayoutQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, w.OpenRun.Id, ListQuery.First, Cancel))),
        Reads<PayoutQueries>(Who.Home, (s, w, a) => s.OwnAsync(a, ListQuery.First, Cancel)),
        Reads<PayoutQueries>(Who.Home, (s, w, a) => AllAsync(s.StreamOwnAsync(a, ListQuery.First, Cancel))),
        Reads<PayoutQueries>(Who.Home | Who.Operator, (s, w, a) => s.ReadAsync(a, w.Payout.Id, Cancel)),
        Reads<PayoutStatements>(Who.Home | Who.Operator, (s, w, a) => s.ReadAsync(a, w.Payout.Id, Cancel)),
        Reads<SelfBills>(Who.Home | Who.Operator, (s, w, a) => s.ReadAsync(a, w.Payout.Id, null, Cancel)),
        Reads<SelfBills>(Who.Home | Who.Operator, (s, w, a) => s.ReadAsync(a, w.Payout.Id, w.CreditNoteId, Cancel)),
        Reads<PayoutQueries>(Who.Home | Who.Operator, (s, w, a) => s.LinesAsync(a, w.Payout.Id, ListQuery.First, Cancel)),
        Reads<PayoutQueries>(Who.Home | Who.Operator, (s, w, a) => AllAsync(s.StreamLinesAsync(a, w.Payout.Id, ListQuery.First, Cancel))),
    ];
}
