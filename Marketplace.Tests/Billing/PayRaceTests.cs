using System.Globalization;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Sandbox;

namespace Marketplace.Tests.Billing;

/// <summary>Many who pay one order at once; with so many rounds as <c>MARKETPLACE_PAY_ROUNDS</c> says.</summary>
public sealed class PayRaceTests
{
    private const int AtOnce = 50;

    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_PAY_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 3;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_many_pay_one_order_at_once_there_is_one_charge()
    {
        using var shop = await Shop.OpenAsync();
        for (var round = 1; round <= Rounds; round++)
        {
            var (id, hash) = await shop.QuoteAsync();
            var order = Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(id, hash, again: true)).OrderId;

            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
            {
                if (await shop.PayAsync(order) is PayOutcome.Underway { Url: not null })
                {
                    await shop.Get<SandboxTill>().PayAsync(shop.PaymentOf(order).ProviderId!, Shop.Good, Cancel);
                    await shop.Get<OrderPayments>().LookAsync(shop.Owner, order, Cancel);
                }

                await shop.Get<ProviderInbox>().ProcessAsync(Cancel);
            })));
            await shop.WorkAsync();

            Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
            Assert.Equal(
                (round, round, round, round * (11900 - 204L), 0L),
                (shop.Read(db => db.Payments.Count()), shop.Read(db => db.Licenses.Count()), shop.Read(db => db.Invoices.Count()),
                    shop.Net(AccountKey.ProviderCash("sandbox")), shop.Net(AccountKey.Receivable)));
        }
    }
}
