using Marketplace.Billing.AccountStatements;
using Marketplace.Billing.Changes;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Disputes;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Interest;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Runs;
using Marketplace.Billing.Sales;
using Marketplace.Billing.Subscriptions;
using Marketplace.Billing.Transfers;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Pricing.Quotes;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Billing;

public static class BillingServices
{
    public static void AddBilling(this IServiceCollection services)
    {
        services.AddSingleton<InvoiceMail>();
        services.AddSingleton<IMailAttachments>(sp => sp.GetRequiredService<InvoiceMail>());
        services.AddSingleton<ClientBalances>();
        services.AddSingleton<InvoiceIssue>();
        services.AddSingleton<InvoiceQueries>();
        services.AddOptions<InterestOptions>().BindConfiguration(InterestOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<InterestRun>();
        services.AddSingleton<InterestQueries>();
        services.AddSingleton<InterestWaivers>();
        services.AddSingleton<BuyingRules>();
        services.AddSingleton<OrderInvoices>();
        services.AddSingleton<IOrderedTerms, SubscriptionStart>();
        services.AddSingleton<RenewalInvoices>();
        services.AddSingleton<PeriodPayments>();
        services.AddSingleton<IPaymentListener>(sp => sp.GetRequiredService<PeriodPayments>());
        services.AddSingleton<PeriodTransfers>();
        services.AddSingleton<PeriodCharges>();
        services.AddSingleton<SubscriptionEnding>();
        services.AddSingleton<IBillingBacklog, RenewalBacklog>();
        services.AddSingleton<BillingRuns>();
        services.AddSingleton<BillingPauses>();
        services.AddSingleton<BillingRunQueries>();
        services.AddSingleton<JointRenewals>();
        services.AddSingleton<RenewalRun>();
        services.AddSingleton<SubscriptionChanges>();
        services.AddSingleton<SubscriptionQueries>();
        services.AddOptions<SubscriptionOptions>().BindConfiguration(SubscriptionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ChangePlans>();
        services.AddSingleton<ChangeChoices>();
        services.AddSingleton<ChangeDrafts>();
        services.AddSingleton<SubscriptionRevisions>();
        services.AddSingleton<OrderCompletion>();
        services.AddSingleton<IPaymentListener>(sp => sp.GetRequiredService<OrderCompletion>());
        services.AddSingleton<PurchaseEvents>();
        services.AddSingleton<IPaymentListener>(sp => sp.GetRequiredService<PurchaseEvents>());
        services.AddSingleton<IQuoteListener>(sp => sp.GetRequiredService<PurchaseEvents>());
        services.AddSingleton<ICustomQuoteListener>(sp => sp.GetRequiredService<PurchaseEvents>());
        services.AddSingleton<IOrderedQuotes, OrderedQuotes>();
        services.AddSingleton<OrderPlacement>();
        services.AddSingleton<OrderPayments>();
        services.AddSingleton<OrderSweep>();
        services.AddSingleton<EarlierOrders>();
        services.AddSingleton<OrderCredits>();
        services.AddSingleton<OrderQueries>();
        services.AddSingleton<OrderListQueries>();
        services.AddSingleton<CheckoutQueries>();
        services.AddOptions<CreditOptions>().BindConfiguration(CreditOptions.Section).ValidateDataAnnotations()
            .Validate(credits => Currency.All.Any(currency => currency.Code == credits.Currency), "Credits:Currency is a currency of ISO 4217, such as EUR.")
            .ValidateOnStart();
        services.AddSingleton<CreditLimit>();
        services.AddSingleton<CreditCases>();
        services.AddSingleton<CreditJournals>();
        services.AddSingleton<CreditIssue>();
        services.AddSingleton<IUnpaidInvoices, UnpaidInvoices>();
        services.AddSingleton<CreditNotes>();
        services.AddSingleton<CreditProposals>();
        services.AddSingleton<CreditProposalQueries>();
        services.AddSingleton<RefundQueries>();
        services.AddOptions<DunningOptions>().BindConfiguration(DunningOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DunningLink>();
        services.AddSingleton<DunningMails>();
        services.AddSingleton<WriteOffs>();
        services.AddSingleton<IUnpaidPeriods, DunningCases>();
        services.AddSingleton<DunningRun>();
        services.AddSingleton<LinkedPayments>();
        services.AddSingleton<BillingNotices>();
        services.AddSingleton<CaseChanges>();
        services.AddSingleton<CampaignChanges>();
        services.AddSingleton<DunningQueries>();
        services.AddSingleton<CampaignQueries>();
        services.AddSingleton<TransferBooking>();
        services.AddSingleton<OutgoingTransfers>();
        services.AddSingleton<LineIntake>();
        services.AddSingleton<BankImports>();
        services.AddSingleton<TransferDecisions>();
        services.AddSingleton<TransferQueries>();
        services.AddSingleton<IDisputeRecords, DisputeRecords>();
        services.AddSingleton<SalesQueries>();
        services.AddSingleton<ClientStatements>();
    }
}
