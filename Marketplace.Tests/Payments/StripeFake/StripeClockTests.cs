using Stripe;

namespace Marketplace.Tests.Payments.StripeFake;

public class StripeClockTests : StripeFakeTest
{
    private static readonly DateTime Start = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task A_test_clock_moves_the_time_of_its_customers_alone()
    {
        var clock = await Api.TestHelpers.TestClocks.CreateAsync(new() { FrozenTime = Start, Name = "Year" }, cancellationToken: Cancel);
        var customer = await Api.Customers.CreateAsync(new() { TestClock = clock.Id, PaymentMethod = "pm_card_visa" }, cancellationToken: Cancel);
        var method = (await Api.Customers.PaymentMethods.ListAsync(customer.Id, cancellationToken: Cancel)).Single().Id;
        var intent = await Api.PaymentIntents.CreateAsync(
            new() { Amount = 1_000, Currency = "eur", Customer = customer.Id, PaymentMethod = method, Confirm = true, OffSession = true },
            cancellationToken: Cancel);
        await Place.PayAsync("pm_card_visa");
        Assert.Equal((Start, Start), (customer.Created, intent.Created));

        var moving = await Api.TestHelpers.TestClocks.AdvanceAsync(clock.Id, new() { FrozenTime = Start.AddDays(3) }, cancellationToken: Cancel);
        var moved = await Api.TestHelpers.TestClocks.GetAsync(clock.Id, cancellationToken: Cancel);

        Assert.Equal(("advancing", "ready", Start.AddDays(3)), (moving.Status, moved.Status, moved.FrozenTime));
        Assert.Equal((960, 4_112), await BalanceAsync());
        Assert.Equal(["test_helpers.test_clock.advancing", "test_helpers.test_clock.ready"], (await EventsAsync())[^2..]);
        await RefusedAsync(Api.TestHelpers.TestClocks.AdvanceAsync(clock.Id, new() { FrozenTime = Start }, cancellationToken: Cancel));
        await Api.TestHelpers.TestClocks.DeleteAsync(clock.Id, cancellationToken: Cancel);
        Assert.True((await Api.Customers.GetAsync(customer.Id, cancellationToken: Cancel)).Deleted);
    }

    [Fact]
    public async Task A_clock_holds_at_most_three_customers()
    {
        var clock = await Api.TestHelpers.TestClocks.CreateAsync(new() { FrozenTime = Start }, cancellationToken: Cancel);
        for (var customer = 0; customer < 3; customer++)
        {
            await Api.Customers.CreateAsync(new() { TestClock = clock.Id }, cancellationToken: Cancel);
        }

        Assert.Equal("test_clock", (await RefusedAsync(Api.Customers.CreateAsync(new() { TestClock = clock.Id }, cancellationToken: Cancel))).Param);
    }

    [Fact]
    public async Task A_parameter_that_is_not_played_says_so()
    {
        var refused = await Assert.ThrowsAsync<StripeException>(() => Place.PayAsync("pm_card_visa", with: options => options.ApplicationFeeAmount = 100));

        Assert.Equal((501, "application_fee_amount"), ((int)refused.HttpStatusCode, refused.StripeError.Param));
    }
}
