using Marketplace.Tests.Support.Stripe;
using Stripe;

namespace Marketplace.Tests.Payments.StripeFake;

/// <summary>Tests of the fake alone, driven by Stripe.net as the product drives it.</summary>
public abstract class StripeFakeTest : IAsyncLifetime
{
    private StripePlace? _place;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected StripePlace Place => _place!;

    private protected StripeServer Fake => _place!.Fake!;

    protected V1Services Api => Place.Api;

    public async ValueTask InitializeAsync() => _place = await StripePlace.OpenAsync("the fake");

    public async ValueTask DisposeAsync()
    {
        await Place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static async Task<StripeError> RefusedAsync(Task act) => (await Assert.ThrowsAsync<StripeException>(() => act)).StripeError;

    protected async Task<Charge> ChargeAsync(string method = "pm_card_visa", long amount = 4_200, string currency = "eur") =>
        await Api.Charges.GetAsync((await Place.PayAsync(method, amount, currency)).LatestChargeId, cancellationToken: Cancel);

    protected async Task<string[]> EventsAsync() =>
        [.. (await Api.Events.ListAsync(new() { Limit = 100 }, cancellationToken: Cancel)).Data.Select(one => one.Type).Reverse()];

    protected async Task<(long Available, long Pending)> BalanceAsync(string? account = null)
    {
        var balance = await Api.Balance.GetAsync(null, new RequestOptions { StripeAccount = account }, Cancel);
        return (balance.Available.Single(one => one.Currency == "eur").Amount, balance.Pending.Single(one => one.Currency == "eur").Amount);
    }
}
