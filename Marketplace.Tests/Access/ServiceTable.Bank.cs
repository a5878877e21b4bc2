using Marketplace.Billing.Transfers;
using Marketplace.Data;
using Marketplace.Payments.Bank;
using static Marketplace.Tests.Access.ServiceCall;

namespace Marketplace.Tests.Access;

internal static partial class ServiceTable
{
    private static IEnumerable<ServiceCall> Bank =>
    [
        Reads<TransferQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, [BankLineState.Unknown], ListQuery.First, Cancel)),
        Reads<TransferQueries>(Who.Operator, (s, w, a) => s.CountsAsync(a, Cancel)),
        Reads<TransferQueries>(Who.Operator, (s, w, a) => s.ReadAsync(a, w.BankLine.Id, null, Cancel)),
        Reads<TransferQueries>(Who.Operator, (s, w, a) => s.ClientsAsync(a, "", Cancel)),
        Reads<OutgoingTransfers>(Who.Operator, (s, w, a) => s.WaitingAsync(a, Cancel)),
        Writes<BankImports>(Who.Operator, (s, w, a) => s.ImportAsync(a, "statement.csv", "Date;Amount EUR\n2026-03-02;7.00\n"u8.ToArray(), Cancel)),
        Writes<BankImports>(Who.Operator, (s, w, a) => s.EnterAsync(a, World.Typed, Cancel)),
        Writes<BankImports>(Who.Operator, (s, w, a) => s.SentAsync(a, "out_1", Cancel)),
        Writes<TransferDecisions>(Who.Operator, (s, w, a) => s.AssignAsync(
            a, w.BankLine.Id, w.BankLine.Version, new([], RestUse.Balance, w.HomeId), Cancel)),
        Writes<TransferDecisions>(Who.Operator, (s, w, a) => s.ReleaseAsync(a, w.BankPart.Id, w.BankPart.Version, Cancel)),
        Writes<TransferDecisions>(Who.Operator, (s, w, a) => s.IgnoreAsync(a, w.BankLine.Id, w.BankLine.Version, "Not ours", Cancel)),
        Writes<TransferDecisions>(Who.Operator, (s, w, a) => s.FeeAsync(a, w.BankDebit.Id, w.BankDebit.Version, Cancel)),
    ];
}
