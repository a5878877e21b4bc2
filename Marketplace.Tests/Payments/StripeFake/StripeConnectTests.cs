using Stripe;

namespace Marketplace.Tests.Payments.StripeFake;

public class StripeConnectTests : StripeFakeTest
{
    [Fact]
    public async Task An_account_is_sent_nothing_before_its_owner_filled_in_the_form()
    {
        var account = await OpenAsync(Place);
        await Place.PayAsync("pm_card_bypassPending", 100_000);

        var refused = await RefusedAsync(SendAsync(account.Id, 1_000));
        Assert.Equal(("insufficient_capabilities_for_transfer", "destination"), (refused.Code, refused.Param));
        var link = await Api.AccountLinks.CreateAsync(
            new() { Account = account.Id, Type = "account_onboarding", RefreshUrl = "https://shop.example/again", ReturnUrl = "https://shop.example/done" },
            cancellationToken: Cancel);
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([]);
        var sent = await browser.PostAsync(new Uri(link.Url), form, Cancel);
        var again = await browser.GetAsync(new Uri(link.Url), Cancel);

        Assert.Equal(("https://shop.example/done", "https://shop.example/again"), (sent.Headers.Location!.ToString(), again.Headers.Location!.ToString()));
        account = await Api.Accounts.GetAsync(account.Id, cancellationToken: Cancel);
        Assert.Equal((true, true, "active"), (account.DetailsSubmitted, account.PayoutsEnabled, account.Capabilities.Transfers));
        Assert.Equal(1_000, (await SendAsync(account.Id, 1_000)).Amount);
    }

    [Fact]
    public async Task A_transfer_needs_available_money_or_the_payment_it_comes_from()
    {
        var account = await OnboardedAsync(Place);
        var charge = await ChargeAsync(amount: 10_000);

        Assert.Equal("balance_insufficient", (await RefusedAsync(SendAsync(account, 5_000))).Code);
        var transfer = await SendAsync(account, 5_000, charge.Id);
        Assert.Equal(charge.Id, transfer.SourceTransactionId);
        Assert.Equal("amount", (await RefusedAsync(SendAsync(account, 5_001, charge.Id))).Param);
        Assert.Equal((0, 5_000), await BalanceAsync(account));

        Fake.Advance(TimeSpan.FromDays(2));

        Assert.Equal((5_000, 0), await BalanceAsync(account));
        Assert.Equal((10_000 - 175 - 5_000, 0), await BalanceAsync());
    }

    [Fact]
    public async Task A_transfer_is_reversed_in_parts_and_not_above()
    {
        var account = await OnboardedAsync(Place);
        await Place.PayAsync("pm_card_bypassPending", 10_000);
        var transfer = await SendAsync(account, 5_000);

        await Api.Transfers.Reversals.CreateAsync(transfer.Id, new() { Amount = 2_000 }, cancellationToken: Cancel);
        Assert.Equal("amount", (await RefusedAsync(Api.Transfers.Reversals.CreateAsync(transfer.Id, new() { Amount = 3_001 },
            cancellationToken: Cancel))).Param);
        var rest = await Api.Transfers.Reversals.CreateAsync(transfer.Id, new(), cancellationToken: Cancel);

        transfer = await Api.Transfers.GetAsync(transfer.Id, cancellationToken: Cancel);
        Assert.Equal((3_000, 5_000, true, 2), (rest.Amount, transfer.AmountReversed, transfer.Reversed, transfer.Reversals.Count()));
        Assert.Equal((0, 0), await BalanceAsync(account));
        Assert.Equal(2, (await EventsAsync()).Count(type => type is "transfer.reversed"));
    }

    [Theory]
    [InlineData("000123456789", "paid", null, 0)]
    [InlineData("000111111116", "failed", "no_account", 5_000)]
    [InlineData("000111111113", "failed", "account_closed", 5_000)]
    [InlineData("000222222227", "failed", "insufficient_funds", 5_000)]
    public async Task A_payout_arrives_days_later_or_comes_back(string number, string end, string? code, long left)
    {
        var account = await OnboardedAsync(Place);
        await Place.PayAsync("pm_card_bypassPending", 10_000);
        await SendAsync(account, 5_000);
        var its = new RequestOptions { StripeAccount = account };
        Assert.Equal("currency", (await RefusedAsync(Api.Payouts.CreateAsync(new() { Amount = 5_000, Currency = "eur" }, its, Cancel))).Param);
        await Api.Accounts.ExternalAccounts.CreateAsync(account, new()
        {
            ExternalAccount = new AccountExternalAccountBankAccountOptions
            {
                Country = "AT", Currency = "eur", AccountNumber = number, RoutingNumber = "110000000",
            },
        }, cancellationToken: Cancel);

        Assert.Equal("balance_insufficient", (await RefusedAsync(Api.Payouts.CreateAsync(new() { Amount = 5_001, Currency = "eur" }, its, Cancel))).Code);
        var payout = await Api.Payouts.CreateAsync(new() { Amount = 5_000, Currency = "eur" }, its, Cancel);
        Assert.Equal("pending", payout.Status);
        Fake.Advance(TimeSpan.FromDays(1));
        Assert.Equal("in_transit", (await Api.Payouts.GetAsync(payout.Id, null, its, Cancel)).Status);
        Fake.Advance(TimeSpan.FromDays(1));

        payout = await Api.Payouts.GetAsync(payout.Id, null, its, Cancel);
        Assert.Equal((end, code), (payout.Status, payout.FailureCode));
        Assert.Equal((left, 0), await BalanceAsync(account));
        Assert.Equal(end is "paid", (await Api.Accounts.GetAsync(account, cancellationToken: Cancel)).PayoutsEnabled);
    }

    internal static async Task<string> OnboardedAsync(StripePlace place)
    {
        var account = (await OpenAsync(place)).Id;
        place.Fake!.Onboard(account);
        return account;
    }

    private static Task<Account> OpenAsync(StripePlace place) => place.Api.Accounts.CreateAsync(new()
    {
        Country = "AT", Email = "publisher@example.com", Controller = new() { StripeDashboard = new() { Type = "express" } },
        Capabilities = new() { Transfers = new() { Requested = true } },
    }, cancellationToken: Cancel);

    private Task<Transfer> SendAsync(string account, long amount, string? source = null) =>
        Api.Transfers.CreateAsync(new() { Amount = amount, Currency = "eur", Destination = account, SourceTransaction = source }, cancellationToken: Cancel);
}
