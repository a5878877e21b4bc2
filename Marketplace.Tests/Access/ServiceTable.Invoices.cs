using Marketplace.Billing.Credits;
using Marketplace.Billing.Interest;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Sales;
using Marketplace.Data;
using static Marketplace.Tests.Access.ServiceCall;

namespace Marketplace.Tests.Access;

internal static partial class ServiceTable
{
    private static IEnumerable<ServiceCall> Invoices =>
    [
        Reads<OrderListQueries>(Who.Home, (s, w, a) => s.OwnAsync(a, ListQuery.First, Cancel)),
        Reads<OrderListQueries>(Who.Home, (s, w, a) => AllAsync(s.StreamOwnAsync(a, ListQuery.First, Cancel))),
        Reads<OrderListQueries>(Who.Home, (s, w, a) => s.FindAsync(a, w.Order, Cancel)),
        Reads<OrderListQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<OrderListQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<InterestQueries>(Who.Home | Who.Operator, (s, w, a) => s.ReadAsync(a, World.LateInvoice, Cancel)),
        Reads<InterestQueries>(Who.Home, (s, w, a) => s.OverdueAsync(a, Cancel)),
        Writes<InterestWaivers>(Who.Operator, (s, w, a) => s.WaiveAsync(a, World.LateInvoice, "A mistake.", Cancel)),
        Reads<InvoiceQueries>(Who.Home, (s, w, a) => s.OwnAsync(a, ListQuery.First, Cancel)),
        Reads<InvoiceQueries>(Who.Home, (s, w, a) => AllAsync(s.StreamOwnAsync(a, ListQuery.First, Cancel))),
        Reads<InvoiceQueries>(Who.Home | Who.Operator, (s, w, a) => s.ReadAsync(a, World.Invoice, Cancel)),
        Reads<InvoiceQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<InvoiceQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<SalesQueries>(Who.Other, (s, w, a) => s.ListAsync(a, null, ListQuery.First, Cancel)),
        Reads<SalesQueries>(Who.Other, (s, w, a) => AllAsync(s.StreamAsync(a, null, ListQuery.First, Cancel))),
        Reads<SalesQueries>(Who.Other, (s, w, a) => s.SumsAsync(a, null, Cancel)),
        Reads<CreditNotes>(Who.Operator, (s, w, a) => s.LeftAsync(a, w.InvoiceId, Cancel)),
        Reads<CreditNotes>(Who.Operator, (s, w, a) => s.PreviewAsync(a, w.Credit, Cancel)),
        Writes<CreditNotes>(Who.Operator, (s, w, a) => s.IssueAsync(a, w.Credit, Cancel)),
        Writes<CreditProposals>(Who.Operator, (s, w, a) => s.ProposeAsync(a, w.Credit, w.CreditHash, Cancel)),
        Writes<CreditProposals>(Who.Operator, (s, w, a) => s.ApproveAsync(a, w.Proposal.Id, w.Proposal.Hash, Cancel)),
        Writes<CreditProposals>(Who.Operator, (s, w, a) => s.DeclineAsync(a, w.Proposal.Id, "It worked.", Cancel)),
        Writes<CreditProposals>(Who.Operator, (s, w, a) => s.WithdrawAsync(a, w.OwnProposal, Cancel)),
        Reads<RefundQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<RefundQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<RefundQueries>(Who.Operator, (s, w, a) => s.FailedAsync(a, Cancel)),
        Reads<CreditProposalQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<CreditProposalQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<CreditProposalQueries>(Who.Operator, (s, w, a) => s.OpenAsync(a, Cancel)),
        Reads<CreditProposalQueries>(Who.Operator, (s, w, a) => s.OfInvoiceAsync(a, w.Proposal.InvoiceId, Cancel)),
        Reads<CreditProposalQueries>(Who.Operator, (s, w, a) => s.ReadAsync(a, w.Proposal.Id, Cancel)),
    ];
}
