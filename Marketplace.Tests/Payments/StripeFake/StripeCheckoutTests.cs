using Stripe;
using Stripe.Checkout;

namespace Marketplace.Tests.Payments.StripeFake;

public class StripeCheckoutTests : StripeFakeTest
{
    [Fact]
    public async Task A_session_is_paid_on_its_page_and_leads_back()
    {
        var session = await OpenAsync();
        Assert.Equal(("open", "unpaid", 6_000, null), (session.Status, session.PaymentStatus, session.AmountTotal, session.PaymentIntentId));
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });

        var page = await browser.GetStringAsync(new Uri(session.Url), Cancel);
        var declined = await (await PostAsync(browser, session.Url, "pay", "4000000000000002")).Content.ReadAsStringAsync(Cancel);
        var bank = await (await PostAsync(browser, session.Url, "pay", "4000002760003184")).Content.ReadAsStringAsync(Cancel);
        var failed = await (await PostAsync(browser, session.Url, "fail")).Content.ReadAsStringAsync(Cancel);
        var done = await PostAsync(browser, session.Url, "pay", "4242424242424242");

        Assert.Contains("€60.00", page, StringComparison.Ordinal);
        Assert.Contains("Your card was declined.", declined, StringComparison.Ordinal);
        Assert.Contains("3-D Secure", bank, StringComparison.Ordinal);
        Assert.Contains("unable to authenticate", failed, StringComparison.Ordinal);
        Assert.Equal($"https://shop.example/done?session={session.Id}", done.Headers.Location!.ToString());
        session = await Api.Checkout.Sessions.GetAsync(session.Id, new() { Expand = ["payment_intent.latest_charge", "line_items"] },
            cancellationToken: Cancel);
        Assert.Equal(("complete", "paid", "succeeded", "12"),
            (session.Status, session.PaymentStatus, session.PaymentIntent.Status, session.PaymentIntent.Metadata["order"]));
        Assert.Equal((2, 6_000), (session.LineItems.Single().Quantity, session.LineItems.Single().AmountTotal));
        Assert.Single(await Api.Charges.ListAsync(new() { PaymentIntent = session.PaymentIntentId }, cancellationToken: Cancel), charge => charge.Paid);
        Assert.Equal(1, (await EventsAsync()).Count(type => type is "checkout.session.completed"));
    }

    [Fact]
    public async Task Cancel_leads_back_and_leaves_the_session_open()
    {
        var session = await OpenAsync();
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });

        var away = await PostAsync(browser, session.Url, "cancel");

        Assert.Equal("https://shop.example/cart", away.Headers.Location!.ToString());
        Assert.Equal("open", (await Api.Checkout.Sessions.GetAsync(session.Id, cancellationToken: Cancel)).Status);
    }

    [Theory]
    [InlineData("4242424242424242", true, null, "complete")]
    [InlineData("4000000000009995", true, "insufficient_funds", "open")]
    [InlineData("4000002760003184", true, null, "complete")]
    [InlineData("4000002760003184", false, "payment_intent_authentication_failure", "open")]
    [InlineData("4000002760003184", null, null, "open")]
    public async Task A_test_pays_without_a_browser(string card, bool? authenticates, string? refusal, string status)
    {
        var session = await OpenAsync();

        Assert.Equal(refusal, Fake.Pay(session.Id, card, authenticates));

        Assert.Equal(status, (await Api.Checkout.Sessions.GetAsync(session.Id, cancellationToken: Cancel)).Status);
    }

    [Fact]
    public async Task An_open_session_expires_by_time_or_by_call_and_cannot_be_paid_then()
    {
        var (late, closed) = (await OpenAsync(), await OpenAsync());
        Fake.Pay(late.Id, "4000002760003184", authenticates: null);
        var intent = (await Api.Checkout.Sessions.GetAsync(late.Id, cancellationToken: Cancel)).PaymentIntentId;

        closed = await Api.Checkout.Sessions.ExpireAsync(closed.Id, cancellationToken: Cancel);
        Fake.Advance(TimeSpan.FromHours(25));

        late = await Api.Checkout.Sessions.GetAsync(late.Id, cancellationToken: Cancel);
        Assert.Equal(("expired", "expired", null), (late.Status, closed.Status, late.Url));
        Assert.Equal("canceled", (await Api.PaymentIntents.GetAsync(intent, cancellationToken: Cancel)).Status);
        Fake.Pay(late.Id, "4242424242424242");
        Assert.Empty(await Api.Charges.ListAsync(cancellationToken: Cancel));
        await RefusedAsync(Api.Checkout.Sessions.ExpireAsync(late.Id, cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_bank_debit_completes_a_session_unpaid_and_pays_it_later()
    {
        var session = await OpenAsync();

        Fake.Pay(session.Id, "AT611904300234573201");
        Assert.Equal(("complete", "unpaid"), await StateAsync(session.Id));
        Fake.Advance(TimeSpan.FromDays(4));

        Assert.Equal(("complete", "paid"), await StateAsync(session.Id));
        Assert.Contains("checkout.session.async_payment_succeeded", await EventsAsync());
    }

    [Fact]
    public async Task A_session_in_setup_mode_keeps_a_card_for_its_customer()
    {
        var customer = await Api.Customers.CreateAsync(new(), cancellationToken: Cancel);
        var session = await Api.Checkout.Sessions.CreateAsync(
            new() { Mode = "setup", Currency = "eur", Customer = customer.Id, SuccessUrl = "https://shop.example/done" }, cancellationToken: Cancel);

        Assert.Null(Fake.Pay(session.Id, "4000002500003155"));

        var method = (await Api.Customers.PaymentMethods.ListAsync(customer.Id, new() { Type = "card" }, cancellationToken: Cancel)).Single();
        var paid = await Api.PaymentIntents.CreateAsync(
            new() { Amount = 1_000, Currency = "eur", Customer = customer.Id, PaymentMethod = method.Id, Confirm = true, OffSession = true },
            cancellationToken: Cancel);
        Assert.Equal("succeeded", paid.Status);
    }

    [Fact]
    public async Task A_session_ends_between_half_an_hour_and_a_day_ahead()
    {
        var refused = await RefusedAsync(OpenAsync(options => options.ExpiresAt = DateTime.UtcNow.AddMinutes(10)));

        Assert.Equal("expires_at", refused.Param);
    }

    private async Task<(string, string)> StateAsync(string id) =>
        await Api.Checkout.Sessions.GetAsync(id, cancellationToken: Cancel) is var session ? (session.Status, session.PaymentStatus) : default;

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string url, string act, string number = "")
    {
        using var form = new FormUrlEncodedContent([new("act", act), new("number", number)]);
        return await browser.PostAsync(new Uri(url), form, Cancel);
    }

    private Task<Session> OpenAsync(Action<SessionCreateOptions>? with = null)
    {
        var options = new SessionCreateOptions
        {
            Mode = "payment", SuccessUrl = "https://shop.example/done?session={CHECKOUT_SESSION_ID}", CancelUrl = "https://shop.example/cart",
            ClientReferenceId = "12",
            LineItems = [new() { Quantity = 2, PriceData = new() { Currency = "eur", UnitAmount = 3_000, ProductData = new() { Name = "Acme Mail" } } }],
            PaymentIntentData = new() { Metadata = new() { ["order"] = "12" } },
        };
        with?.Invoke(options);
        return Api.Checkout.Sessions.CreateAsync(options, cancellationToken: Cancel);
    }
}
