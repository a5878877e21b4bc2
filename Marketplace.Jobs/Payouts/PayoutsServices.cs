using Marketplace.Billing.Transfers;
using Marketplace.Payments.Inbox;
using Marketplace.Payouts.Accounts;
using Marketplace.Payouts.Connect;
using Marketplace.Payouts.Shares;
using Marketplace.Payouts.Statements;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Payouts;

public static class PayoutsServices
{
    public static void AddPayouts(this IServiceCollection services)
    {
        services.AddShares();
        services.AddOptions<PayoutOptions>().BindConfiguration(PayoutOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PayoutAccounts>();
        services.AddSingleton<PublisherTerms>();
        services.AddSingleton<DuePayouts>();
        services.AddSingleton<PayoutPreparation>();
        services.AddSingleton<PayoutDecisions>();
        services.AddSingleton<SelfBills>();
        services.AddSingleton<PayoutSending>();
        services.AddSingleton<PayoutReturns>();
        services.AddSingleton<IBankListener>(sp => sp.GetRequiredService<PayoutReturns>());
        services.AddSingleton<PayoutTransfers>();
        services.AddSingleton<ConnectReads>();
        services.AddSingleton<ConnectAccounts>();
        services.AddSingleton<ConnectQueries>();
        services.AddSingleton<IConnectListener, ConnectNews>();
        services.AddSingleton<PayoutQueries>();
        services.AddSingleton<PayoutStatements>();
    }
}
