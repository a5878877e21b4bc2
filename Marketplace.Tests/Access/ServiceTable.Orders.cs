using Marketplace.Billing.AccountStatements;
using Marketplace.Billing.Changes;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payments.Methods;
using Marketplace.Pricing.Quotes;
using static Marketplace.Tests.Access.ServiceCall;

namespace Marketplace.Tests.Access;

internal static partial class ServiceTable
{
    private static CreditWish Credit(World w) => new(w.PaidInvoice, [new(0, new(500, "EUR"))], "It did not fit.", Revokes: true);

    private static IEnumerable<ServiceCall> Orders =>
    [
        Reads<QuoteQueries>(Who.Home, (s, w, a) => s.MayBuyAsync(a, w.Quote, Cancel)),
        Reads<CheckoutQueries>(Who.Home, (s, w, a) => s.ReadAsync(a, w.Quote, Cancel)),
        Writes<OrderPlacement>(Who.Home, (s, w, a) => s.PlaceAsync(a, new(w.Quote, w.QuoteHash), Cancel)),
        Reads<OrderQueries>(Who.Home, (s, w, a) => s.ReadAsync(a, w.OpenOrder, Cancel)),
        Reads<OrderQueries>(Who.Operator, (s, w, a) => s.SoldAsync(a, w.OpenOrder, Cancel)),
        Writes<OrderPayments>(Who.Home, (s, w, a) => s.PayAsync(a, w.OpenOrder, new(PaymentProviders.Sandbox), Cancel)),
        Writes<OrderPayments>(Who.Owner, (s, w, a) => s.ApproveAsync(a, w.AskedOrder, Cancel)),
        Writes<OrderPayments>(Who.Owner, (s, w, a) => s.DeclineAsync(a, w.AskedOrder, "Too dear.", Cancel)),
        Writes<OrderPayments>(Who.Home, (s, w, a) => s.CancelAsync(a, w.OpenOrder, Cancel)),
        Reads<SubscriptionQueries>(Who.Home, (s, w, a) => s.OwnAsync(a, ListQuery.First, Cancel)),
        Reads<SubscriptionQueries>(Who.Operator, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<SubscriptionQueries>(Who.Home | Who.Operator, (s, w, a) => s.ReadAsync(a, w.Subscription, Cancel)),
        Reads<SubscriptionQueries>(Who.Home | Who.Operator, (s, w, a) => s.OnInvoiceAsync(a, "M-2001-000001", Cancel)),
        Reads<SubscriptionQueries>(Who.Home, (s, w, a) => s.StreamOwnAsync(a, ListQuery.First, Cancel).ToListAsync(Cancel).AsTask()),
        Reads<SubscriptionQueries>(Who.Operator, (s, w, a) => s.StreamAsync(a, ListQuery.First, Cancel).ToListAsync(Cancel).AsTask()),
        Writes<PeriodCharges>(Who.Home, (s, w, a) => s.PayAsync(a, w.OwingSubscription, Cancel)),
        Writes<SubscriptionChanges>(Who.Owner | Who.BillingKey, (s, w, a) => s.CancelAsync(a, w.Subscription, "Too dear.", Cancel)),
        Writes<SubscriptionChanges>(Who.Owner | Who.BillingKey, (s, w, a) => s.ReactivateAsync(a, w.CanceledSubscription, Cancel)),
        Writes<SubscriptionChanges>(Who.Owner, (s, w, a) => s.ChooseMethodAsync(a, w.Subscription, w.SavedMethod, Cancel)),
        Writes<SubscriptionChanges>(Who.Operator, (s, w, a) => s.ReleaseAsync(a, w.ParkedSubscription, Cancel)),
        Reads<ChangeChoices>(Who.Owner | Who.BillingKey | Who.Operator, (s, w, a) => s.ReadAsync(a, w.Subscription, Cancel)),
        Reads<SubscriptionRevisions>(Who.Owner | Who.BillingKey | Who.Operator, (s, w, a) => s.PreviewAsync(a, w.Subscription, World.OtherDay, Cancel)),
        Writes<SubscriptionRevisions>(
            Who.Owner | Who.BillingKey | Who.Operator, (s, w, a) =>
            {
                // Each look at it is for another second.
                var shown = w.Shown;
                return s.ConfirmAsync(a, w.Subscription, World.OtherDay, shown.At, shown.Hash(), Cancel);
            }),
        Reads<ClientStatements>(Who.Home | Who.Operator, (s, w, a) => s.ReadAsync(a, new(w.HomeId), Cancel)),
        Reads<ClientStatements>(Who.Home | Who.Operator, (s, w, a) => s.ReadAllAsync(a, new(w.HomeId), Cancel)),
        Reads<ClientStatements>(Who.Home | Who.Operator, (s, w, a) => s.StreamAsync(a, new(w.HomeId), Cancel).ToListAsync(Cancel).AsTask()),
        Reads<ClientBalances>(Who.Home, (s, w, a) => s.OwnAsync(a, w.HomeId, Cancel)),
        Reads<SavedMethods>(Who.Home, (s, w, a) => s.ReadAsync(a, w.HomeId, Cancel)),
        Writes<SavedMethods>(Who.Owner, (s, w, a) => s.AddAsync(a, w.HomeId, null, Cancel)),
        Writes<SavedMethods>(Who.Owner, (s, w, a) => s.PreferAsync(a, w.SavedMethod, Cancel)),
        Writes<SavedMethods>(Who.Owner, (s, w, a) => s.RemoveAsync(a, w.SavedMethod, Cancel)),
        Reads<BuyingRules>(Who.Home, (s, w, a) => s.ReadAsync(a, w.HomeId, Cancel)),
        Writes<BuyingRules>(Who.Owner, (s, w, a) => s.SaveAsync(a, w.HomeId, new(20000, "EUR"), Cancel)),
        Reads<CreditNotes>(Who.Operator, (s, w, a) => s.PreviewAsync(a, Credit(w), Cancel)),
        Writes<CreditNotes>(Who.Operator, (s, w, a) => s.IssueAsync(a, Credit(w), Cancel)),
    ];
}
