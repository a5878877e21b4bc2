using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Reconciliation;
using Marketplace.Pricing.Quotes;
using Marketplace.Updates;
using static Marketplace.Tests.Access.ServiceCall;

namespace Marketplace.Tests.Access;

internal static partial class ServiceTable
{
    private static IEnumerable<ServiceCall> Payments =>
    [
        Reads<QuoteQueries>(Who.Home, (s, w, a) => s.OwnAsync(a, 1, Cancel)),
        Reads<QuoteQueries>(Who.Home, (s, w, a) => s.FindAsync(a, w.Quote, Cancel)),
        Reads<PaymentQueries>(Who.Home, (s, w, a) => s.OwnAsync(a, ListQuery.First, Cancel)),
        Reads<PaymentQueries>(Who.Home, (s, w, a) => s.FindAsync(a, w.Payment, Cancel)),
        Reads<PaymentQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<PaymentQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<PaymentQueries>(Who.Operator, (s, w, a) => s.ReadAsync(a, w.Payment, Cancel)),
        Reads<InvoiceQueries>(Who.Operator, (s, w, a) => s.NumberOfAsync(a, w.PaidOrder, Cancel)),
        Reads<OrganizationHooks>(Who.Owner, (s, w, a) => s.ReadAsync(a, w.HomeId, Cancel)),
        Writes<OrganizationHooks>(Who.Owner, (s, w, a) => s.SaveAsync(a, w.HomeId, "https://example.com/hook", Cancel)),
        Reads<DisputeQueries>(Who.Operator, (s, w, a) => s.OpenAsync(a, Cancel)),
        Reads<DisputeQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<DisputeQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<DisputeQueries>(Who.Operator, (s, w, a) => s.ReadAsync(a, w.Dispute, Cancel)),
        Reads<Disputes>(Who.Operator, (s, w, a) => s.RecordsAsync(a, w.Dispute, Cancel)),
        Writes<Disputes>(Who.Operator, (s, w, a) => s.AnswerAsync(a, w.Dispute, new("It was delivered.", null), Cancel)),
        Reads<EventQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<EventQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<EventQueries>(Who.Operator, (s, w, a) => s.OfPaymentAsync(a, w.Payment, Cancel)),
        Reads<EventQueries>(Who.Operator, (s, w, a) => s.ReadAsync(a, w.Event, Cancel)),
        Writes<EventReplay>(Who.Operator, (s, w, a) => s.ReplayAsync(a, w.Event, Cancel)),
        Reads<ReconciliationQueries>(Who.Operator, (s, w, a) => s.GlanceAsync(a, Cancel)),
        Reads<ReconciliationQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<ReconciliationQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<ReconciliationQueries>(Who.Operator, (s, w, a) => s.RunsAsync(a, ListQuery.First, Cancel)),
        Reads<ReconciliationQueries>(Who.Operator, (s, w, a) => AllAsync(s.StreamRunsAsync(a, ListQuery.First, Cancel))),
        Writes<Differences>(Who.Operator, (s, w, a) => s.CloseAsync(a, w.Difference, "It was a test.", Cancel)),
        Writes<Differences>(Who.Operator, (s, w, a) => s.CompareAsync(a, Cancel)),
    ];
}
