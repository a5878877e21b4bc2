using Marketplace.Payments.Inbox;
using Marketplace.Tests.Billing;

namespace Marketplace.Tests.Payments;

public sealed class EventBodyTests
{
    [Fact]
    public async Task Whatever_Stripe_sends_is_shown_without_persons_secrets_and_addresses()
    {
        await using var shop = await StripeShop.OpenAsync();
        await shop.PayAsync(await shop.PlaceAsync(), Shop.Secure);
        var bodies = shop.Fake.Webhooks.Take().Select(delivery => (delivery.EventId, delivery.Type, Shown: EventBody.Redacted(delivery.Body))).ToList();

        Assert.Contains(bodies, body => body.Type == "checkout.session.completed");
        Assert.All(bodies, body =>
        {
            Assert.Contains(body.EventId, body.Shown, StringComparison.Ordinal);
            Assert.Contains($"\"{body.Type}\"", body.Shown, StringComparison.Ordinal);
            foreach (var word in (string[])["_secret_", "@", "http", "Globex", "Test Customer", "4242", "3220", "fingerprint\": \"f"])
            {
                Assert.DoesNotContain(word, body.Shown, StringComparison.Ordinal);
            }
        });
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("no json", "•••")]
    [InlineData("\"text\"", "\"•••\"")]
    public void What_is_no_event_shows_nothing(string body, string shown) => Assert.Equal(shown, EventBody.Redacted(body));
}
