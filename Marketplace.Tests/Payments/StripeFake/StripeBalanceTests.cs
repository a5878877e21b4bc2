using Stripe;

namespace Marketplace.Tests.Payments.StripeFake;

public class StripeBalanceTests : StripeFakeTest
{
    [Fact]
    public async Task Money_is_pending_for_two_days_then_available()
    {
        await Place.PayAsync("pm_card_visa");
        await Place.PayAsync("pm_card_bypassPending");
        Assert.Equal((4_112, 4_112), await BalanceAsync());

        Fake.Advance(TimeSpan.FromDays(2));

        Assert.Equal((8_224, 0), await BalanceAsync());
    }

    [Fact]
    public async Task A_payment_in_another_currency_is_settled_at_a_rate()
    {
        Fake.Rules.Rates["usd"] = 0.9m;

        var charge = await ChargeAsync(amount: 10_000, currency: "usd");

        var line = await Api.BalanceTransactions.GetAsync(charge.BalanceTransactionId, cancellationToken: Cancel);
        Assert.Equal((9_000, "eur", 0.9m, 160), (line.Amount, line.Currency, line.ExchangeRate, line.Fee));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_balance_is_the_sum_of_its_lines_whatever_happened(int seed)
    {
        var random = new Random(seed);
        string[] cards = ["pm_card_visa", "pm_card_bypassPending", "pm_card_createDispute", "pm_card_refundFail", "pm_card_pendingRefund",
            "pm_card_chargeDeclined"];
        var charges = new List<string>();
        var account = await StripeConnectTests.OnboardedAsync(Place);
        for (var step = 0; step < 60; step++)
        {
            await StepAsync(random.Next(6));
            await AssertAddsUpAsync(step, null);
            await AssertAddsUpAsync(step, account);
        }

        // What Stripe refuses changes nothing, and is part of the history.
        async Task StepAsync(int kind)
        {
            try
            {
                switch (kind)
                {
                    case 0 or 1:
                        charges.Add((await Place.PayAsync(cards[random.Next(cards.Length)], random.Next(100, 20_000))).LatestChargeId);
                        break;
                    case 2 when charges.Count > 0:
                        await Api.Refunds.CreateAsync(new() { Charge = charges[random.Next(charges.Count)], Amount = random.Next(1, 9_000) },
                            cancellationToken: Cancel);
                        break;
                    case 3:
                        await Api.Transfers.CreateAsync(new() { Amount = random.Next(1, 9_000), Currency = "eur", Destination = account },
                            cancellationToken: Cancel);
                        break;
                    case 4:
                        await Api.Payouts.CreateAsync(new() { Amount = random.Next(1, 9_000), Currency = "eur" }, cancellationToken: Cancel);
                        break;
                    default:
                        Fake.Advance(TimeSpan.FromHours(random.Next(60)));
                        break;
                }
            }
            catch (StripeException refused) when (refused.StripeError.Type is "card_error" or "invalid_request_error")
            {
            }
        }

        async Task AssertAddsUpAsync(int step, string? of)
        {
            var (available, pending) = await BalanceAsync(of);
            var lines = await Api.BalanceTransactions.ListAsync(new() { Limit = 100 }, new RequestOptions { StripeAccount = of }, Cancel);
            Assert.False(lines.HasMore);
            Assert.All(lines, line => Assert.Equal(line.Net, line.Amount - line.Fee));
            Assert.True(lines.Where(line => line.Status is "available").Sum(line => line.Net) == available
                && lines.Where(line => line.Status is "pending").Sum(line => line.Net) == pending, $"seed {seed}, step {step}, {of}");
        }
    }

    [Fact]
    public async Task Lists_come_page_by_page_newest_first_and_filtered()
    {
        for (var amount = 1_000; amount < 1_025; amount++)
        {
            await Place.PayAsync("pm_card_visa", amount);
        }

        var all = await Api.BalanceTransactions.ListAutoPagingAsync(new() { Limit = 7, Type = "charge" }, cancellationToken: Cancel).ToListAsync(Cancel);
        Assert.Equal(Enumerable.Range(1_000, 25).Reverse().Select(amount => (long)amount), all.Select(line => line.Amount));
        Assert.Empty(await Api.BalanceTransactions.ListAsync(new() { Type = "refund" }, cancellationToken: Cancel));
        var source = await Api.BalanceTransactions.ListAsync(new() { Source = all[3].SourceId, Expand = ["data.source"] }, cancellationToken: Cancel);
        Assert.Equal(all[3].Amount, Assert.IsType<Charge>(source.Single().Source).Amount);
        Assert.Equal("limit", (await RefusedAsync(Api.Charges.ListAsync(new() { Limit = 101 }, cancellationToken: Cancel))).Param);
    }

    [Fact]
    public async Task Payments_are_found_by_what_was_noted_on_them()
    {
        var twelve = await Place.PayAsync("pm_card_visa", with: options => options.Metadata = new() { ["order"] = "12" });
        await Place.PayAsync("pm_card_visa", with: options => options.Metadata = new() { ["order"] = "13" });

        var found = await Api.PaymentIntents.SearchAsync(new() { Query = "metadata['order']:'12' AND status:'succeeded'" }, cancellationToken: Cancel);

        Assert.Equal(twelve.Id, found.Single().Id);
    }
}
